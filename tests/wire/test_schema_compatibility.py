"""What readers of the stream rely on does not change within a major version."""

import copy
from typing import Any, get_args

import pytest

from wire.messages import MessageType
from wire.schemas import last_release, schema
from wire.schemas.compatibility import breaking_changes

TYPES: tuple[MessageType, ...] = get_args(MessageType)
Json = dict[str, Any]


@pytest.mark.parametrize("message_type", TYPES)
def test_nothing_breaks_the_readers_of_the_last_release(message_type: MessageType) -> None:
    """Mend by adding only, or by a new major version beside the old one: docs/stream.md."""
    released = last_release(message_type)
    assert released is not None
    assert breaking_changes(released, schema(message_type)) == []


def event(of: Json) -> Json:
    return of["$defs"]["Event"]  # type: ignore[no-any-return]


def _remove(of: Json) -> None:
    del event(of)["properties"]["project"]


def _rename_type(of: Json) -> None:
    event(of)["properties"]["revision"]["type"] = "string"


def _require(of: Json) -> None:
    event(of)["required"].append("project")


def _relax(of: Json) -> None:
    event(of)["required"].remove("sentence")


def _let_be_null(of: Json) -> None:
    properties = event(of)["properties"]
    properties["title"] = {"anyOf": [properties["title"], {"type": "null"}]}


def _other_items(of: Json) -> None:
    event(of)["properties"]["parties"]["items"]["type"] = "integer"


def _fewer_states(of: Json) -> None:
    event(of)["properties"]["state"]["enum"].remove("wished")


def _require_new(of: Json) -> None:
    event(of)["properties"]["mood"] = {"type": "string"}
    event(of)["required"].append("mood")


def _tighter(of: Json) -> None:
    of["$defs"]["Tagging"]["properties"]["seq"]["minimum"] = 5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_remove, ".project: is gone"),
        (_rename_type, ".revision: type was 'integer' and is 'string'"),
        (_require, ".project: must be there now"),
        (_relax, ".sentence: may be missing now"),
        (_let_be_null, ".title: other types than before"),
        (_other_items, ".parties[]: type was 'string' and is 'integer'"),
        (_fewer_states, ".state: 'wished' is no value any more"),
        (_require_new, ".mood: must be there now"),
        (_tighter, ".seq: minimum was 1 and is 5"),
    ],
)
def test_a_breaking_change_is_named(change: Any, told: str) -> None:
    old = schema("project-events")
    new = copy.deepcopy(old)
    change(new)
    assert any(told in problem for problem in breaking_changes(old, new))


def test_an_optional_field_and_a_new_value_of_an_enumeration_break_nothing() -> None:
    old = schema("project-events")
    new = copy.deepcopy(old)
    event(new)["properties"]["mood"] = {"type": "string", "default": ""}
    event(new)["properties"]["state"]["enum"].append("dreamt")
    event(new)["description"] = "in other words"
    assert breaking_changes(old, new) == []
