"""What the parts of a query become in SQLite."""

from dataclasses import dataclass

Parameter = str | int | float | None
TRUE, FALSE = "1", "0"


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL about a row `d` of the kind's table, with its parameters. It is never NULL."""

    sql: str
    parameters: tuple[Parameter, ...] = ()
