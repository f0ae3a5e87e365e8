"""The cells of a table that came as text, and which columns hold values in the unit of their row."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from msgspec import Struct

from consumers.tagging.figures.numerals import NUMERAL

_NUMBER = re.compile(rf"(?=\d){NUMERAL}")
_ABOUT_NUMBER = re.compile(r"[约≥≤<>+±-]?\s?\d[\d.,]*\s?[%‰]?(?:左右|以上|以下|以内)?")
_NOTHING = re.compile(r"[-—–―─/\\…*·]*")
_LONGEST_HEAD = 16
_SHARE = re.compile(
    r"增长|增速|增幅|增减|变[化动]|涨幅|降幅|幅度|占比|比重|比例|比率|占.{0,8}比|同比|环比|年均|[较比](?:上|去|前|\d)"
    r"|完成率|进度|率\Z|[%‰±]|位次|排名|名次|指数|倍"
)
_VALUE = re.compile(
    r"(?:19|20)\d\d年|目标|完成|实绩|实际|实现|累计|本期|上期|基期|本月|当月|本年|全年|今年|上年|去年|同期|季度|上半年|月份?\Z"
    r"|规划|现状|总量|绝对[值量额数]|[数量]值|指标值|预期值|预计数?\Z|合计|总计|金额"
)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_SPACED = re.compile(r"[^ ]+")


class Measure(Enum):
    """What the numbers of a column are: in the unit of their row, or a share, a growth, a rank."""

    VALUE = "value"
    SHARE = "share"


Head = tuple[Measure | None, ...]  # None is a column that says neither


class Cell(Struct, frozen=True, gc=False):
    words: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(self.words) is not None

    @property
    def is_measured(self) -> bool:
        """A number, a share, or a mark where one could stand."""
        return (_ABOUT_NUMBER.fullmatch(self.words) or _NOTHING.fullmatch(self.words)) is not None

    @property
    def measure(self) -> Measure | None:
        """What a cell of the head says of its column."""
        if len(self.words) > _LONGEST_HEAD or self.is_measured:
            return None
        if _SHARE.search(self.words):
            return Measure.SHARE
        return Measure.VALUE if _VALUE.search(self.words) else None

    @property
    def is_year(self) -> bool:
        return _BARE_YEAR.fullmatch(self.words) is not None


def cells_of(line: str, position: int) -> list[Cell]:
    """The cells of one line, between tabs or, where it has none, between spaces."""
    if "\t" not in line.strip():
        return [Cell(match.group(), position + match.start()) for match in _SPACED.finditer(line)]
    return list(_between_tabs(line, position))


def _between_tabs(line: str, position: int) -> Iterator[Cell]:
    for part in line.split("\t"):
        yield Cell(part.strip(), position + len(part) - len(part.lstrip()))
        position += len(part) + 1


def is_head(cells: Sequence[Cell]) -> bool:
    """Whether a row holds the names of columns. Years are such names only beside others."""
    filled = [cell for cell in cells if cell.words]
    if any(cell.is_measured and not cell.is_year for cell in filled):
        return False
    return all(not cell.is_year for cell in filled) or any(cell.measure for cell in filled)


def head_of(cells: Sequence[Cell]) -> Head:
    return tuple(Measure.VALUE if cell.is_year else cell.measure for cell in cells)


def measured_columns(head: Head) -> Head:
    """From the first to the last column that is measured."""
    at = [column for column, kind in enumerate(head) if kind]
    return head[at[0] : at[-1] + 1] if at else ()
