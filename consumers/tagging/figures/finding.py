"""Amounts, areas and counts with their role. What is not understood has no value: never a wrong one."""

from collections.abc import Iterator
from heapq import merge
from itertools import chain

from consumers.tagging.figures import patterns
from consumers.tagging.figures.amounts import Amount
from consumers.tagging.figures.bare_money import bare_money, bare_scales
from consumers.tagging.figures.quantities import parallel, quantities
from consumers.tagging.figures.roles import Roles
from consumers.tagging.figures.tables import cells
from consumers.tagging.text.prepared import Prepared
from wire.messages import Figure

__all__ = ["MAX_FIGURES", "Amount", "as_figure", "find"]

MAX_FIGURES = 1_000


def find(text: Prepared) -> list[Amount]:
    """The figures in their order."""
    roles = Roles(text)
    told: list[Amount] = []
    for amount in _amounts(text):
        role, is_told = (amount.role, True) if amount.role else roles.of(amount)
        if is_told:
            told.append(amount.with_role(role))
        if len(told) == MAX_FIGURES:
            break
    return told


def _amounts(text: Prepared) -> Iterator[Amount]:
    """Merged, so that of a text full of numbers no more are read than are told."""
    others = merge(bare_scales(text), cells(text), key=_start)
    first = next(others, None)
    if first is None:  # as in most texts
        return _numbers(text)
    return merge(_numbers(text), chain((first,), others), key=_start)


def _start(amount: Amount) -> int:
    return amount.start


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


def _numbers(text: Prepared) -> Iterator[Amount]:
    done = 0
    chars = text.chars
    for match in patterns.NUMBER.finditer(chars):
        start, end = match.span()
        if start < done or chars[end : end + 1] not in patterns.MAY_FOLLOW or _leads_into(chars, start, done):
            continue
        if (written := patterns.QUANTITY.match(chars, start)) is not None:
            yield from quantities(text, written)
            done = written.end()  # what is not understood is not read in part either
        elif listed := parallel(text, start):
            yield from listed
            done = listed[-1].stop
        elif (money := bare_money(text, start)) is not None:
            yield money
            done = money.stop


def _leads_into(chars: str, start: int, done: int) -> bool:
    """Whether what stands to the left makes this the rest of something else."""
    if chars[start - 1 : start] not in patterns.MAY_LEAD:
        return False
    before = chars[max(start - 5, 0) : start]
    if not chars[start].isdigit() and patterns.SPOKEN_BEFORE_BREAK.search(before):
        return True
    if patterns.LEADS_INTO.search(before) is None:
        return False
    if before.endswith("/") and start - 1 == done:  # 350MW/1750MWh
        return False
    return patterns.LETTERS_IN_FRONT.search(before) is None and patterns.YEAR_COMMA.search(before) is None
