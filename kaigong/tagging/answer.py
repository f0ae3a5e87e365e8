"""The tags of a document as a script reads them."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from consumers.tagging.places.finding import HOME
from wire.messages import Event, Figure, Place, TaggedArticle


def answer(found: TaggedArticle) -> dict[str, Any]:
    """A start of null means the title. The home that stands in where no place is named is no mention."""
    return {
        "places": [_place(place, found.text) for place in found.places if place.method != HOME],
        "industries": [{"name": industry.name, "score": industry.score} for industry in found.industries],
        "events": [_event(event) for event in found.events],
        "figures": [_figure(figure) for figure in found.figures],
    }


def full_answer(found: TaggedArticle) -> dict[str, Any]:
    """Everything that is told of one document."""
    return {
        "title": found.title,
        "url": found.url,
        "published": found.published,
        "truncated": found.truncated,
        "doc_class": found.doc_class,
        "main_place": found.main_place,
        "segments": found.segments,
        **answer(found),
        "held_back": found.held_back,
    }


def _place(place: Place, text: str) -> dict[str, Any]:
    surface = place.surface if place.start is None else text[place.start : place.end]
    fields = _only(place, ("code", "candidates", "start", "end", "role"))
    return {**fields, "surface": surface}


def _event(event: Event) -> dict[str, Any]:
    names = (
        "type", "state", "named", "aggregate", "project", "parties", "place_codes", "industries", "start",
        "end", "reason",
    )  # fmt: skip
    return {**_only(event, names), "figures": [_figure(figure) for figure in event.figures]}


def _figure(figure: Figure) -> dict[str, Any]:
    return _only(figure, ("value", "value_high", "unit", "role", "modifier", "start", "end"))


def _only(value: Struct, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}
