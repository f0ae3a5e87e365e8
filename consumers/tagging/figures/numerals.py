"""Exact numbers from the notations of news text: 1,200 · 4.1亿 · 3亿5000万 · 十二亿五千万 · 壹佰贰拾万."""

import re
from decimal import Decimal

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
HAN = "[零〇一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
SCALE = "(?:万亿|[十百千]?亿|[十百千]?万|千(?!克)|百|拾?[万亿]|[佰仟])"
# Written together: 3亿5000万 is one numeral, and so is 一亿零五百万; 点 is a decimal point.
NUMERAL = (
    rf"(?>{DIGITS}(?:\s?{SCALE}(?:零?{DIGITS}\s?{SCALE}){{0,2}}(?:零?{DIGITS})?)?"
    rf"|{HAN}[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟万亿]{{0,30}}(?:点{HAN}{{1,6}}[万亿]{{0,2}})?)"
)

_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_GROUPS = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))
_SHARED_SCALE = re.compile(r"[十百千]?万?亿?\Z")


def number(text: str) -> Decimal | None:
    """The value of a numeral with its scales, None where it is not understood."""
    if text.isdecimal() and text.isascii():
        return Decimal(text)
    plain = "".join(text.split()).replace(",", "").translate(_CAPITALS)
    return _whole(plain) if plain else None


def shared_scale(low: str, high: str) -> str:
    """What the lower number of a range leaves out: 亿 in 3-5亿, 千万 in 三至五千万, 万 in 三百至五百万."""
    scale = _SHARED_SCALE.search(high.translate(_CAPITALS))
    shared = scale.group() if scale else ""
    has_units = any(char in low.translate(_CAPITALS) for char in _UNIT)
    return shared.lstrip("十百千") if has_units else shared


def _whole(text: str) -> Decimal | None:
    if not text:
        return None
    for mark, scale in _GROUPS:
        head, found, tail = text.rpartition(mark)
        if not found:
            continue
        if mark in head:
            return None
        coefficient = _whole(head)
        if coefficient is None:
            return None
        return _with_rest(coefficient * scale, scale, tail, is_whole="." not in head and "点" not in head)
    return _group(text)


def _with_rest(total: Decimal, scale: Decimal, rest: str, *, is_whole: bool) -> Decimal | None:
    if not rest:
        return total
    value = _whole(rest.lstrip("零〇"))
    if value is None or value >= scale or not is_whole or not _names_its_place(rest, scale):
        return None
    return total + value


def _names_its_place(rest: str, scale: Decimal) -> bool:
    """一亿二 is 1.2亿 to one writer and 1亿零2 to nobody: what is left out is not understood."""
    if rest[0] in "零〇" or any(char in rest for char in "万千百"):
        return True
    return rest.isdigit() and len(rest) == len(str(scale)) - 1


def _group(text: str) -> Decimal | None:
    if not text[:1].isascii():
        return _spoken(text)
    if text[-1] in "千百":
        return Decimal(text[:-1]) * _UNIT[text[-1]] if _is_plain(text[:-1]) else None
    return Decimal(text) if _is_plain(text) else None


def _is_plain(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _spoken(text: str) -> Decimal | None:
    whole, point, fraction = text.partition("点")
    value = _below_ten_thousand(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not fraction or any(char not in _DIGIT for char in fraction):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGIT[char]) for char in fraction)}")


def _below_ten_thousand(text: str) -> int | None:
    """一千二百零五; None for digit by digit (二〇二四), elliptic (一百二) and misordered forms."""
    if not text:
        return None
    total, last_unit = 0, 10_000
    digit: int | None = None
    for position, char in enumerate(text):
        if char in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[char]
        elif char in _UNIT and _UNIT[char] < last_unit:
            last_unit = _UNIT[char]
            if not digit and (position > 0 or last_unit != 10):
                return None
            total, digit = total + (digit or 1) * last_unit, 0
        else:
            return None
    if digit and last_unit > 10 and last_unit != 10_000 and text[-2:-1] not in "零〇":
        return None
    return total + (digit or 0)
