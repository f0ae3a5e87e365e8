"""Figures whose unit stands before them: 总投资（万元）：5000, and columns of a table under a heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from consumers.tagging.amounts import Amount
from consumers.tagging.figure_units import UNIT_PATTERN, UNITS
from consumers.tagging.numerals import NUMERAL, number
from consumers.tagging.prepared import Prepared
from consumers.tagging.role_labels import IN_FRONT

_HEADING = re.compile(
    r"(?P<label>[^\t\n,;。:()]{1,20})[(,](?:单位:)?"
    rf"(?P<scale>[十百千]?万?亿?)(?P<unit>{UNIT_PATTERN})\)"
)
_ENDS_HEADING = re.compile(r"[元币米顷亩吨瓦时方里2h]\)")
_VALUE_BEHIND = re.compile(rf"[ \t]?:?[ \t]?(?P<value>{NUMERAL})(?=[ \t,;。)\n]|\Z)(?!,\d)")
_CELL = re.compile(rf"\s*(?P<value>{NUMERAL})\s*")


@dataclass(frozen=True, slots=True)
class _Column:
    unit: str
    scale: Decimal
    role: str | None

    def amount(self, match: re.Match[str] | None, offset: int = 0) -> Amount | None:
        value = number(match["value"]) if match else None
        if match is None or value is None:
            return None
        start, end = offset + match.start("value"), offset + match.end("value")
        return Amount(value * self.scale, None, self.unit, start, end, None, self.role, stop=end)


def cells(text: Prepared) -> Iterator[Amount]:
    """Numbers whose unit is told by the heading in front of them, or above them."""
    if _ENDS_HEADING.search(text.chars) is None:
        return
    columns: dict[int, _Column] = {}
    width = position = 0
    for line in text.chars.split("\n"):
        parts = line.split("\t")
        headings = {at: column for at, part in enumerate(parts) if (column := _column(part))}
        if headings:
            columns, width = headings, len(parts)
            yield from _beside(text.chars, position, position + len(line))
        elif len(parts) == width:
            yield from _row(parts, columns, position)
        else:
            width = 0
        position += len(line) + 1


def _column(heading: str) -> _Column | None:
    match = _HEADING.search(heading)
    return _read(match) if match else None


def _read(heading: re.Match[str]) -> _Column | None:
    unit = UNITS[heading["unit"]]
    scale = number(f"1{heading['scale']}")
    labels = IN_FRONT.get(unit.kind)
    label = labels.pattern.search(heading["label"]) if labels else None
    if scale is None or (label is None and unit.kind in ("thing", "entity")):
        return None
    return _Column(unit.name, scale * unit.factor, labels.role(label) if labels and label else None)


def _beside(chars: str, start: int, end: int) -> Iterator[Amount]:
    for heading in _HEADING.finditer(chars, start, end):
        column = _read(heading)
        amount = column.amount(_VALUE_BEHIND.match(chars, heading.end())) if column else None
        if amount is not None:
            yield amount


def _row(parts: list[str], columns: dict[int, _Column], position: int) -> Iterator[Amount]:
    for at, part in enumerate(parts):
        if at in columns:
            amount = columns[at].amount(_CELL.fullmatch(part), position)
            if amount is not None:
                yield amount
        position += len(part) + 1
