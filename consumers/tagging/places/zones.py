"""Development zones, by grammar: a region's name, what kind of zone, and that it is one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from consumers.tagging.places.region_names import level_of

_KIND = (
    "国家级?|省级|经济技术|高新技术产业|高新技术|经济|高新|科技|临空|临港|空港|综合|循环经济|现代|化工|工业|农业|"
    "物流|旅游"
)
_ZONE = (
    "开发区|经开区|高新区|工业园区?|产业园区|产业园|保税区|综保区|新区|度假区|集中区|集聚区|示范区|试验区|自贸区|"
    "科技园区?|经济区|工业区|物流园区?|园区"
)
_COMMON = "[东南西北中]部|城[东南西北]|示范|产业|创业|科创|生态|服务业|集聚|城市|滨江|新城|园"
# What is made there: a park of it may be anywhere.
_TRADE = (
    "新型|高端|先进|特色|绿色|智能|数字|新|功能|生物|电子|信息|装备|设备|制造业?|材料|能源|医药|中药|科学|科教|技术|航空|航天|"
    "环保|化学|石油|石化|化纤|盐化|汽车|零部件|配套|机械|轴承|农机|铝业|钢铁|冶金|建材|石材|陶瓷|玻璃|木材|家居|家具|纺织|服装|"
    "轻工|食品|饮料|农产品|农副产品|畜牧业?|农牧业|渔业|水产|种业|加工|再生资源|核电|光伏|风电|氢能|光电|半导体|集成电路|芯片|软件|"
    "大数据|互联网|人工智能|机器人|低空|海洋|船舶|港口|电商|商务|商贸|金融|文化|文创|健康|养老|高校|大学|孵化|总部|外向型|军民融合"
)
_TAIL = re.compile(rf"[省市区县]?(?:{_KIND})*(?:{_ZONE})(?!别)")
_STEM = re.compile(rf"(?P<stem>.+?)(?:{_KIND}|{_COMMON}|{_TRADE})*(?:{_ZONE})")
# Which zones of one region are the same body, however it is written out.
_KINDS = (
    ("high-tech", re.compile("高新")),
    ("bonded", re.compile("保税|综保")),
    ("resort", re.compile("度假|旅游")),
    ("new area", re.compile(r"新区\Z")),
    ("economic", re.compile("经济|经开|开发区")),
    ("park", re.compile("园区|园")),
)


def zone_end(chars: str, end: int) -> int:
    """Where the zone's name ends that begins with the region's name before `end`; `end` if there is none."""
    match = _TAIL.match(chars, end)
    return match.end() if match else end


def kind_of(name: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "")


class Zones:
    """The zones that have a code of their own, by the region they lie in and their kind."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._zones: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, name in names.items():
            if level_of(code) == "county" and code[4] == "7":  # 320571: what the bureau counts like a county
                self._zones[f"{code[:4]}00", kind_of(name)].append(code)

    def codes(self, regions: Iterable[str], zone: str) -> tuple[str, ...]:
        """The zone's own code where its region has one of this kind, else the region's."""
        kind = kind_of(zone)
        found: list[str] = []
        for region in regions:
            own = self._zones.get((region, kind), [])
            found.append(own[0] if len(own) == 1 else region)
        return tuple(dict.fromkeys(found))


def zone_stem(name: str) -> str:
    """新民洲 of 新民洲临港产业园; empty where the name does not end like a zone's."""
    match = _STEM.fullmatch(name)
    return match["stem"] if match else ""


def is_bare_zone(name: str) -> bool:
    """经济开发区, 工业集中区: every region has one."""
    return bool(re.fullmatch(rf"[市县区]?(?:{_KIND}|{_ZONE}|{_COMMON}|{_TRADE})+", name))
