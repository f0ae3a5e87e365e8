"""The bounds of a range as the engine can hold them, for it rounds others in ways of its own."""

import math

from consumers.query.ast import Range
from consumers.query.document import LONG_MAX, LONG_MIN
from consumers.query.fields import comparable

_Bound = int | float | None
_LARGEST = math.nextafter(math.inf, 0)


def inclusive(node: Range, *, double: bool) -> tuple[int | float, int | float]:
    """The least and the greatest value within the range; the least is the greater one if there is none."""
    gte, gt, lte, lt = (
        None if bound is None else comparable(bound) for bound in (node.gte, node.gt, node.lte, node.lt)
    )
    if double:
        return _doubles(gte, gt, lte, lt)
    return _integers(gte, gt, lte, lt)


def _integers(gte: _Bound, gt: _Bound, lte: _Bound, lt: _Bound) -> tuple[int, int]:
    lower = [LONG_MIN]
    upper = [LONG_MAX]
    if gte is not None:
        lower.append(math.ceil(gte))
    if gt is not None:
        lower.append(math.floor(gt) + 1)
    if lte is not None:
        upper.append(math.floor(lte))
    if lt is not None:
        upper.append(math.ceil(lt) - 1)
    return max(lower), min(upper)


def _doubles(gte: _Bound, gt: _Bound, lte: _Bound, lt: _Bound) -> tuple[float, float]:
    lower = [-_LARGEST]
    upper = [_LARGEST]
    if gte is not None:
        lower.append(_above(gte, itself=True))
    if gt is not None:
        lower.append(_above(gt, itself=False))
    if lte is not None:
        upper.append(-_above(-lte, itself=True))
    if lt is not None:
        upper.append(-_above(-lt, itself=False))
    # The engine tells the two zeros apart and puts the negative one first.
    return max(lower) or -0.0, min(upper) or 0.0


def _above(bound: float, *, itself: bool) -> float:
    """The least double above the bound, or at it; an integer may lie between two doubles."""
    nearest = float(bound)
    if nearest > bound or (itself and nearest == bound):
        return nearest
    return math.nextafter(nearest, math.inf)
