"""The hand-written articles, as they lie in `stories/*.yaml`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any, cast

import yaml

from kaigong.demo import markup
from kaigong.demo.model import DemoArticle, EventStage, ExpectedEvent, Truth
from kaigong.demo.sites import site

_COPIES = "copies.yaml"


@dataclass(frozen=True, slots=True)
class Story:
    """`live` is the second at which it appears; without it the article was there before the demo."""

    id: str
    at: str
    title: str
    source: str
    text: str
    live: float | None = None
    events: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    disallowed: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A reprint of another story; `before` and `after` are what the paper added."""

    of: str
    at: str
    title: str | None = None
    live: float | None = None
    before: str = ""
    after: str = ""


def load_stories() -> list[Story]:
    return [_story(entry) for name, entry in _entries() if name != _COPIES]


def load_copies() -> list[Copy]:
    return [Copy(**entry) for name, entry in _entries() if name == _COPIES]


def _entries() -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files("kaigong.demo") / "stories"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for entry in yaml.safe_load(file.read_text("utf-8")):
            yield file.name, entry


def _story(entry: dict[str, Any]) -> Story:
    lists = {key: tuple(entry.get(key, ())) for key in ("events", "attachments", "images")}
    table = tuple(tuple(str(cell) for cell in row) for row in entry.get("table", ()))
    return Story(**{**entry, **lists, "table": table})


@dataclass(frozen=True, slots=True)
class Draft:
    """A text before it has a place in time: what both stories and patterns are made into."""

    id: str
    site: str
    column: str
    title: str
    text: str
    source: str
    events: tuple[ExpectedEvent, ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)

    def article(self, published: datetime, appears: float) -> DemoArticle:
        """Raises ValueError where the text and the truth about it disagree."""
        title = self.title.format_map(markup.date_slots(published))
        body = self.text.format_map(markup.date_slots(published))
        marked = markup.read(f"{title}\n{body}")
        markup.check(self.id, marked, self.events)
        title, *paragraphs = marked.text.split("\n")
        return DemoArticle(
            site=self.site,
            column=self.column,
            id=self.id,
            title=title,
            paragraphs=tuple(line for line in paragraphs if line),
            published=published,
            appears=appears,
            source_line=self.source,
            truth=Truth(self.events, marked.traps, markup.keyword_hits(marked.text)),
            **self.extras,
        )


def draft(story: Story) -> Draft:
    site_key, column = story.at.split("/")
    return Draft(
        id=story.id,
        site=site_key,
        column=column,
        title=story.title,
        text=story.text,
        source=story.source,
        events=tuple(_event(line, site(site_key).region, story.text) for line in story.events),
        extras={
            "attachments": story.attachments,
            "images": story.images,
            "table": story.table,
            "disallowed": story.disallowed,
        },
    )


def _event(line: str, region: str, text: str) -> ExpectedEvent:
    """`开工 项目名 4.1亿元 320706 done`; the last two may be left out, `-` is no amount."""
    kind, project, amount, *rest = line.split()
    if amount != "-" and amount not in text:
        raise ValueError(f"{line!r}: the amount does not stand in the text")
    return ExpectedEvent(
        type=kind,
        project=project,
        amount_cny=None if amount == "-" else markup.amount_cny(amount),
        place_code=rest[0] if rest else region,
        state=cast("EventStage", rest[1]) if len(rest) > 1 else "done",
    )
