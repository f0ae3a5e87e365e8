"""Figures made comparable: a tagger may say 30 公顷 as 300,000 m2, or 100 MW as 10 万千瓦."""

from typing import NamedTuple

from labels import Line

# What a unit is in the base unit of its kind.
IN_BASE: dict[str, tuple[float, str]] = {
    "元": (1, "CNY"),
    "人民币": (1, "CNY"),
    "㎡": (1, "m2"),
    "平方米": (1, "m2"),
    "公顷": (1e4, "m2"),
    "ha": (1e4, "m2"),
    "平方公里": (1e6, "m2"),
    "km2": (1e6, "m2"),
    "W": (1, "瓦"),
    "kW": (1e3, "瓦"),
    "千瓦": (1e3, "瓦"),
    "MW": (1e6, "瓦"),
    "兆瓦": (1e6, "瓦"),
    "GW": (1e9, "瓦"),
    "吉瓦": (1e9, "瓦"),
    "Wh": (1, "瓦时"),
    "kWh": (1e3, "瓦时"),
    "千瓦时": (1e3, "瓦时"),
    "度": (1e3, "瓦时"),
    "MWh": (1e6, "瓦时"),
    "兆瓦时": (1e6, "瓦时"),
    "GWh": (1e9, "瓦时"),
    "吉瓦时": (1e9, "瓦时"),
    "m3": (1, "立方米"),
    "方": (1, "立方米"),
    "t": (1, "吨"),
}

# Counts of people and things, lengths and shares are not labelled: a tagger may give them or not.
UNLABELLED = frozenset(
    {"个", "项", "家", "宗", "人", "户", "名", "次", "栋", "幢", "座", "套房", "万人", "%", "m", "km", "公里"}
    | {"岗位", "棵", "株", "倍", "天", "日", "年", "月", "小时", "秒", "枝", "人次", "盆", "支队伍"}
)


class Amount(NamedTuple):
    value: float
    high: float | None
    unit: str


def amount(figure: Line) -> Amount | None:
    """The figure in base units, None where the tagger gave no value."""
    if figure.get("value") is None:
        return None
    factor, unit = IN_BASE.get(figure["unit"], (1.0, figure["unit"]))
    high = figure.get("value_high")
    return Amount(_rounded(figure["value"] * factor), None if high is None else _rounded(high * factor), unit)


def _rounded(value: float) -> float:
    """Nine digits: binary fractions make 41,000 万 and 4.1 亿 differ in the sixteenth."""
    return float(f"{value:.9g}")
