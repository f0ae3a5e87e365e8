"""The columns of a table of documents: every field that is no object, with its type."""

from dataclasses import dataclass
from typing import Final, Literal

from mappings import Kind, load

ColumnType = Literal["text", "texts", "integer", "number", "flag", "time"]

# The mapping does not tell which fields hold several values.
_LISTS: Final[dict[Kind, frozenset[str]]] = {
    "articles": frozenset(
        {
            "images", "place_codes", "place_names", "industries", "event_ids", "event_types", "held_reasons",
        }
    ),
    "events": frozenset({"parties", "place_codes", "place_names", "industries"}),
    "alerts": frozenset({"event_ids"}),
    "sources": frozenset(),
}  # fmt: skip
_TYPES: Final[dict[str, ColumnType]] = {
    "tokens": "text",
    "keyword": "text",
    "long": "integer",
    "double": "number",
    "boolean": "flag",
    "date": "time",
}
# The text of its article comes with every event; a table of events does without.
_LEFT_OUT: Final[dict[Kind, frozenset[str]]] = {"events": frozenset({"text"})}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: ColumnType


def columns(kind: Kind) -> list[Column]:
    """In the order of the mapping."""
    left_out = _LEFT_OUT.get(kind, frozenset())
    return [
        Column(name, "texts" if name in _LISTS[kind] else _TYPES[field_type])
        for name, field_type in load(kind).fields.items()
        if field_type != "object" and name not in left_out
    ]
