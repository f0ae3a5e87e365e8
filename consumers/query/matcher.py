"""Decides whether a query matches a document, exactly as every index does."""

from collections.abc import Callable
from operator import ge, gt, le, lt

from consumers.index.documents import article_document, event_document
from consumers.query.ast import (
    TEXT_FIELDS,
    And,
    AnyOf,
    Bound,
    Everything,
    Exists,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
)
from consumers.query.document import Document, prepare
from consumers.query.fields import comparable
from consumers.query.nearness import is_near
from consumers.query.tokens import needle
from wire.messages import Event, TaggedArticle

_Number = int | float
_COMPARISONS: tuple[tuple[str, Callable[[_Number, _Number], bool]], ...] = (
    ("gte", ge),
    ("lte", le),
    ("gt", gt),
    ("lt", lt),
)


def prepare_article(article: TaggedArticle) -> Document:
    return prepare("articles", article_document(article))


def prepare_event(article: TaggedArticle, event: Event) -> Document:
    return prepare("events", event_document(article, event))


def matches(node: Node, document: Document) -> bool:
    match node:
        case And(parts):
            return all(matches(part, document) for part in parts)
        case Or(parts):
            return any(matches(part, document) for part in parts)
        case Not(part):
            return not matches(part, document)
        case _:
            return _leaf_matches(node, document)


def _leaf_matches(node: Leaf, document: Document) -> bool:
    match node:
        case Everything():
            return True
        case Phrase() | Near():
            fields = (node.field,) if node.field else TEXT_FIELDS
            return any(_stands_in(node, document.tokens.get(field, "")) for field in fields)
        case AnyOf(field, values):
            return not values.isdisjoint(document.keywords.get(field, ()))
        case Prefix(field, prefix):
            return any(value.startswith(prefix) for value in document.keywords.get(field, ()))
        case Range():
            return _within(node, document.numbers.get(node.field))
        case Exists(field):
            return field in document.tokens or field in document.keywords or field in document.numbers


def _stands_in(node: Phrase | Near, text: str) -> bool:
    if isinstance(node, Near):
        return is_near(node, text)
    sought = needle(node.tokens)
    return sought is not None and sought in text


def _within(node: Range, value: _Number | None) -> bool:
    if value is None:
        return False
    bounds: list[tuple[Bound | None, Callable[[_Number, _Number], bool]]] = [
        (getattr(node, name), compare) for name, compare in _COMPARISONS
    ]
    return all(compare(value, comparable(bound)) for bound, compare in bounds if bound is not None)
