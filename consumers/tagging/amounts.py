"""A figure as it was read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Modifier = Literal[">=", "<=", "~"]


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` is exact, positions are those of the matched text.

    `end` is that of the unit, `stop` that of what belongs to the figure behind it: 以上, 左右.
    """

    value: Decimal
    high: Decimal | None
    unit: str
    start: int
    end: int
    modifier: Modifier | None
    role: str | None = None
    stop: int = 0
