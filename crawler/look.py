"""One look at a source's listing: which pages to read, which links are new, in which lane. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.listings import Listing, ListItem
from crawler.records import Link, SourceRecord
from crawler.sources import Source
from crawler.urls import canonical, id_of
from wire.messages import Lane

_FIRST_NEWS = 5


@dataclass(slots=True)
class Look:
    """Collects the pages of a listing. Nothing of it is recorded before the last page has been read."""

    source: Source
    record: SourceRecord
    started: datetime
    items: dict[str, ListItem] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    incomplete: bool = False
    etag: str | None = None
    last_modified: str | None = None
    _pages: set[str] = field(default_factory=set)
    _waiting: list[str] = field(default_factory=list)

    @property
    def thorough(self) -> bool:
        """Whether every page must be read: the first look, or one after a look that broke off."""
        return not self.record.first_done or self.record.incomplete

    @property
    def pages_read(self) -> int:
        return len(self._pages)

    def add_page(self, url: str, listing: Listing, known: Mapping[str, Link]) -> None:
        """Take a page in. `known` are the links among its items that the state has."""
        self._pages.add(canonical(url))
        fresh = [item for item in listing.items if id_of(item.url) not in self.items]
        self.items.update((id_of(item.url), item) for item in fresh)
        if listing.problems and not listing.items:
            self.problems += listing.problems
        # A page beyond the end may show page 1 again: it has nothing fresh. Behind a page without new
        # links there are only older ones.
        unseen = any(id_of(item.url) not in known for item in fresh)
        forwarded = not listing.items
        if forwarded or (fresh and self.thorough) or unseen:
            self._waiting += [page for page in listing.next_pages if canonical(page) not in self._pages]
        else:
            self._waiting.clear()

    def next_page(self) -> str | None:
        """The page to read next, within the source's limit."""
        while self._waiting and len(self._pages) < self.source.pager.max_pages + 1:
            page = self._waiting.pop(0)
            if canonical(page) not in self._pages:
                return page
        return None

    def end_pages(self, url: str, *, missing: bool) -> None:
        """A further page could not be had; if it is `missing`, the next look reads all pages again."""
        self._pages.add(canonical(url))
        self.incomplete = missing
        self._waiting.clear()

    def new_links(self, known: Mapping[str, Link]) -> list[Link]:
        """The links nobody has seen before; those of a first look or of a flood must not alert."""
        found = {key: item for key, item in self.items.items() if key not in known}
        lane = self._lane(len(found))
        return [
            Link(
                article_id=key,
                url=item.url,
                source_id=self.source.id,
                title=item.title,
                published=item.published,
                precision=item.precision,
                discovered_at=self.started,
                lane=lane,
                next_try=self.started,
            )
            for key, item in found.items()
        ]

    def is_flood(self, new: int) -> bool:
        return self.record.first_done and new > self.source.window.flood_max

    def _lane(self, new: int) -> Lane:
        if not self.record.first_done or self.is_flood(new):
            return "backfill"
        # Where nothing could be read so far, many links at once are a list that got readable, not news.
        return "backfill" if not self.record.had_items and new > _FIRST_NEWS else "live"

    def retitled_links(self, known: Mapping[str, Link]) -> list[Link]:
        """Known links whose title changed in this source's own listing: worth another fetch."""
        return [
            _retitled(link, item.title, self.started)
            for key, item in self.items.items()
            if (link := known.get(key)) and link.source_id == self.source.id and link.title != item.title
        ]


def _retitled(link: Link, title: str, now: datetime) -> Link:
    return replace(link, title=title, next_try=now)


def too_old(source: Source, published: datetime | None, now: datetime) -> bool:
    """Whether a link lies outside the window that its source file sets; without one nothing does."""
    days = source.window.days
    return published is not None and days is not None and published < now - timedelta(days=days)
