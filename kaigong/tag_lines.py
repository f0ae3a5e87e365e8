"""Documents as JSON lines in, their tags as JSON lines out: for scripts, scorers and a look from outside."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from consumers.tagging import VERSION, Tagger
from consumers.tagging.places import HOME
from kaigong.intake.dates import parse_date
from wire.clock import Clock
from wire.messages import MAX_TEXT_CHARS, Article, Event, Figure, Place, RegionCode, TaggedArticle, Tagging

MAX_LINE_BYTES = 8 * 1024 * 1024


class Line(Struct, frozen=True):
    """`home` is the region code of the source, `published` a date."""

    id: str | int
    text: Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
    title: Annotated[str, Meta(max_length=1_000)] | None = None
    home: RegionCode | None = None
    published: str | None = None


class TagLines:
    def __init__(self, tagger: Tagger, clock: Clock, zone: ZoneInfo) -> None:
        self._tagger = tagger
        self._clock = clock
        self._zone = zone
        self._tagging = Tagging(version=VERSION, data_version=tagger.data_version, seq=1)
        self.failed = 0

    def tagged(self, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """One answer for every line that is not empty: its tags, or its id and what is wrong with it."""
        for line in lines:
            if not line.strip():
                continue
            try:
                yield self._answer(_read(line))
            except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
                self.failed += 1
                yield {"id": _id_of(line), "error": str(exc)}

    def _answer(self, line: Line) -> dict[str, Any]:
        moment = self._published(line)
        now = self._clock.now()
        article = Article(
            article_id=str(line.id), revision=1, source_id="tag", url=None, title=line.title or "",
            text=line.text, region=line.home, published=moment, shown_at=moment or now, first_seen=now,
            fetched_at=now, published_precision="none" if moment is None else "minute", content_hash="",
        )  # fmt: skip
        found = self._tagger.tag(article, tagging=self._tagging, story_id=article.article_id)
        return {"id": line.id, **answer(found)}

    def _published(self, line: Line) -> datetime | None:
        return parse_date(line.published, self._zone)[0] if line.published else None


def answer(found: TaggedArticle) -> dict[str, Any]:
    """A start of null means the title. The home that stands in where no place is named is no mention."""
    return {
        "places": [_place(place, found.text) for place in found.places if place.method != HOME],
        "industries": [{"name": industry.name, "score": industry.score} for industry in found.industries],
        "events": [_event(event) for event in found.events],
        "figures": [_figure(figure) for figure in found.figures],
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


def _read(line: bytes) -> Line:
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"the line has more than {MAX_LINE_BYTES:,} bytes")
    return msgspec.json.decode(line, type=Line)


def _id_of(line: bytes) -> str | int | None:
    """The id of a line that is otherwise no use."""
    try:
        given = msgspec.json.decode(line[:MAX_LINE_BYTES]).get("id")
    except (msgspec.MsgspecError, ValueError, RecursionError, AttributeError):
        return None
    return given if isinstance(given, str | int) else None
