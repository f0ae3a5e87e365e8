"""Exact numbers from the notations of news text: 1,200 · 4.1 · 十二亿五千万 · 两百."""

import re
from decimal import Decimal

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
HAN = "[零〇一二两三四五六七八九十百千]"
SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8,
    "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip

_DIGIT = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_GROUPED = re.compile(r"(.*亿)?(.*万)?(.*)")


def number(text: str) -> Decimal | None:
    """The value of a plain numeral, None where it is not understood."""
    if text[:1].isdigit():
        return Decimal(text.replace(",", ""))
    match = _GROUPED.fullmatch(text)
    if match is None:
        return None
    total = Decimal(0)
    for group, scale in zip(match.groups(), (10**8, 10**4, 1), strict=True):
        if group:
            value = _below_ten_thousand(group.rstrip("亿万"))
            if value is None:
                return None
            total += value * scale
    return total or None


def _below_ten_thousand(text: str) -> int | None:
    """一千二百零五; None for digit by digit (二〇二四), elliptic (一百二) and misordered forms."""
    total, digit, last_unit = 0, 0, 10_000
    for position, char in enumerate(text):
        if char in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[char]
        elif char in _UNIT and _UNIT[char] < last_unit:
            last_unit = _UNIT[char]
            if digit == 0 and (position > 0 or last_unit != 10):
                return None
            total, digit = total + (digit or 1) * last_unit, 0
        else:
            return None
    if digit and last_unit > 10 and last_unit != 10_000 and text[-2:-1] not in "零〇":
        return None
    return total + digit
