"""Figures whose unit stands before them: 总投资（万元）：5000, in a table, or 单位：亿元 above one.

A table comes as text in three layouts: a row a line, between tabs or spaces, or a cell a line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from consumers.tagging.figures.amounts import Amount
from consumers.tagging.figures.numerals import NUMERAL, number
from consumers.tagging.figures.role_labels import IN_FRONT
from consumers.tagging.figures.table_cells import (
    Cell,
    Head,
    Measure,
    cells_of,
    head_of,
    is_head,
    measured_columns,
)
from consumers.tagging.figures.units import UNIT_PATTERN, UNITS
from consumers.tagging.text.prepared import Prepared

_UNIT = rf"(?P<scale>[十百千]?万?亿?)(?P<unit>{UNIT_PATTERN})"
_HEADING = re.compile(rf"(?P<label>[^\t\n,;。:()]{{1,20}})[(,](?:单位:)?{_UNIT}\)")
# The bracket comes first: only then does the search skip all else.
_UNIT_IN_BRACKETS = re.compile(r"\)(?<=[元币米顷亩吨瓦时方里2h]\))")
# How every heading ends, for whoever wants to know quickly that here is none.
_ENDS_LIKE_HEADING = re.compile(rf"[{''.join(sorted({surface[-1] for surface in UNITS}))}]\)")
_VALUE_BEHIND = re.compile(rf"[ \t]*:?[ \t]*(?P<value>{NUMERAL})(?=[ \t,;。)\n]|\Z)(?!,\d)(?![ \t]+[\d—–/-])")
_CELL = re.compile(NUMERAL)
_MOST_COLUMNS = 60
# 单位:亿元, also with the shares beside it: 单位:亿元、%
_OF_TABLE = re.compile(rf"\(?单\s?位:\s?{_UNIT}(?:[、,/和]\s?%)?\)?\s*\Z")
_SAYS_UNIT = re.compile(r"单\s?位")
_ANY_OF_TABLE = re.compile(r"单\s?位:")
_OTHER_TABLE = re.compile(r"\s*(?:附?表|附件|专栏|图)[一二三四五六七八九十\d:-]")
_RUNNING_TEXT = re.compile(r"[;。!?,](?:(?<!,)|(?!\d))")
# What is counted or compared has another unit than the table, even where it does not say so.
_OTHER_UNIT = re.compile(r"[率比数量户]\Z|人口|面积|人数|个数|占比|比重|增[长速幅]|位次|排名|指数|[(%]")


@dataclass(frozen=True, slots=True)
class _Column:
    unit: str
    scale: Decimal
    role: str | None

    def amount(self, cell: Cell) -> Amount | None:
        value = number(cell.words) if _CELL.fullmatch(cell.words) else None
        if value is None:
            return None
        return Amount(
            value * self.scale, None, self.unit, cell.start, cell.end, None, self.role, stop=cell.end
        )


def cells(text: Prepared) -> Iterator[Amount]:
    """Numbers whose unit is told by the heading in front of them, or above them."""
    chars = text.chars
    if _UNIT_IN_BRACKETS.search(chars) or _says_unit(chars):
        yield from _Tables(chars).read(chars)


def _says_unit(chars: str) -> bool:
    """Reports speak of 单位 on every page, and mean offices."""
    if "单" not in chars or _SAYS_UNIT.search(chars) is None:
        return False
    return (_ANY_OF_TABLE.search(chars) or _ENDS_LIKE_HEADING.search(chars)) is not None


class _Tables:
    """Reads line by line, and remembers the head of the table it is in."""

    def __init__(self, chars: str) -> None:
        self._may_tell_unit = _ANY_OF_TABLE.search(chars) is not None
        self._may_have_heading = _ENDS_LIKE_HEADING.search(chars) is not None
        self._forget()

    def _forget(self) -> None:
        self._head: Head = ()
        self._columns: dict[int, _Column] = {}
        self._width = 0
        self._has_rows = False
        self._unit: re.Match[str] | None = None
        self._stacked: list[Cell] = []  # cells that have a line each

    def read(self, chars: str) -> Iterator[Amount]:
        position = 0
        for line in chars.split("\n"):
            yield from self._line(chars, line, position)
            position += len(line) + 1
        yield from self._stack()

    def _line(self, chars: str, line: str, position: int) -> Iterator[Amount]:
        words = line.strip()
        tells_unit = self._may_tell_unit and _ANY_OF_TABLE.search(words) is not None
        if not tells_unit and _RUNNING_TEXT.search(words):  # most lines: no cells to look at
            yield from self._outside(chars, position, position + len(line))
            return
        cells = cells_of(line, position)
        is_row = _is_row(words, cells)
        tells_unit = tells_unit and not (is_row and _names_units(cells))
        if tells_unit or _RUNNING_TEXT.search(words) or _OTHER_TABLE.match(words):
            yield from self._outside(chars, position, position + len(line))
            self._unit = _OF_TABLE.search(words) if tells_unit else None
        elif is_row:
            yield from self._stack()
            yield from self._row(chars, line, cells)
        elif beside := list(_beside(chars, position, position + len(line))):
            yield from self._stack()
            yield from beside
        elif words or "\t" in line:
            self._stacked.append(Cell(words, position + line.find(words)))

    def _outside(self, chars: str, start: int, end: int) -> Iterator[Amount]:
        """A line that no table goes on in."""
        if self._stacked:
            yield from self._stack()
        self._forget()
        if self._may_have_heading:
            yield from _beside(chars, start, end)

    def _row(self, chars: str, line: str, cells: Sequence[Cell]) -> Iterator[Amount]:
        labels = {at: column for at, cell in enumerate(cells) if (column := _column(cell.words))}
        beside = [] if labels else list(_beside(chars, cells[0].start, cells[-1].end))
        if beside:
            yield from beside
        elif is_head(cells):
            self._begin(cells, labels)
        elif labels:
            yield from self._behind_labels(cells, labels, is_exact="\t" in line)
        elif self._columns and len(cells) == self._width and "\t" in line:
            self._has_rows = True
            yield from _amounts((cells[at], column) for at, column in self._columns.items())
        elif (column := self._of_table(cells[0])) is not None:
            yield from self._behind_labels(cells, {0: column}, is_exact="\t" in line)

    def _begin(self, cells: Sequence[Cell], labels: dict[int, _Column]) -> None:
        """A head, or the second line of one: what it calls a share is no column of values."""
        head = head_of(cells)
        if not labels and self._unit is not None:
            labels = {at: column for at, cell in enumerate(cells) if at and (column := self._named(cell))}
        if labels or self._has_rows or len(cells) != self._width:
            self._columns, self._width, self._has_rows = labels, len(cells), False
        self._columns = {at: column for at, column in self._columns.items() if head[at] is not Measure.SHARE}
        self._head = head if any(head) else ()

    def _named(self, cell: Cell) -> _Column | None:
        """A column without a unit in the unit above the table: only where its name is one of that kind."""
        if self._unit is None or _OTHER_UNIT.search(cell.words):
            return None
        labels = IN_FRONT.get(UNITS[self._unit["unit"]].kind)
        return _read(self._unit, cell.words) if labels and labels.pattern.search(cell.words) else None

    def _behind_labels(
        self, cells: Sequence[Cell], labels: dict[int, _Column], *, is_exact: bool
    ) -> Iterator[Amount]:
        for at, column in labels.items():
            if is_exact and len(labels) == 1 and len(cells) == len(self._head) and not self._head[at]:
                yield from _of_kinds(cells[at + 1 :], self._head[at + 1 :], column)
            else:
                yield from self._values(_measured(cells, at + 1), column)

    def _values(self, values: Sequence[Cell], column: _Column) -> Iterator[Amount]:
        """Of a row's numbers those in columns of values; without a head only a single one is sure."""
        kinds = measured_columns(self._head)
        if kinds:
            while len(values) > len(kinds) and not values[-1].words:
                values = values[:-1]
            if len(kinds) == len(values):
                yield from _of_kinds(values, kinds, column)
        elif len(values) == 1:
            yield from _amounts([(values[0], column)])

    def _stack(self) -> Iterator[Amount]:
        """Cells that have a line each: a row begins where a label has numbers below it."""
        stacked, self._stacked = self._stacked, []
        names: list[Measure] = []
        is_below_label = False
        for at, cell in enumerate(stacked):
            if cell.is_measured:
                names, is_below_label = [], False
                continue
            values = _measured(stacked, at + 1)
            if (column := _column(cell.words)) is not None:
                # Labels one below the other are a head whose columns nothing tells apart.
                if not is_below_label:
                    yield from self._values(values, column)
                is_below_label = not values
            elif cell.measure is not None and not values and len(names) < _MOST_COLUMNS:
                names.append(cell.measure)
                if len(names) > 1 or not self._head:
                    self._head = tuple(names)
                continue
            elif (column := self._of_table(cell)) is not None:
                yield from self._values(values, column)
            names = []

    def _of_table(self, label: Cell) -> _Column | None:
        """The unit above the table, for a row without one where the head tells which columns are values."""
        if self._unit is None or not self._head or not label.words or label.is_measured:
            return None
        return None if _OTHER_UNIT.search(label.words) else _read(self._unit, label.words)


