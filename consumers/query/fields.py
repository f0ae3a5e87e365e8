"""The fields a query may name, per kind of document, and which question each type of field answers."""

import difflib
import math
from collections.abc import Iterable
from datetime import datetime

from consumers.query.ast import TEXT_FIELDS, AnyOf, Bound, Exists, Near, Node, Phrase, Prefix, Range, walk
from consumers.query.document import LONG_MAX, LONG_MIN, epoch_ms
from consumers.query.errors import QueryError
from consumers.query.nearness import MAX_DISTANCE, MAX_PHRASES
from mappings import FieldType, Kind, load

# Short names for people; the documents' own field names work too.
SHORT_NAMES = {
    "place": "place_codes",
    "industry": "industries",
    "source": "source_id",
    "amount": "amount_cny",
    "area": "area_m2",
    "party": "parties",
    "rule": "rule_id",
    "event": "event_ids",
}
_SHORT_NAMES_OF_KIND: dict[Kind, dict[str, str]] = {"articles": {"type": "event_types"}}


def resolve(kind: Kind, name: str, position: int | None = None) -> tuple[str, FieldType]:
    """The document field behind a name and its type. Raises QueryError, which names the nearest field."""
    fields = load(kind).fields
    short_names = SHORT_NAMES | _SHORT_NAMES_OF_KIND.get(kind, {})
    field = name if name in fields else short_names.get(name, name)
    if field in fields and fields[field] != "object":
        return field, fields[field]
    searchable = {name for name, field_type in fields.items() if field_type != "object"}
    known = sorted({*searchable, *(short for short, long in short_names.items() if long in searchable)})
    raise QueryError(
        f"{kind} cannot be searched by {name!r}", position=position, hint=_hint(name, field, known)
    )


def _hint(name: str, field: str, known: list[str]) -> str:
    if near := difflib.get_close_matches(name, known, n=1, cutoff=0.7):
        return f"did you mean {near[0]!r}?"
    if field in load("events").fields:
        return "events have it: search them"
    return f"there are {', '.join(known)}; put the word in quotation marks if it is no field"


def check(node: Node, kind: Kind) -> None:
    """Raises QueryError for a node that asks a field something its type cannot answer."""
    for one in walk(node):
        match one:
            case Phrase(_, field):
                _expect(kind, (field,) if field else TEXT_FIELDS, ("tokens",))
            case Near(phrases, distance, field):
                _expect(kind, (field,) if field else TEXT_FIELDS, ("tokens",))
                _check_near(len(phrases), distance)
            case Prefix(field, prefix):
                _expect(kind, (field,), ("keyword",))
                if not prefix:
                    raise QueryError(f"every value of {field!r} begins so", hint=f"write {field}:*")
            case AnyOf(field, values):
                _expect(kind, (field,), ("keyword", "boolean"))
                if load(kind).fields[field] == "boolean" and not values <= {"true", "false"}:
                    raise QueryError(f"{field!r} is either true or false, not {sorted(values)}")
            case Range(field, gte, lte, gt, lt):
                _expect(kind, (field,), ("long", "double", "date"))
                _check_bounds(field, load(kind).fields[field], (gte, lte, gt, lt))
            case Exists(field):
                _expect(kind, (field,), ("tokens", "keyword", "boolean", "long", "double", "date"))
            case _:
                pass


def comparable(bound: Bound) -> int | float:
    """A bound as the number that documents hold."""
    return epoch_ms(bound) if isinstance(bound, datetime) else bound


def _expect(kind: Kind, names: tuple[str, ...], types: tuple[FieldType, ...]) -> None:
    fields = load(kind).fields
    for name in names:
        if name not in fields:
            resolve(kind, name)
            raise QueryError(f"{name!r} is a short name", hint=f"the field is {resolve(kind, name)[0]!r}")
        if fields[name] not in types:
            raise QueryError(f"{name!r} is a {fields[name]} field", hint=f"expected {' or '.join(types)}")


def _check_near(phrases: int, distance: int) -> None:
    if not 2 <= phrases <= MAX_PHRASES:
        raise QueryError(f"nearness of {phrases} words", hint=f"give 2 to {MAX_PHRASES}, spaces between")
    if not 0 <= distance <= MAX_DISTANCE:
        raise QueryError(f"a distance of {distance} tokens", hint=f"give 0 to {MAX_DISTANCE}")


def _check_bounds(field: str, field_type: FieldType, bounds: Iterable[Bound | None]) -> None:
    for bound in bounds:
        if bound is None:
            continue
        if isinstance(bound, datetime) != (field_type == "date") or isinstance(bound, bool):
            raise QueryError(f"{field!r} is a {field_type} field and cannot be compared with {bound!r}")
        if isinstance(bound, datetime):
            if bound.tzinfo is None:
                raise QueryError(f"the time {bound.isoformat()} for {field!r} has no time zone")
        elif not math.isfinite(bound) or (isinstance(bound, int) and not LONG_MIN <= bound <= LONG_MAX):
            raise QueryError(f"{bound!r} for {field!r} is out of range")
