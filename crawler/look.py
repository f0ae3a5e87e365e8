"""One look at a source's listing: which pages to read, which links are new, in which lane. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.listings import Ask, Listing, ListItem
from crawler.listings.pagers import GUESSED
from crawler.listings.prefix import folders_of, share_a_folder
from crawler.records import Link, SourceRecord
from crawler.sources import Source
from crawler.urls import id_of
from wire.messages import Lane

_FIRST_NEWS = 5
_MOST_WAITING = 200
# Beside the pages with records: entry pages that only lead on, refused sizes, empty windows.
_SPARE_REQUESTS = 10


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
    _asked: set[str] = field(default_factory=set)
    _waiting: list[Ask] = field(default_factory=list)
    _answers: int = 0
    _pages: int = 0
    _folders: frozenset[str] = frozenset()

    @property
    def thorough(self) -> bool:
        """Whether every page must be read: the first look, or one after a look that broke off."""
        return not self.record.first_done or self.record.incomplete

    @property
    def pages_read(self) -> int:
        return self._answers

    def add_page(self, ask: Ask, listing: Listing, known: Mapping[str, Link]) -> None:
        """Take the answer in. `known` are the links among its items that the state has."""
        self._asked.add(ask.key)
        self._answers += 1
        if not listing.items:
            self._add_empty(ask, listing)
            return
        fresh = [item for item in listing.items if id_of(item.url) not in self.items]
        if not fresh and ask.instead and not listing.goes_on:
            self._wait_for([ask.instead])
            return
        if self._is_other_column(listing):
            # The list ends before this page, or this was a wrong guess.
            self._waiting = [ask.instead] if ask.instead else []
            return
        self._pages += 1
        self.items.update((id_of(item.url), item) for item in fresh)
        # A page beyond the end may show page 1 again: it has nothing fresh. Behind a page without new
        # links, or with old ones only, there are only older ones.
        unseen = any(id_of(item.url) not in known for item in fresh)
        later_answer = bool(ask.cursor) and listing.goes_on
        if (unseen or later_answer or (fresh and self.thorough)) and not self._all_too_old(listing):
            self._wait_for([one for one in listing.asks if self.thorough or GUESSED not in one.cursor])
        else:
            self._waiting.clear()

    def _add_empty(self, ask: Ask, listing: Listing) -> None:
        self.problems += [] if self.items or ask.instead or listing.asks else listing.problems
        self._wait_for([ask.instead] if ask.instead else listing.asks)

    def _wait_for(self, asks: list[Ask]) -> None:
        """What an answer leads to comes before what was waiting already."""
        new = {ask.key for ask in asks}
        self._waiting = asks[:_MOST_WAITING] + [ask for ask in self._waiting if ask.key not in new]

    def _is_other_column(self, listing: Listing) -> bool:
        """Page numbers beyond the end may lead to the list of another column."""
        if self.source.type != "html_list":
            return False
        folders = folders_of(item.url for item in listing.items if not item.external)
        if not self._folders:
            self._folders = folders
        return bool(folders) and not share_a_folder(folders, self._folders)

    def _all_too_old(self, listing: Listing) -> bool:
        dated = [item.published for item in listing.items if item.published is not None]
        return bool(dated) and all(too_old(self.source, published, self.started) for published in dated)

    def next_ask(self) -> Ask | None:
        """What to ask for next, within the source's limit."""
        most = self.source.pager.max_pages
        while self._waiting and self._pages < most and len(self._asked) < 2 * most + _SPARE_REQUESTS:
            ask = self._waiting.pop(0)
            if ask.key not in self._asked:
                return ask
        return None

    def lose_page(self, ask: Ask, *, missing: bool) -> Ask | None:
        """An answer could not be had: what to ask instead, or None for the end of the listing.

        If it is `missing`, the next look reads all pages again.
        """
        self._asked.add(ask.key)
        if ask.instead is not None:
            self._wait_for([ask.instead])
            return self.next_ask()
        self.incomplete = missing
        self._waiting.clear()
        return None

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
