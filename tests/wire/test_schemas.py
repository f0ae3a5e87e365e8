"""The released schemas, their examples and the message classes must be one."""

import json
from typing import get_args

import jsonschema
import pytest

from wire import codec
from wire.errors import InvalidMessageError
from wire.messages import MessageType
from wire.schemas import examples, released, schema

TYPES: tuple[MessageType, ...] = get_args(MessageType)
EXAMPLES = [(t, name, value) for t in TYPES for name, value in examples(t)]


@pytest.mark.parametrize("message_type", TYPES)
def test_the_released_schema_is_what_the_classes_say(message_type: MessageType) -> None:
    assert released(message_type) == schema(message_type), "run `make schemas`; never change a released field"


@pytest.mark.parametrize("message_type", TYPES)
def test_every_type_has_examples_of_the_least_and_the_most(message_type: MessageType) -> None:
    assert len(list(examples(message_type))) >= 2


@pytest.mark.parametrize(("message_type", "name", "value"), EXAMPLES)
def test_examples_are_valid_and_survive_decoding(message_type: MessageType, name: str, value: bytes) -> None:
    jsonschema.validate(json.loads(value), released(message_type))
    envelope = codec.decode(value)
    assert envelope.type == message_type
    assert json.loads(codec.encode(envelope)) == json.loads(value)


@pytest.mark.parametrize(("message_type", "name", "value"), EXAMPLES)
def test_the_id_is_computed_from_what_is_said(message_type: MessageType, name: str, value: bytes) -> None:
    envelope = codec.decode(value)
    again = codec.wrap(envelope.payload, lane="replay", trace="another", now=envelope.produced_at)
    assert again.id == envelope.id


def test_a_field_of_a_newer_minor_version_is_ignored() -> None:
    _, value = next(examples("article"))
    newer = json.loads(value) | {"version": "1.9", "mood": "glad"}
    newer["payload"]["weather"] = "晴"
    assert codec.decode(json.dumps(newer).encode()).payload == codec.decode(value).payload


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"version": "2.0"}, "major"),
        ({"type": "rumour"}, "unknown message type 'rumour'"),
        ({"lane": "fast"}, r"\$\.lane"),
        ({"produced_at": "2026-03-02T01:40:00"}, r"\$\.produced_at"),
        ({"payload": {}}, r"\$\.payload"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], complaint: str) -> None:
    _, value = next(examples("article"))
    with pytest.raises(InvalidMessageError, match=complaint):
        codec.decode(json.dumps(json.loads(value) | change).encode())
