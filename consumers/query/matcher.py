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
    Node,
    Not,
    Or,
    Phrase,
    Range,
)
from consumers.query.document import Document, prepare
from consumers.query.fields import comparable
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


def _leaf_matches(node: Everything | Phrase | AnyOf | Range | Exists, document: Document) -> bool:
    match node:
        case Everything():
            return True
        case Phrase():
            return _has_phrase(node, document)
        case AnyOf(field, values):
            return not values.isdisjoint(document.keywords.get(field, ()))
        case Range():
            return _within(node, document.numbers.get(node.field))
        case Exists(field):
            return field in document.tokens or field in document.keywords or field in document.numbers


def _has_phrase(phrase: Phrase, document: Document) -> bool:
    sought = needle(phrase.tokens)
    if sought is None:
        return False
    fields = (phrase.field,) if phrase.field else TEXT_FIELDS
    return any(sought in document.tokens.get(field, "") for field in fields)


def _within(node: Range, value: _Number | None) -> bool:
    if value is None:
        return False
    bounds: list[tuple[Bound | None, Callable[[_Number, _Number], bool]]] = [
        (getattr(node, name), compare) for name, compare in _COMPARISONS
    ]
    return all(compare(value, comparable(bound)) for bound, compare in bounds if bound is not None)
