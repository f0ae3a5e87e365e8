"""Values of keyword fields that are known beforehand: places, industries, types, states."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, get_args

from consumers.query.errors import QueryError
from consumers.query.text_terms import Typed
from mappings import FieldType, Kind
from wire.messages import AlertKind, EventState, SourceHealth

PLACES = ("place_codes", "main_place", "region")
_INDUSTRIES = ("industries", "main_industry")
_TYPES = (("events", "type"), ("articles", "event_types"))
_CHOICES: dict[tuple[Kind, str], Sequence[str]] = {
    ("events", "state"): get_args(EventState),
    ("alerts", "kind"): get_args(AlertKind),
    ("sources", "state"): get_args(SourceHealth),
}


class Words(Protocol):
    """What can be asked for is what the tagger knows. Each raises ValueError that says what may be meant."""

    def place_code(self, name: str, home: str | None = None) -> str: ...

    def known_industry(self, name: str) -> str: ...

    def known_event_type(self, word: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Field:
    """A field as typed, and the documents' field behind it."""

    typed: str
    name: str
    type: FieldType


@dataclass(frozen=True, slots=True)
class KnownValues:
    """`home` is the code of the place that decides between places of the same name."""

    kind: Kind
    words: Words
    home: str | None = None

    def value(self, of: Field, typed: Typed) -> str:
        """As documents hold it. Raises QueryError that says what may be meant."""
        try:
            if of.name in PLACES:
                return self.words.place_code(typed.text, self.home)
            if of.name in _INDUSTRIES:
                return self.words.known_industry(typed.text)
            if (self.kind, of.name) in _TYPES:
                return self.words.known_event_type(typed.text)
        except ValueError as exc:
            raise QueryError(str(exc), position=typed.position) from exc
        choices = _CHOICES.get((self.kind, of.name), (typed.text,))
        if typed.text not in choices:
            near = difflib.get_close_matches(typed.text, choices, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(choices)}"
            raise QueryError(f"{of.typed} is never {typed.text!r}", position=typed.position, hint=hint)
        return typed.text
