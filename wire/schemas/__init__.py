"""The released JSON Schemas of the messages, with examples, one folder per type and major version.

`python -m wire.schemas` writes the schemas from `wire.messages`; a test keeps the two equal. What went out is
kept under `releases/` (`python -m wire.schemas release`), and a test refuses what would break its readers.
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


def last_release(message_type: MessageType, major: str = MAJOR) -> dict[str, Any] | None:
    """The schema of the last version that went out; None before the first."""
    paths = list((FOLDER / message_type / f"v{major}" / "releases").glob("*.json"))
    if not paths:
        return None
    latest = max(paths, key=lambda path: [int(part) for part in path.stem.split(".")])
    return json.loads(latest.read_text("utf-8"))  # type: ignore[no-any-return]


def examples(message_type: MessageType, major: str = MAJOR) -> Iterator[tuple[str, bytes]]:
    """Name and value of every example, as a record would carry it."""
    for path in sorted((FOLDER / message_type / f"v{major}" / "examples").glob("*.json")):
        yield path.stem, path.read_bytes()


def write_all() -> None:
    for message_type in PAYLOAD_TYPES:
        _write(FOLDER / message_type / f"v{MAJOR}" / "schema.json", schema(message_type))


def write_release() -> None:
    """Keep the schemas of this version as they go out: the next ones are held against them."""
    for message_type in PAYLOAD_TYPES:
        _write(FOLDER / message_type / f"v{MAJOR}" / "releases" / f"{VERSION}.json", schema(message_type))


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
