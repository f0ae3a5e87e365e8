"""A query as Lucene syntax for Kibana's search bar, over the fields as Elasticsearch holds them."""

import re
from datetime import timedelta

from consumers.query.ast import (
    TEXT_FIELDS,
    AnyOf,
    Everything,
    Exists,
    Leaf,
    Near,
    Node,
    Phrase,
    Prefix,
    Range,
    walk,
)
from consumers.query.bounds import inclusive
from consumers.query.document import EPOCH
from consumers.query.elastic import engine_field
from consumers.query.elastic_text import engine_tokens
from consumers.query.fields import check
from consumers.query.tokens import needle
from consumers.query.written import any_of, joined, quoted
from mappings import TOKENS_FIELD, Kind, load

_ALL, _NOTHING = "*:*", "(*:* AND NOT *:*)"
_SPECIAL = re.compile(r'([-+=&|><!(){}\[\]^"~*?:\\/\s])')


def lucene_query(node: Node, kind: Kind) -> str | None:
    """None where this syntax cannot say it: nearness that keeps the order needs `intervals`."""
    check(node, kind)
    if any(isinstance(one, Near) for one in walk(node)):
        return None
    # A list with negations alone matches nothing there.
    return joined(node, lambda leaf: _leaf(leaf, kind), nothing=_NOTHING, negation="(*:* AND NOT {})")


def _leaf(leaf: Leaf, kind: Kind) -> str:
    match leaf:
        case Phrase(tokens, field):
            return _phrase(tokens, (field,) if field else TEXT_FIELDS)
        case AnyOf(field, values):
            return f"{field}:{any_of(values)}" if values else _NOTHING
        case Prefix(field, prefix):
            return f"{field}:{_escaped(prefix)}*"
        case Range():
            return _range(leaf, kind)
        case Exists(field):
            return f"_exists_:{engine_field(field, kind)}"
        case Everything() | Near():
            return _ALL


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _phrase(tokens: tuple[str, ...], fields: tuple[str, ...]) -> str:
    if needle(tokens) is None:
        return _NOTHING
    sought = quoted(engine_tokens(" ".join(tokens)))
    parts = [f"{TOKENS_FIELD}.{field}:{sought}" for field in fields]
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _range(node: Range, kind: Kind) -> str:
    lower, upper = inclusive(node, double=load(kind).fields[node.field] == "double")
    if lower > upper:
        return _NOTHING
    is_date = load(kind).fields[node.field] == "date"
    low = "*" if node.gte is node.gt is None else _bound(lower, is_date=is_date)
    high = "*" if node.lte is node.lt is None else _bound(upper, is_date=is_date)
    return f"{node.field}:[{low} TO {high}]"


def _bound(value: float, *, is_date: bool) -> str:
    if not is_date:
        return str(value)
    moment = EPOCH + timedelta(milliseconds=value)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
