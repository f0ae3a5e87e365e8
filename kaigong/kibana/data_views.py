"""Data views: an alias, its time field, and how each field is called and shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from kaigong.kibana.labels import FIELDS, TITLES, VALUES
from kaigong.kibana.saved import Ids, SavedObject, packed
from mappings import KINDS, TOKENS_FIELD, Kind, load

# A source in order for a month must not vanish from a dashboard of this week: its state has no time field.
TIME_FIELDS: dict[Kind, str | None] = {
    "articles": "shown_at",
    "events": "shown_at",
    "alerts": "created_at",
    "sources": None,
}
# `place_codes` have their names beside them, in `place_names`.
_PLACE_FIELDS = ("main_place", "region")
_MONEY = ("amount_yi",)


def data_view_id(ids: Ids, kind: Kind) -> str:
    return ids.of(kind)


def data_views(ids: Ids, place_names: Mapping[str, str]) -> list[SavedObject]:
    """One a kind; `place_names` are the names of provinces, cities and counties by code."""
    return [_data_view(ids, kind, place_names) for kind in KINDS]


def leaf_fields(kind: Kind) -> dict[str, str]:
    """Every field that Kibana can show or ask, with its Elasticsearch type: `deliveries.state` → keyword."""
    return dict(_leaves(load(kind).template["mappings"]["properties"]))


def _leaves(properties: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, definition in properties.items():
        if not prefix and name == TOKENS_FIELD:
            continue
        if inner := definition.get("properties"):
            yield from _leaves(inner, f"{prefix}{name}.")
        elif definition.get("type") != "object":
            yield f"{prefix}{name}", definition["type"]
            for sub, sub_definition in definition.get("fields", {}).items():
                yield f"{prefix}{name}.{sub}", sub_definition["type"]


def _data_view(ids: Ids, kind: Kind, place_names: Mapping[str, str]) -> SavedObject:
    fields = leaf_fields(kind)
    attributes: dict[str, Any] = {
        "title": f"{ids.prefix}-{kind}",
        "name": TITLES[kind],
        "fieldFormatMap": packed(_formats(kind, fields, place_names)),
        "fieldAttrs": packed({field: {"customLabel": FIELDS.get(field, field)} for field in fields}),
        "sourceFilters": "[]",
        "runtimeFieldMap": "{}",
    }
    if time_field := TIME_FIELDS[kind]:
        attributes["timeFieldName"] = time_field
    return SavedObject("index-pattern", data_view_id(ids, kind), attributes)


def _formats(kind: Kind, fields: Mapping[str, str], place_names: Mapping[str, str]) -> dict[str, Any]:
    formats: dict[str, Any] = {}
    for field in fields:
        if field == "url":
            formats[field] = {"id": "url", "params": {"type": "a", "labelTemplate": "原文"}}
        elif field in _MONEY:
            formats[field] = {"id": "number", "params": {"pattern": "0,0.[00]"}}
        elif field in _PLACE_FIELDS:
            formats[field] = _named(place_names)
        elif names := VALUES[kind].get(field):
            formats[field] = _named(names)
    return formats


def _named(names: Mapping[str, str]) -> dict[str, Any]:
    """A value without a name is shown as it is."""
    entries = [{"key": key, "value": value} for key, value in names.items()]
    return {"id": "static_lookup", "params": {"lookupEntries": entries}}
