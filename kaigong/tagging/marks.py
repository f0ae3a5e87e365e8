"""Tags as marks on the characters of a text, one inside another but never across. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from consumers.tagging import Knowledge
from consumers.tagging.places.finding import HOME
from consumers.tagging.text.prepared import Prepared, Span
from kaigong.tagging.wording import figure_note, place_note
from wire.messages import Event, TaggedArticle

Kind = Literal["event", "held", "project", "company", "place", "figure"]
_ORDER: tuple[Kind, ...] = ("project", "company", "place", "figure", "event", "held")
_REACH = 600  # of an event's keyword; its sentence and the next are nearer


@dataclass(frozen=True, slots=True)
class Mark:
    """`note` says what stands there: a code, a state, a role with its value."""

    kind: Kind
    start: int
    end: int
    note: str = ""


def body_marks(found: TaggedArticle, knowledge: Knowledge) -> list[Mark]:
    marks = [
        *(
            Mark("place", place.start, place.end, place_note(place))
            for place in found.places
            if place.start is not None and place.end is not None
        ),
        *(
            Mark("figure", figure.start, figure.end, figure_note(figure))
            for figure in found.figures
            if figure.start is not None and figure.end is not None
        ),
        *(
            Mark("event", event.start, event.end, f"{event.type} {event.state}")
            for event in found.events
            if event.start is not None and event.end is not None
        ),
        *(
            Mark("held", held.start, held.end, held.reason)
            for held in found.held_back
            if held.start is not None and held.end is not None
        ),
        *_names(found.text, found.events, knowledge),
    ]
    return nested(marks)


def title_marks(found: TaggedArticle, knowledge: Knowledge) -> list[Mark]:
    """Positions in the title are not kept: its places are looked up where they stand first."""
    marks = [*_companies(found.title, knowledge)]
    done = 0
    for place in found.places:
        if place.start is None and place.method != HOME:
            start = found.title.find(place.surface, done)
            if start >= 0:
                done = start + len(place.surface)
                marks.append(Mark("place", start, done, place_note(place)))
    return nested(marks)


def nested(marks: Iterable[Mark]) -> list[Mark]:
    """Outer ones first; what runs over the end of the one around it is cut there."""
    found: list[Mark] = []
    around: list[Mark] = []
    seen: set[tuple[int, int]] = set()
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, _ORDER.index(mark.kind))):
        if (mark.start, mark.end) in seen:
            continue
        seen.add((mark.start, mark.end))
        while around and around[-1].end <= mark.start:
            around.pop()
        inside = replace(mark, end=min(mark.end, around[-1].end)) if around else mark
        found.append(inside)
        around.append(inside)
    return found


def _names(text: str, events: Sequence[Event], knowledge: Knowledge) -> Iterator[Mark]:
    yield from _companies(text, knowledge)
    for event in events:
        if event.start is None:
            continue
        named: list[tuple[Kind, str]] = [("company", party) for party in event.parties]
        if event.project:
            named.append(("project", event.project))
        for kind, name in named:
            span = located(text, name, event.start)
            if span is not None:
                yield Mark(kind, *span)


def _companies(text: str, knowledge: Knowledge) -> Iterator[Mark]:
    prepared = Prepared(text)
    for name in knowledge.names.companies(prepared, Span(0, len(prepared.chars))):
        span = prepared.origin(name.start, name.end)
        yield Mark("company", span.start, span.end)


def located(text: str, name: str, position: int) -> tuple[int, int] | None:
    """Where a name stands nearest to a position, also with a line's end in it."""
    if not name:
        return None
    first = max(position - _REACH, 0)
    pattern = re.compile(r"\s*".join(map(re.escape, name)))
    spans = [match.span() for match in pattern.finditer(text, first, position + _REACH)]
    return min(spans, key=lambda span: abs(span[0] - position), default=None)
