"""A figure as it was read."""

from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Modifier = Literal[">=", "<=", "~"]


class Amount(Struct, frozen=True, gc=False):
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

    def with_role(self, role: str | None) -> "Amount":
        return self if role == self.role else replace(self, role=role)
