"""The order of hits in Elasticsearch, and where in it a page ended."""

from collections.abc import Sequence
from typing import Any

from consumers.index.cursor import SortValue
from consumers.index.port import SortKey
from consumers.query.document import LONG_MAX, LONG_MIN
from mappings import Kind, load


def sort_clauses(kind: Kind, sort: Sequence[SortKey]) -> list[dict[str, Any]]:
    return [_clause(kind, key) for key in sort]


def position(kind: Kind, sort: Sequence[SortKey], values: Sequence[SortValue]) -> list[SortValue]:
    """The sort values of a hit as every engine tells them: None where the document has no value."""
    return [None if value == _missing(kind, key) else value for key, value in zip(sort, values, strict=True)]


def search_after(kind: Kind, sort: Sequence[SortKey], position: Sequence[SortValue]) -> list[SortValue]:
    return [
        _missing(kind, key) if value is None else value for key, value in zip(sort, position, strict=True)
    ]


def _clause(kind: Kind, key: SortKey) -> dict[str, Any]:
    name, direction = key
    if name == "id":
        # `_id` itself cannot be sorted by; the document holds the same as a keyword.
        return {load(kind).id_field: {"order": direction}}
    # An index that was made before the field came is read until it gets the field.
    field = {"order": direction, "missing": "_last", "unmapped_type": load(kind).fields[name]}
    return {name: field}


def _missing(kind: Kind, key: SortKey) -> SortValue:
    """What the engine sorts by where there is no value: the last one of the order."""
    name, direction = key
    if name == "id":
        return None
    if load(kind).fields[name] == "double":
        return "Infinity" if direction == "asc" else "-Infinity"
    return LONG_MAX if direction == "asc" else LONG_MIN
