"""What a document must have for a query to match it, as far as that is cheap to see."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from consumers.query.ast import And, AnyOf, Near, Node, Or, Phrase

T = TypeVar("T")
Phrases: TypeAlias = frozenset[tuple[str, ...]]


def necessary_values(node: Node, field: str) -> frozenset[str] | None:
    """One of these values must be in the field; None: not known."""

    def of_leaf(leaf: Node) -> frozenset[str] | None:
        return leaf.values if isinstance(leaf, AnyOf) and leaf.field == field else None

    return _necessary(node, of_leaf)


def necessary_phrases(node: Node) -> Phrases | None:
    """One of these must stand in the title or the text; None: not known."""

    def of_leaf(leaf: Node) -> Phrases | None:
        if isinstance(leaf, Near):
            return frozenset(leaf.phrases[:1])
        return frozenset({leaf.tokens}) if isinstance(leaf, Phrase) else None

    return _necessary(node, of_leaf)


def _necessary(node: Node, of_leaf: Callable[[Node], frozenset[T] | None]) -> frozenset[T] | None:
    match node:
        case And(parts):
            known = [found for part in parts if (found := _necessary(part, of_leaf)) is not None]
            return min(known, key=len, default=None)
        case Or(parts):
            choices = [_necessary(part, of_leaf) for part in parts]
            known = [found for found in choices if found is not None]
            return frozenset[T]().union(*known) if len(known) == len(choices) else None
        case _:
            return of_leaf(node)
