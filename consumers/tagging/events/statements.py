"""Statements that a project reached a stage, and keywords that are none; pure data."""

from dataclasses import dataclass, field

from msgspec import Struct

from consumers.tagging.events.dates import Moment
from consumers.tagging.text.prepared import Span
from wire.messages import EventState


class Statement(Struct, frozen=True, gc=False):
    """`rule` says what decided the state and `cue` by which words; positions are in the matched text."""

    type: str
    keyword: str
    state: EventState
    rule: str
    cue: str
    hit: Span
    sentence: Span
    project: str | None
    aggregate: int | None
    moment: Moment | None = None


class Held(Struct, frozen=True, gc=False):
    keyword: str
    type: str
    reason: str
    rule: str
    cue: str
    hit: Span


@dataclass(slots=True)
class Findings:
    statements: list[Statement] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