def _is_row(words: str, cells: Sequence[Cell]) -> bool:
    """Whether a line holds several cells; a space may also stand inside one."""
    if sum(bool(cell.words) for cell in cells) < 2:
        return False
    return "\t" in words or any(cell.is_number or cell.measure for cell in cells) or _names_units(cells)


def _names_units(cells: Sequence[Cell]) -> bool:
    return any(_column(cell.words) for cell in cells)


def _column(heading: str) -> _Column | None:
    heading = heading.rstrip(": ")
    match = _HEADING.search(heading) if heading.endswith(")") else None
    return _read(match, match["label"]) if match and match.end() == len(heading) else None


def _read(told: re.Match[str], label: str) -> _Column | None:
    unit = UNITS[told["unit"]]
    scale = number(f"1{told['scale']}")
    labels = IN_FRONT.get(unit.kind)
    word = labels.pattern.search(label) if labels else None
    if scale is None or (word is None and unit.kind in ("thing", "entity")):
        return None
    return _Column(unit.name, scale * unit.factor, labels.role(word) if labels and word else None)


def _measured(cells: Sequence[Cell], start: int) -> Sequence[Cell]:
    """The numbers, and what stands for one, without a gap from `start`."""
    end = start
    while end < min(len(cells), start + _MOST_COLUMNS + 1) and cells[end].is_measured:
        end += 1
    return cells[start:end]


def _of_kinds(cells: Sequence[Cell], kinds: Head, column: _Column) -> Iterator[Amount]:
    values = [cell for cell, kind in zip(cells, kinds, strict=True) if kind is Measure.VALUE]
    return _amounts((cell, column) for cell in values)


def _amounts(told: Iterable[tuple[Cell, _Column]]) -> Iterator[Amount]:
    for cell, column in told:
        if (amount := column.amount(cell)) is not None:
            yield amount


def _beside(chars: str, start: int, end: int) -> Iterator[Amount]:
    """总投资（万元）：5000 in running text."""
    if chars.find(")", start, end) < 0 or _ENDS_LIKE_HEADING.search(chars, start, end) is None:
        return
    for heading in _HEADING.finditer(chars, start, end):
        column = _read(heading, heading["label"])
        value = _VALUE_BEHIND.match(chars, heading.end(), end)
        if column and value and (amount := column.amount(Cell(value["value"], value.start("value")))):
            yield amount
