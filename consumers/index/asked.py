"""What a search asks for beyond its query, checked the same for every engine."""

from typing import Literal

from consumers.index.documents import RETRACTED
from consumers.index.port import DEFAULT_SORT, Facet, Search, SortKey
from consumers.query.ast import And, AnyOf, Exists, Node, Not
from consumers.query.errors import QueryError
from consumers.query.fields import resolve
from mappings import Kind, load

_HIDDEN: dict[Kind, Node] = {
    "articles": Exists("withdrawn_at"),
    "events": AnyOf("state", frozenset({RETRACTED})),
}


def shown_only(kind: Kind, query: Node) -> Node:
    """The query without what was withdrawn or retracted."""
    hidden = _HIDDEN.get(kind)
    return query if hidden is None else And((query, Not(hidden)))


def sort_keys(search: Search) -> list[SortKey]:
    """The order of a search, closed by the id. Raises QueryError for a field without an order."""
    ids = ("id", load(search.kind).id_field)
    keys: list[SortKey] = []
    for name, direction in search.sort or DEFAULT_SORT[search.kind]:
        if name in ids:
            return [*keys, ("id", direction)]
        field, field_type = resolve(search.kind, name)
        if field_type not in ("long", "double", "date"):
            raise QueryError(f"cannot sort by {name!r}", hint="sort by a time, a number or the id")
        keys.append((field, direction))
    return [*keys, ("id", "asc")]


def facet_field(kind: Kind, facet: Facet) -> tuple[str, Literal["days", "values"]]:
    """The field and how its hits are counted. Raises QueryError for a field that cannot be counted by."""
    field, field_type = resolve(kind, facet.field)
    match field_type:
        case "date":
            return field, "days"
        case "keyword" | "boolean":
            return field, "values"
        case _:
            raise QueryError(f"cannot count by {facet.field!r}", hint="count by a keyword or a time")
