"""The query language's tree. Rules, searches and backtests are all made of these nodes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

# A phrase without a field stands in one of these.
TEXT_FIELDS = ("title", "text")
Bound: TypeAlias = int | float | datetime


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every document."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A contiguous token sequence (see wire.text) inside one run; no field means TEXT_FIELDS.

    `tokens` are folded tokens of one run.
    """

    tokens: tuple[str, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Phrases in this order inside one run, at most `distance` tokens between neighbours, none shared.

    All of them stand in the same field; no field means one of TEXT_FIELDS.
    """

    phrases: tuple[tuple[str, ...], ...]
    distance: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A keyword (or boolean, as true/false) field, of one or many values, has at least one of these."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A keyword field has a value that begins so."""

    field: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Range:
    """A number or time field lies within the bounds; a missing value never does."""

    field: str
    gte: Bound | None = None
    lte: Bound | None = None
    gt: Bound | None = None
    lt: Bound | None = None


@dataclass(frozen=True, slots=True)
class Exists:
    field: str


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


Leaf: TypeAlias = Everything | Phrase | Near | AnyOf | Prefix | Range | Exists
Node: TypeAlias = Leaf | And | Or | Not


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, parents first."""
    yield node
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from walk(part)
        case Not(part):
            yield from walk(part)
        case _:
            pass
