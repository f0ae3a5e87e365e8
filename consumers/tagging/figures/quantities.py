"""A number with its unit, a range, or a list of numbers that share the unit of the last."""

import re
from collections.abc import Iterator
from decimal import Decimal

from consumers.tagging.figures import patterns
from consumers.tagging.figures.amounts import Amount, Modifier
from consumers.tagging.figures.numerals import number, shared_scale
from consumers.tagging.figures.units import UNITS, Unit
from consumers.tagging.text.prepared import Prepared

_LIMIT = Decimal(10) ** 15  # beyond it, it is no amount but a serial number
_WIDEST_SHARED = 100  # 1-500万: whether 1 or 1万 is meant, nobody can tell
_SIGNS = {"cny": "CNY", "usd": "USD"}
_SPOKEN_DIGITS = re.compile(r"[一二两三四五六七八九十]{1,3}\Z")
_NO_WORD_GOES_ON = re.compile(r"[,;。、:!?()\s/起以左多钱每一的人]|\Z")


def quantities(text: Prepared, match: re.Match[str]) -> Iterator[Amount]:
    """What a match of QUANTITY says, nothing where it is not understood."""
    if _is_growth(text.chars, match):
        yield from _both_ends(text, match)
    elif (amount := quantity(text, match)) is not None:
        yield amount


def quantity(text: Prepared, match: re.Match[str]) -> Amount | None:
    """A number with its unit, or a range."""
    unit = unit_of(match)
    if not _is_understood(text.chars, match, unit) or not is_evenly_wide(text, match):
        return None
    value = scaled(_high(match), unit)
    if value is None or not match["low"]:
        return None if value is None else _amount(text.chars, match, value, None)
    low = _low(match, unit)
    # 从3亿元到5亿元 may be a growth and may be a range.
    is_growth = match["low_unit"] and patterns.GROWTH.search(
        text.chars, max(match.start() - 8, 0), match.start()
    )
    if low is None or low >= value or is_growth:
        return None
    return _amount(text.chars, match, low, value)


def parallel(text: Prepared, start: int) -> list[Amount]:
    """分别为1、2、3亿元: the unit stands behind the last one only."""
    before = text.chars[max(start - 12, 0) : start]
    heads = patterns.PARALLEL.match(text.chars, start) if patterns.SEVERALLY.search(before) else None
    if heads is None:
        return []
    match = patterns.QUANTITY.match(text.chars, heads.end())
    last = quantity(text, match) if match and not match["low"] else None
    if match is None or last is None:
        return []
    amounts = []
    for head in patterns.HEAD.finditer(text.chars, *heads.span()):
        shared = "" if head.group()[-1] in "万亿" else shared_scale("", _high(match))
        value = scaled(f"{head.group()}{shared}", unit_of(match))
        if value is None:
            return []
        amounts.append(Amount(value, None, last.unit, *head.span(), None, stop=last.stop))
    return [*amounts, last]


def sign_before(chars: str, start: int) -> re.Match[str] | None:
    """人民币, ¥ or $ right in front."""
    if chars[start - 1 : start] not in patterns.SIGN_ENDS:
        return None
    return patterns.SIGN.search(chars[max(start - 4, 0) : start])


def scaled(numeral: str, unit: Unit) -> Decimal | None:
    """In base units."""
    value = number(numeral)
    return None if value is None or value * unit.factor > _LIMIT else value * unit.factor


def unit_of(match: re.Match[str]) -> Unit:
    return UNITS[match["unit"] or match["in_brackets"]]


def is_evenly_wide(text: Prepared, match: re.Match[str]) -> bool:
    """A full-width comma between plain digits ends a clause: 12，300万元 is not understood."""
    if "," not in match.group():
        return True
    written = text.original(match.start(), match.end())
    return not ("，" in written and re.search("[0-9]", written)) and not (
        "," in written and re.search("[０-９]", written)
    )


def modifier(chars: str, match: re.Match[str]) -> Modifier | None:
    """Of a match with the groups `more` and `after`."""
    after = match["after"] or ""
    before = None
    if chars[match.start() - 1 : match.start()] in patterns.MODIFIER_ENDS:
        before = patterns.BEFORE_NUMBER.search(chars[max(match.start() - 20, 0) : match.start()])
    kind = before.lastgroup if before else None
    if kind == "at_most" or after in ("以下", "以内", "之内"):
        return "<="
    if kind == "at_least" or match["more"] or after.endswith(("以上", "有余", "开外", "起")):
        return ">="
    return "~" if kind == "about" or after in ("左右", "上下") else None


def _high(match: re.Match[str]) -> str:
    return f"{match['value']}{match['scale'] or ''}"


def _is_understood(chars: str, match: re.Match[str], unit: Unit) -> bool:
    if match["after"] == "级":  # 百亿级 is no value, a turbine of 16MW级 has one
        return unit.kind == "measure"
    if unit.kind != "money":
        return True
    sign = sign_before(chars, match.start())
    if sign is not None and _SIGNS[sign.lastgroup or ""] != unit.name:
        return False
    end = match.end("unit") if match["unit"] else match.end()
    # 三元锂电池 costs nothing.
    is_word = _SPOKEN_DIGITS.match(match["value"]) and not _NO_WORD_GOES_ON.match(chars, end)
    return not is_word and not patterns.COINS.match(chars, end)


def _is_growth(chars: str, match: re.Match[str]) -> bool:
    """从3亿元到5亿元 tells of two years, 从3亿元到5亿元不等 of a range."""
    if match["low_unit"] is None:
        return False
    before = chars[max(match.start() - 8, 0) : match.start()]
    is_from = patterns.GROWTH.search(before) is not None
    return is_from and patterns.RANGE_BEHIND.match(chars, match.end()) is None


def _both_ends(text: Prepared, match: re.Match[str]) -> Iterator[Amount]:
    for start in (match.start("low"), match.start("value")):
        end = patterns.SINGLE.match(text.chars, start)
        amount = quantity(text, end) if end else None
        if amount is not None:
            yield amount


def _low(match: re.Match[str], unit: Unit) -> Decimal | None:
    numeral, low_unit = match["low"], match["low_unit"]
    if low_unit is not None:
        return scaled(numeral, UNITS[low_unit]) if UNITS[low_unit].name == unit.name else None
    if numeral[-1] in "万亿":
        return scaled(numeral, unit)
    low, high = number(f"{numeral}{shared_scale(numeral, _high(match))}"), number(_high(match))
    if low is None or high is None or low * _WIDEST_SHARED < high:
        return None
    return low * unit.factor


def _amount(chars: str, match: re.Match[str], value: Decimal, high: Decimal | None) -> Amount:
    end = match.end("unit") if match["unit"] else match.end("in_brackets") + 1
    if chars.startswith("整", end):
        end += 1
    return Amount(
        value, high, unit_of(match).name, match.start(), end, modifier(chars, match), stop=match.end()
    )
