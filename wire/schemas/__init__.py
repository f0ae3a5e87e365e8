"""The released JSON Schemas of the messages, with examples, one folder per type and major version.

`python -m wire.schemas` writes the schemas from `wire.messages`; a test keeps the two equal.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from wire.codec import PAYLOAD_TYPES, VERSION
from wire.messages import Envelope, MessageType

FOLDER = Path(__file__).parent
MAJOR = VERSION.partition(".")[0]


def schema(message_type: MessageType) -> dict[str, Any]:
    """JSON Schema (2020-12) of an envelope with this payload, made from the message classes."""
    (made,), components = msgspec.json.schema_components(
        [Envelope[PAYLOAD_TYPES[message_type]]],  # type: ignore[valid-type]
        ref_template="#/$defs/{name}",
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://kaigong.example/schemas/{message_type}/v{MAJOR}",
        "title": message_type,
        **made,
        "$defs": components,
    }


def released(message_type: MessageType, major: str = MAJOR) -> dict[str, Any]:
    """The schema as released; raises FileNotFoundError for a version that never was."""
    path = FOLDER / message_type / f"v{major}" / "schema.json"
    return json.loads(path.read_text("utf-8"))  # type: ignore[no-any-return]


def examples(message_type: MessageType, major: str = MAJOR) -> Iterator[tuple[str, bytes]]:
    """Name and value of every example, as a record would carry it."""
    for path in sorted((FOLDER / message_type / f"v{major}" / "examples").glob("*.json")):
        yield path.stem, path.read_bytes()


def write_all() -> None:
    for message_type in PAYLOAD_TYPES:
        path = FOLDER / message_type / f"v{MAJOR}" / "schema.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(schema(message_type), ensure_ascii=False, indent=2) + "\n", "utf-8")
