"""Words that end a name elsewhere, and inside some do not: 保护与修复工程, 甲至乙段公路, 60万吨/年. Pure."""

import re

_DEED = (
    "研发|研究|开发|生产|制造|加工|销售|贸易|储存|仓储|中转|物流|配送|分拣|分拨|集散|冷藏|治理|修复|保护|利用|改造|提升|升级|更新|配套|续建|扩建"
    "|扩容|回收|处置|处理|收集|转运|展示|展览|体验|培训|教育|检测|检验|检疫|监测|服务|运营|应用|示范|推广|综合|现代化|数字化"
    "|建设|养护|管护|搬迁|安置|防治|防控|预警|指挥|调度|会议|会展|交流|交易|孵化|转化|种植|养殖|繁育|育种|文化|旅游|健康|养老"
)
_DEED_BEFORE = re.compile(rf"(?:{_DEED})\Z")
_DEED_BEHIND = re.compile(rf"(?:{_DEED})")
_ROUTE = re.compile(r"[一-鿿]{1,12}?(?:段|高速|公路|铁路|[国省县]道|高铁|城际|航道|管道|通道|快速路|大道)")
_PLACE_BEFORE = re.compile(r"[一-鿿](?<![年月日号周天时点截目直延推甚乃至])\Z")
_GOODS_BEFORE = re.compile(r"(?:[吨方米台套件只辆头羽片支瓶条块平]|千瓦|瓦|度)\Z")


def is_joint(chars: str, start: int, end: int) -> bool:
    """Whether the word of this span joins two parts of one name."""
    word = chars[start:end]
    if word in ("与", "和", "及"):
        before = _DEED_BEFORE.search(chars, max(start - 3, 0), start)
        return before is not None and _DEED_BEHIND.match(chars, end) is not None
    if word == "续建":
        return chars.startswith("配套", end)
    if word in ("至", "到"):
        before = _PLACE_BEFORE.search(chars, max(start - 2, 0), start)
        return before is not None and _ROUTE.match(chars, end) is not None
    if word == "/":
        before = _GOODS_BEFORE.search(chars, max(start - 2, 0), start)
        return before is not None and chars.startswith(("年", "日", "天", "月", "小时"), end)
    return False
