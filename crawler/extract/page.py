"""One fetched page with everything the readers of its fields share."""

from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from crawler.extract.dom import Element, NameIndex, parse
from crawler.extract.infotable import info_of
from crawler.extract.metas import Metas
from crawler.extract.render import Line, render
from crawler.listings import ListItem
from crawler.source_model import Detail


@dataclass
class Page:
    html: str
    url: str
    zone: ZoneInfo
    detail: Detail
    listed: ListItem | None = None
    problems: list[str] = field(default_factory=list)
    date_decision: str = ""

    @cached_property
    def root(self) -> Element:
        return parse(self.html)

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.root)

    @cached_property
    def metas(self) -> Metas:
        return Metas(self.root)

    @cached_property
    def lines(self) -> list[Line]:
        """All visible lines of the page."""
        return render(self.root)

    @cached_property
    def info(self) -> dict[str, str]:
        return info_of(self.lines)


@dataclass(frozen=True)
class Frame:
    """The lines of a page that are not its text, split where the text stands."""

    before: list[str]
    after: list[str]

    @classmethod
    def around(cls, lines: list[Line], body: list[Line]) -> "Frame":
        own = {line.text for line in body}
        texts = [line.text for line in lines]
        first = next((n for n, text in enumerate(texts) if text in own), len(texts))
        return cls(texts[:first], [text for text in texts[first:] if text not in own])
