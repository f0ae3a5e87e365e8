"""A tagged article as it is drawn: its title and paragraphs, each with what was found in it. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from consumers.tagging import Knowledge
from consumers.tagging.places.finding import HOME
from kaigong.tagging.marks import Mark, body_marks, title_marks
from wire.broken_lines import broken_lines
from wire.messages import Event, Figure, HeldBack, Place, TaggedArticle

_BREAK = re.compile(r"\n+")


@dataclass(slots=True)
class Paragraph:
    """A part of the text, with the positions of its marks inside it; `heading` begins another article."""

    text: str
    start: int = 0
    marks: list[Mark] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    held: list[HeldBack] = field(default_factory=list)
    heading: str | None = None

    @property
    def tagged(self) -> bool:
        return bool(self.marks or self.heading)


@dataclass(frozen=True, slots=True)
class View:
    found: TaggedArticle
    title: Paragraph
    paragraphs: list[Paragraph]


def view(found: TaggedArticle, knowledge: Knowledge) -> View:
    spans = list(_spans(found.text))
    starts = [start for start, _ in spans]
    paragraphs = [Paragraph(found.text[start:end], start) for start, end in spans]
    title = Paragraph(found.title, marks=title_marks(found, knowledge))

    def of(position: int | None) -> Paragraph:
        return title if position is None else paragraphs[bisect_right(starts, position) - 1]

    for mark in body_marks(found, knowledge):
        paragraph = of(mark.start)
        end = min(mark.end - paragraph.start, len(paragraph.text))
        paragraph.marks.append(replace(mark, start=mark.start - paragraph.start, end=end))
    for place in found.places:
        if place.method == HOME:
            continue
        of(place.start).places.append(place)
    for figure in found.figures:
        of(figure.start).figures.append(figure)
    for event in found.events:
        of(event.start).events.append(event)
    told = {event.start for event in found.events if event.start is not None}
    for held in found.held_back:
        if held.start not in told:
            of(held.start).held.append(held)
    for segment in found.segments[1:]:
        of(segment.start).heading = segment.title
    return View(found, title, paragraphs)


def tokens(text: str, marks: Sequence[Mark]) -> Iterator[str | Mark | None]:
    """The text cut at its marks: a mark where one begins, None where the innermost ends."""
    at = 0
    open_ends: list[int] = []
    for mark in marks:
        while open_ends and open_ends[-1] <= mark.start:
            yield from _text(text, at, open_ends[-1])
            at = open_ends.pop()
            yield None
        yield from _text(text, at, mark.start)
        at = mark.start
        open_ends.append(mark.end)
        yield mark
    while open_ends:
        yield from _text(text, at, open_ends[-1])
        at = open_ends.pop()
        yield None
    yield from _text(text, at, len(text))


def _text(text: str, start: int, end: int) -> Iterator[str]:
    if end > start:
        yield text[start:end]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, each with the line ends behind it; a line broken inside a sentence goes on."""
    broken = {position for start, end in broken_lines(text) for position in range(start, end)}
    start = 0
    for match in _BREAK.finditer(text):
        if match.start() not in broken:
            yield start, match.end()
            start = match.end()
    if start < len(text) or not text:
        yield start, len(text)
