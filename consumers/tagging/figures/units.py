"""The units of figures: how they are written, and what they are in the base unit of their kind."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

# Money, areas and measures are always told; things and entities only where their role is known.
Kind = Literal["money", "area", "measure", "thing", "entity"]


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    factor: Decimal
    kind: Kind


_THINGS = ("台套", *"套辆艘架只片颗支瓶箱副张条头羽米")
# Kind, base unit, how it is written, and after a colon how many base units that is.
_WRITTEN: tuple[tuple[Kind, str, str], ...] = (
    ("money", "CNY", "元人民币 人民币元 元 圆 块钱"),
    ("money", "USD", "美元 美金 usd"),
    ("money", "EUR", "欧元 eur"),
    ("money", "HKD", "港元 港币 港纸 hkd"),
    ("money", "JPY", "日元 日圆"),
    ("money", "GBP", "英镑"),
    ("money", "KRW", "韩元"),
    ("money", "MOP", "澳门元 澳门币"),
    ("money", "TWD", "新台币 台币"),
    ("money", "SGD", "新加坡元 新元 新币"),
    ("money", "AUD", "澳元 澳大利亚元"),
    ("money", "CAD", "加元 加拿大元"),
    ("money", "CHF", "瑞士法郎 瑞郎"),
    ("money", "RUB", "卢布"),
    ("money", "THB", "泰铢"),
    ("money", "MYR", "林吉特"),
    ("money", "AED", "迪拉姆"),
    ("area", "m2", "平方公里:1e6 平方千米:1e6 km2:1e6 公顷:1e4 hm2:1e4 ha:1e4 平方米 平米 m2 平方"),
    ("area", "亩", "亩"),
    ("measure", "吨", "公吨 吨 t 千克:0.001 公斤:0.001 kg:0.001"),
    ("measure", "立方米", "标准立方米 标立方米 标方 立方米 立方 nm3 m3 方"),
    ("measure", "瓦", "吉瓦:1e9 gwp:1e9 gw:1e9 兆瓦:1e6 mwp:1e6 mw:1e6 千瓦:1e3 kwp:1e3 kw:1e3 瓦"),
    (
        "measure",
        "瓦时",
        "太瓦时:1e12 twh:1e12 吉瓦时:1e9 gwh:1e9 gw·h:1e9 gw.h:1e9 兆瓦时:1e6 mwh:1e6 mw·h:1e6",
    ),
    ("measure", "瓦时", "千瓦时:1e3 千瓦·时:1e3 千瓦小时:1e3 kwh:1e3 kw·h:1e3 kw.h:1e3 瓦时 度电:1e3 度:1e3"),
    ("thing", "台", "台 台(套) 台/套"),
    ("thing", "件", "件 件(套)"),
    *(("thing", name, name) for name in _THINGS),
    *(("entity", name, name) for name in "个项宗家"),
)
# 10亿元宇宙产业, 3平方英尺, 5000吨公里, 3片区, 2条生产线: the letters go on as another word.
_LATIN_GOES_ON = "[a-z0-9]"
_MONEY_GOES_ON = (
    r"[素件旦宵宝老勋朝]|宇宙|"
    r"月(?![度均])|首(?![付期批笔])|气(?![体化瓶])|代(?![理建])|\([美欧港日英][元币镑]"
)
_GOES_ON = {
    "平方": "米|公里|千米|[厘分毫]米|英|码|根|公分",
    "亩": "[均产]|[一二三]分",
    "吨": r"[·.]?公里|[·.]?km|[位次]|级(?:以上|及以上)?的?[^,;。\n]{0,4}(?:码头|泊位|航道|船|轮)",
    "t": "(?!/)",
    "立方": "[厘分千英]",
    "方": "[面位向案针式法程便言才形]",
    "瓦": "[斯楞片房里砾解特]",
    "度": "[假过数]",
    "台": "[阶州湾风商胞儿柜账词北中南东次份]",
    "套": "[餐路装房利]",
    "件": "套",
    "辆": "[次份]",
    "架": "[次构势]",
    "只": "[有是要能会为]",
    "片": "[区海面段状]",
    "颗": "粒",
    "支": "[队持部撑付行]|[一-鿿]{2,6}队",
    "副": "[市县区主局处书会]",
    "张": "[家北]",
    "条": r"[件例款街河路]|[^,;。\n]{0,8}线",
    "头": "[条部]",
    "米": "[粉线面饭业高宽长深跑]",
    "个": "百分|月|小时|工作日",
    "家": "[庭属具人居电]",
}
# 八方 and 三度 are no quantities, 万方 and 亿度 are.
_ONLY_SCALED = frozenset({"方", "度"})


def _units() -> dict[str, Unit]:
    units = {}
    for kind, name, written in _WRITTEN:
        for surface, _, factor in (item.partition(":") for item in written.split()):
            units[surface] = Unit(name, Decimal(factor or 1), kind)
    return units


UNITS = _units()


def _pattern(surface: str) -> str:
    goes_on = _GOES_ON.get(surface)
    if UNITS[surface].kind == "money":
        goes_on = _MONEY_GOES_ON
    elif goes_on is None and surface.isascii():
        goes_on = _LATIN_GOES_ON
    scaled = "(?<=[万亿])" if surface in _ONLY_SCALED else ""
    return scaled + re.escape(surface) + (f"(?!{goes_on})" if goes_on else "")


def _alternation(surfaces: Iterable[str]) -> str:
    """What is longer comes first, so that 平方公里 is no 平方; a look at the first letter saves the rest."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for surface in sorted(surfaces, key=len, reverse=True):
        by_letter[surface[0]].append(_pattern(surface))
    groups = (f"(?:{'|'.join(patterns)})" for patterns in by_letter.values())
    return f"(?=[{''.join(sorted(by_letter))}])(?:{'|'.join(groups)})"


UNIT_PATTERN = _alternation(UNITS)
MONEY_PATTERN = _alternation(surface for surface, unit in UNITS.items() if unit.kind == "money")
# How a unit may begin, for whoever wants to know quickly that here is none.
UNIT_STARTS = frozenset(surface[0] for surface in UNITS)
