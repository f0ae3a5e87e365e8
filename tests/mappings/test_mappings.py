"""The mappings and the messages have the same fields, with types that fit."""

from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
import pytest

from mappings import KINDS, load
from wire.messages import Alert, Article, Event, SourceState, TaggedArticle

MESSAGES: dict[str, type[msgspec.Struct]] = {
    "articles": TaggedArticle,
    "events": Event,
    "alerts": Alert,
    "sources": SourceState,
}
# What a document has beyond its message, and what it has not.
ADDED = {
    "articles": {"event_ids", "event_types", "industry_tags", "held_reasons"},
    "events": {"text", "column", "region", "kind", "doc_class"},
    "alerts": {
        "rule_name", "type", "state", "project", "title", "main_place", "main_industry", "url", "source_id",
        "amount_yi", "wait_seconds",
    },
    "sources": set(),
}  # fmt: skip
LEFT_OUT = {"articles": {"events"}, "events": set(), "alerts": set(), "sources": set()}


def bare(annotation: Any) -> Any:
    """The type without Annotated, None and list."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        (only,) = [one for one in get_args(annotation) if one is not type(None)]
        return bare(only)
    if get_origin(annotation) is list:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return str
    return annotation


def fitting(python_type: Any) -> set[str]:
    simple = {
        str: {"keyword", "tokens"},
        int: {"long"},
        float: {"double"},
        bool: {"boolean"},
        datetime: {"date"},
    }
    return simple.get(python_type, {"object"})


@pytest.mark.parametrize("kind", KINDS)
def test_a_mapping_has_the_fields_of_its_message(kind: Any) -> None:
    names = {field.name for field in msgspec.structs.fields(MESSAGES[kind])}
    assert set(load(kind).fields) == (names - LEFT_OUT[kind]) | ADDED[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_types_fit(kind: Any) -> None:
    fields = load(kind).fields
    for field in msgspec.structs.fields(MESSAGES[kind]):
        if field.name in LEFT_OUT[kind] or (kind, field.name) == ("articles", "industries"):
            continue
        assert fields[field.name] in fitting(bare(field.type)), field.name


def test_an_events_borrowed_fields_are_its_articles() -> None:
    articles, events = load("articles").fields, load("events").fields
    shared = {field.name for field in msgspec.structs.fields(Article)} & set(events)
    assert {"title", "text", "shown_at", "source_id", "published"} <= shared
    assert {name: events[name] for name in shared} == {name: articles[name] for name in shared}


@pytest.mark.parametrize("kind", KINDS)
def test_inner_fields_are_those_of_the_message(kind: Any) -> None:
    for field in msgspec.structs.fields(MESSAGES[kind]):
        definition = load(kind).template["mappings"]["properties"].get(field.name, {})
        if "properties" in definition:
            inner = {one.name for one in msgspec.structs.fields(bare(field.type))}
            assert set(definition["properties"]) == inner


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_strict_and_versioned(kind: Any) -> None:
    mapping = load(kind)
    assert mapping.template["mappings"]["dynamic"] == "strict"
    assert mapping.version >= 1
    assert mapping.fields[mapping.id_field] == "keyword"


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_has_exact_tokens_and_every_analyzer_is_defined(kind: Any) -> None:
    template = load(kind).template
    properties = template["mappings"]["properties"]
    exact = properties.get("tokens", {"properties": {}})["properties"]
    assert sorted(exact) == sorted(load(kind).of_type("tokens"))
    used = {text["analyzer"] for text in exact.values()}
    for text in exact.values():
        if bigram := text.get("fields", {}).get("bigram"):
            used |= {bigram["analyzer"], bigram["search_analyzer"]}
    defined = set(template["settings"].get("analysis", {"analyzer": {}})["analyzer"])
    assert used <= defined | {"whitespace"}  # built in; as a tokenizer of our own it is not in every server


@pytest.mark.parametrize("kind", ["articles", "events"])
def test_a_search_bar_looks_into_fields_that_are_there(kind: Any) -> None:
    template = load(kind).template
    for path in template["settings"]["index"]["query"]["default_field"]:
        top, *below = path.split(".")
        field = template["mappings"]["properties"][top]
        for name in below:
            field = (field.get("properties") or field["fields"])[name]
        assert field["type"] in ("text", "keyword")


@pytest.mark.parametrize("kind", KINDS)
def test_long_keywords_are_not_refused_by_the_engine(kind: Any) -> None:
    for name, definition in load(kind).template["mappings"]["properties"].items():
        if definition["type"] == "keyword":
            assert definition["ignore_above"] * 4 <= 32_766, name
