"""Envelopes to bytes and back, one checked decoder per message type."""

from datetime import datetime
from typing import Any

import msgspec

from wire.errors import InvalidMessageError
from wire.identity import envelope_id
from wire.messages import (
    Alert,
    Article,
    Envelope,
    Lane,
    MessageType,
    P,
    Payload,
    ProjectEvents,
    SourceState,
    TaggedArticle,
)

VERSION = "1.0"
CONTENT_TYPE = "application/json"

PAYLOAD_TYPES: dict[MessageType, type[Payload]] = {
    "article": Article,
    "tagged-article": TaggedArticle,
    "project-events": ProjectEvents,
    "alert": Alert,
    "source-state": SourceState,
}
_TYPE_OF: dict[type, MessageType] = {payload: name for name, payload in PAYLOAD_TYPES.items()}


class _Head(msgspec.Struct, frozen=True):
    type: str
    version: str


_head = msgspec.json.Decoder(_Head)
_decoders: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(Envelope[payload])  # type: ignore[valid-type]
    for name, payload in PAYLOAD_TYPES.items()
}
_encoder = msgspec.json.Encoder()


def encode(envelope: Envelope[Any]) -> bytes:
    return _encoder.encode(envelope)


def decode(value: bytes | None) -> Envelope[Any]:
    """Decode and check one value.

    Raises InvalidMessageError, which names the field, for what is no JSON, an unknown type, another major
    version or a payload that breaks its schema.
    """
    if value is None:
        raise InvalidMessageError("the value is null: the record was forgotten")
    try:
        head = _head.decode(value)
        if head.version.partition(".")[0] != VERSION.partition(".")[0]:
            raise InvalidMessageError(f"version {head.version} of {head.type!r} is not of major {VERSION[0]}")
        decoder = _decoders.get(head.type)
        if decoder is None:
            raise InvalidMessageError(f"unknown message type {head.type!r}")
        return decoder.decode(value)  # type: ignore[no-any-return]
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise InvalidMessageError(f"not a valid message: {exc}") from exc


def decode_as(payload_type: type[P], value: bytes | None) -> Envelope[P]:
    """Decode a value that must carry this payload; raises InvalidMessageError when it carries another."""
    envelope = decode(value)
    if not isinstance(envelope.payload, payload_type):
        raise InvalidMessageError(f"expected {_TYPE_OF[payload_type]!r}, got {envelope.type!r}")
    return envelope


def entity_of(payload: Payload) -> tuple[str, int, int]:
    """The entity, revision and tagging.seq that identify this payload."""
    match payload:
        case TaggedArticle() | ProjectEvents():
            return payload.article_id, payload.revision, payload.tagging.seq
        case Article():
            return payload.article_id, payload.revision, 0
        case Alert():
            return payload.alert_id, payload.revision, 0
        case SourceState():
            return payload.source_id, payload.revision, 0


def wrap(payload: P, *, lane: Lane, trace: str, now: datetime) -> Envelope[P]:
    """Put a payload into its envelope."""
    message_type = _TYPE_OF[type(payload)]
    entity, revision, seq = entity_of(payload)  # type: ignore[arg-type]
    return Envelope(
        type=message_type,
        version=VERSION,
        id=envelope_id(message_type, entity, revision, seq),
        produced_at=now,
        lane=lane,
        trace=trace,
        payload=payload,
    )


def in_lane(envelope: Envelope[P], lane: Lane) -> Envelope[P]:
    """The same message, with the same id, in another lane."""
    return msgspec.structs.replace(envelope, lane=lane)


def headers_of(envelope: Envelope[Any]) -> dict[str, str]:
    major = envelope.version.partition(".")[0]
    return {
        "content-type": CONTENT_TYPE,
        "schema": f"{envelope.type}/v{major}",
        "trace": envelope.trace,
    }
