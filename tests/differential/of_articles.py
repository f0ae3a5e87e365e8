"""The random events and queries, made into articles and queries of articles."""

from dataclasses import replace
from typing import Any

from consumers.query.ast import And, AnyOf, Everything, Exists, Near, Node, Not, Or, Phrase, Prefix, Range

# Fields of the same type; of those that are not here articles have none.
_FIELDS = {
    "title": "title",
    "text": "text",
    "type": "event_types",
    "place_codes": "place_codes",
    "named": "truncated",
    "date": "published",
    "shown_at": "shown_at",
}


def as_article(event: dict[str, Any]) -> dict[str, Any]:
    return {_FIELDS[name]: value for name, value in event.items() if name in _FIELDS}


def of_articles(node: Node) -> Node:
    match node:
        case And(parts):
            return And(tuple(map(of_articles, parts)))
        case Or(parts):
            return Or(tuple(map(of_articles, parts)))
        case Not(part):
            return Not(of_articles(part))
        case Phrase() | Near():
            return replace(node, field=_FIELDS.get(node.field or ""))
        case AnyOf() | Prefix() | Range() | Exists():
            field = _FIELDS.get(node.field)
            return replace(node, field=field) if field else Everything()
        case Everything():
            return node
