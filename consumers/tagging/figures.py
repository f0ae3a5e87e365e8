"""Amounts, areas and counts with their role. What is not understood has no value: never a wrong one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from consumers.tagging import figure_patterns as patterns
from consumers.tagging.figure_roles import THRESHOLD_ROLE, role_of
from consumers.tagging.numerals import SCALES, number
from consumers.tagging.prepared import Prepared
from wire.messages import Figure

MAX_FIGURES = 1_000
_LIMIT = Decimal(10) ** 15  # beyond it, it is no amount but a serial number

Modifier = Literal[">=", "<=", "~"]
_PROJECTS_AHEAD = re.compile(r"(?:[^,;。:\n、]{0,12}?)(?:项目|工程)")
_PROJECTS_BEHIND = re.compile(r"(?:项目|工程)(?:达到?|共计?|累计|总计|数)?\s?\Z")
_OF_PROJECTS = re.compile(r"的?(?:重[点大]|优质|产业|工业)?(?:项目|工程|企业)")
_UNIT_NAMES = {"mw": "MW", "gw": "GW", "mwh": "MWh", "gwh": "GWh"}
_ENTITY_UNITS = {"个", "项", "宗"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in the matched text; `value` is exact."""

    value: Decimal
    high: Decimal | None
    unit: str
    start: int
    end: int
    modifier: Modifier | None
    role: str | None = None


def find(text: Prepared) -> list[Amount]:
    """The figures in their order."""
    found: list[Amount] = []
    done = 0
    for match in patterns.NUMBER.finditer(text.chars):
        start = match.start()
        if start < done or _leads_into(text.chars, start):
            continue
        quantity = patterns.QUANTITY.match(text.chars, start)
        amount = _bare_money(text, start) if quantity is None else _quantity(text, start, quantity)
        if quantity is not None:
            done = quantity.end()  # what is not understood is not read in part either
        if amount is not None:
            found.append(amount)
            if len(found) >= MAX_FIGURES:
                break
    found += _thresholds(text)
    found.sort(key=lambda amount: amount.start)
    return list(_with_roles(text, found[:MAX_FIGURES]))


def as_figure(amount: Amount, start: int | None, end: int | None) -> Figure:
    return Figure(
        value=float(amount.value),
        value_high=None if amount.high is None else float(amount.high),
        unit=amount.unit,
        start=start,
        end=end,
        role=amount.role,
        modifier=amount.modifier,
    )


def _leads_into(chars: str, start: int) -> bool:
    before = chars[max(start - 5, 0) : start]
    return patterns.LEADS_INTO.search(before) is not None and patterns.YEAR_COMMA.search(before) is None


def _quantity(text: Prepared, start: int, match: re.Match[str]) -> Amount | None:
    if match["after"] == "级" or not _is_evenly_wide(text, match):
        return None
    unit, factor = _unit(match)
    value = _scaled(match["value"], match["scale"], factor)
    if value is None:
        return None
    low = None
    if match["low"]:
        scale = match["low_scale"] or (None if match["low_unit"] else match["scale"])
        low = _scaled(match["low"], scale, factor)
        if low is None or low > value:
            return None
    return Amount(
        value if low is None else low,
        None if low is None else value,
        unit,
        start,
        match.end(),
        _modifier(text.chars, start, match),
    )


def _bare_money(text: Prepared, start: int) -> Amount | None:
    match = patterns.BARE_MONEY.match(text.chars, start)
    if match is None or not patterns.BARE_MONEY_LABEL.search(text.chars[max(start - 10, 0) : start]):
        return None
    value = _scaled(match["value"], match["scale"])
    if value is None or not _is_evenly_wide(text, match):
        return None
    return Amount(value, None, "CNY", start, match.end(), _modifier(text.chars, start, match))


def _thresholds(text: Prepared) -> Iterator[Amount]:
    """亿元以上, 超亿元, 过百亿元."""
    for match in patterns.THRESHOLD.finditer(text.chars):
        before = patterns.BEFORE_NUMBER.search(text.chars[max(match.start() - 4, 0) : match.start()])
        if match["after"] or (before and before["at_least"]):
            unit = patterns.CURRENCIES[match["money"]]
            value = Decimal(SCALES[match["scale"]])
            yield Amount(value, None, unit, match.start(), match.end(), ">=", THRESHOLD_ROLE)


def _scaled(numeral: str, scale: str | None, factor: int = 1) -> Decimal | None:
    if "亿" in numeral or "万" in numeral:  # in 十二亿五千万 the last scale belongs to the last group only
        value, by = number(f"{numeral}{scale or ''}"), factor
    else:
        value, by = number(numeral), SCALES.get(scale or "", 1) * factor
    return None if value is None or value * by > _LIMIT else value * by


def _unit(match: re.Match[str]) -> tuple[str, int]:
    if match["money"]:
        return patterns.CURRENCIES[match["money"]], 1
    if match["area"]:
        metres = patterns.SQUARE_METRES.get(match["area"])
        return ("亩", 1) if metres is None else ("m2", metres)
    return _UNIT_NAMES.get(match["count"], match["count"]), 1


def _is_evenly_wide(text: Prepared, match: re.Match[str]) -> bool:
    """A full-width comma between plain digits ends a clause: 12，300万元 is not understood."""
    for group in ("low", "value"):
        if group in match.re.groupindex and match[group] and "," in match[group]:
            original = text.original(match.start(group), match.end(group))
            if any(char.isascii() for char in original) and not original.isascii():
                return False
    return True


def _modifier(chars: str, start: int, match: re.Match[str]) -> Modifier | None:
    groups = match.groupdict()
    after = groups.get("after")
    before = patterns.BEFORE_NUMBER.search(chars[max(start - 8, 0) : start])
    if (before and before["at_most"]) or after in ("以下", "以内"):
        return "<="
    if (before and before["at_least"]) or after == "以上" or groups.get("more") or groups.get("more_after"):
        return ">="
    return "~" if (before and before["about"]) or after in ("左右", "上下") else None


def _with_roles(text: Prepared, amounts: list[Amount]) -> Iterator[Amount]:
    taken: dict[int, int] = {}
    for amount in amounts:
        role = amount.role or role_of(text, amount.unit, amount.start, amount.end, taken)
        if role is None and amount.modifier == ">=" and _OF_PROJECTS.match(text.chars, amount.end):
            role = THRESHOLD_ROLE
        if role is None and not _is_worth_telling(text.chars, amount):
            continue
        yield Amount(amount.value, amount.high, amount.unit, amount.start, amount.end, amount.modifier, role)


def _is_worth_telling(chars: str, amount: Amount) -> bool:
    """Money and areas always; a count only of projects, or with a role."""
    if amount.unit in _ENTITY_UNITS:
        behind = _PROJECTS_BEHIND.search(chars[max(amount.start - 8, 0) : amount.start])
        return bool(behind or _PROJECTS_AHEAD.match(chars, amount.end))
    return amount.unit in {"m2", "亩", *patterns.CURRENCIES.values()}
