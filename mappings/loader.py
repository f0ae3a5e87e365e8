"""Reads the index templates and says what type every field has, for back ends that are not Elasticsearch."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal["articles", "events", "alerts", "sources"]
FieldType = Literal["tokens", "keyword", "long", "double", "date", "boolean", "object"]

KINDS: tuple[Kind, ...] = get_args(Kind)
# Elasticsearch alone holds the search tokens as a field, beside the original text.
TOKENS_FIELD = "tokens"
_FIELD_TYPES: dict[str, FieldType] = {
    "text": "tokens",
    "keyword": "keyword",
    "long": "long",
    "double": "double",
    "date": "date",
    "boolean": "boolean",
    "object": "object",
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`fields` are a document's fields; `template` is the body (settings and mappings) for Elasticsearch."""

    kind: Kind
    version: int
    fields: dict[str, FieldType]
    template: dict[str, Any]

    @property
    def id_field(self) -> str:
        """The field that holds the document's id."""
        return f"{self.kind.removesuffix('s')}_id"

    def of_type(self, *types: FieldType) -> list[str]:
        return [name for name, field_type in self.fields.items() if field_type in types]


@cache
def load(kind: Kind) -> Mapping:
    """The mapping of a kind. Do not change what it returns: everybody gets the same."""
    template = json.loads((Path(__file__).parent / f"{kind}.json").read_text("utf-8"))
    mappings = template["mappings"]
    fields = {
        name: _FIELD_TYPES[definition["type"]]
        for name, definition in mappings["properties"].items()
        if name != TOKENS_FIELD
    }
    return Mapping(kind, mappings["_meta"]["version"], fields, template)
