"""What is left of indices that nobody reads any more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unused:
    """`documents` is None where it is not known without opening it."""

    name: str
    documents: int | None
    bytes: int
