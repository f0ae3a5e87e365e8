"""A saved object as a line of NDJSON, and what it refers to."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

SavedType = Literal["index-pattern", "search", "dashboard"]

# The newest migrations that both 8.19 and 9 know. Without a version Kibana would run every migration since 7.
_TYPE_VERSIONS: dict[SavedType, str] = {"index-pattern": "8.0.0", "search": "10.5.0", "dashboard": "10.2.0"}
_CORE_VERSION = "8.8.0"


@dataclass(frozen=True, slots=True)
class Reference:
    name: str
    type: SavedType
    id: str

    def under(self, prefix: str) -> "Reference":
        """The same target as an object that contains this one refers to it."""
        return Reference(f"{prefix}:{self.name}", self.type, self.id)

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "type": self.type, "id": self.id}


@dataclass(frozen=True, slots=True)
class SavedObject:
    type: SavedType
    id: str
    attributes: dict[str, Any]
    references: tuple[Reference, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "attributes": self.attributes,
            "references": [reference.as_json() for reference in self.references],
            "coreMigrationVersion": _CORE_VERSION,
            "typeMigrationVersion": _TYPE_VERSIONS[self.type],
        }


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids that stay the same, so that a second import replaces the first.

    Kibana silently gives an id that another space has a new one: each space has ids of its own.
    """

    prefix: str
    space: str = ""

    def of(self, name: str) -> str:
        return "-".join(part for part in (self.prefix, self.space, name) if part)


def packed(value: Any) -> str:
    """JSON inside JSON, as Kibana keeps some attributes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def ndjson(objects: Iterable[SavedObject]) -> str:
    return "".join(packed(one.as_json()) + "\n" for one in objects)
