"""Compiles a query to Elasticsearch's query language, all of it as filters: nothing is scored."""

from collections.abc import Sequence

from consumers.query.ast import (
    TEXT_FIELDS,
    And,
    AnyOf,
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
from consumers.query.bounds import inclusive
from consumers.query.elastic_text import NOTHING, Query, in_text
from consumers.query.fields import check
from mappings import TOKENS_FIELD, Kind, load

_ALL: Query = {"match_all": {}}
# Beyond the years 1 to 9999; the engine refuses to read the least integer as a time.
_FAR_MS = 10**15


def compile_query(node: Node, kind: Kind) -> Query:
    """Raises QueryError for a field that the kind does not have or that cannot answer."""
    check(node, kind)
    return _compile(node, kind, negated=False)


def _compile(node: Node, kind: Kind, *, negated: bool) -> Query:
    """Negations go down to the leaves, and lists in lists are joined: the engine limits nesting to 30."""
    match node:
        case Not(part):
            return _compile(part, kind, negated=not negated)
        case And(parts) | Or(parts):
            compiled = [_compile(part, kind, negated=negated) for part in parts]
            return _all(compiled) if isinstance(node, And) != negated else _any(compiled)
        case _:
            leaf = _leaf(node, kind)
            return _not(leaf) if negated else leaf


def _leaf(node: Leaf, kind: Kind) -> Query:
    match node:
        case Everything():
            return _ALL
        case Phrase() | Near():
            fields = (node.field,) if node.field else TEXT_FIELDS
            return _any([in_text(node, f"{TOKENS_FIELD}.{field}") for field in fields])
        case Prefix(field, prefix):
            return {"prefix": {engine_field(field, kind): {"value": prefix}}}
        case AnyOf(field, values):
            return {"terms": {engine_field(field, kind): sorted(values)}}
        case Range():
            return _range(node, kind)
        case Exists(field):
            return {"exists": {"field": engine_field(field, kind)}}


def engine_field(field: str, kind: Kind) -> str:
    """The engine's field that answers for ours."""
    return f"{TOKENS_FIELD}.{field}" if load(kind).fields[field] == "tokens" else field


def _range(node: Range, kind: Kind) -> Query:
    lower, upper = inclusive(node, double=load(kind).fields[node.field] == "double")
    if lower > upper:
        return NOTHING
    if load(kind).fields[node.field] == "date":
        times = {"gte": max(lower, -_FAR_MS), "lte": min(upper, _FAR_MS), "format": "epoch_millis"}
        return {"range": {node.field: times}}
    return {"range": {node.field: {"gte": lower, "lte": upper}}}


def _all(parts: Sequence[Query]) -> Query:
    filters: list[Query] = []
    excluded: list[Query] = []
    for part in parts:
        inner = part.get("bool")
        if inner is None or "should" in inner:
            filters.append(part)
        else:
            filters += inner.get("filter", ())
            excluded += inner.get("must_not", ())
    if not excluded and len(filters) < 2:
        return filters[0] if filters else _ALL
    return {"bool": {"filter": filters, "must_not": excluded}}


def _any(parts: Sequence[Query]) -> Query:
    choices: list[Query] = []
    for part in parts:
        choices += part.get("bool", {}).get("should") or [part]
    if len(choices) < 2:
        return choices[0] if choices else NOTHING
    return {"bool": {"should": choices, "minimum_should_match": 1}}


def _not(leaf: Query) -> Query:
    return {"bool": {"filter": [], "must_not": leaf.get("bool", {}).get("should") or [leaf]}}
