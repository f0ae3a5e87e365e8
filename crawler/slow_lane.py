"""What may wait: visits to published articles, one at a time to a host, and never ahead of what is new."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from crawler.hosts import host_key
from crawler.middlewares.guard import source_name
from crawler.parts import Parts
from crawler.records import Link
from crawler.sources import Source
from crawler.watch import Watch

# Each waits for its turn in the downloader, whose places belong to the news.
_MOST_AT_ONCE = 16
# Sources that are asked for work at one wake-up: the rest follows at the next ones.
_PORTION = 50
# Some of the due links may be on their way to the crawl state, or on a host that rests.
_CANDIDATES = 20
_PAUSE = timedelta(minutes=10)

IsBusy = Callable[[str], bool]


class SlowLane:
    """`is_busy` tells whether something new is under way at a host."""

    def __init__(self, parts: Parts, watch: Watch, is_busy: IsBusy) -> None:
        self._parts = parts
        self._watch = watch
        self._is_busy = is_busy
        self._on_its_way: dict[str, str] = {}
        self._paused: dict[str, datetime] = {}
        self._round: list[Source] = []

    def due(self, in_flight: Collection[str], *, every_source: bool = False) -> Iterator[tuple[Source, Link]]:
        """Links to fetch now, at most one of a host; each must be given back by `done`."""
        sources = self._watch.sources if every_source else self._portion()
        for source in sources:
            if len(self._on_its_way) >= _MOST_AT_ONCE or self._parts.hosts.stopping:
                return
            if link := self._next_of(source, in_flight):
                self._on_its_way[host_key(link.url)] = link.article_id
                yield source, link

    def done(self, link: Link) -> bool:
        """The link was answered; False for one that is not of this lane."""
        host = host_key(link.url)
        if self._on_its_way.get(host) != link.article_id:
            return False
        del self._on_its_way[host]
        return True

    def pause(self, link: Link, until: datetime | None) -> None:
        """Nothing may be asked of the link's host for now, whatever its due links say."""
        self._paused[host_key(link.url)] = until or self._parts.clock.now() + _PAUSE

    def _portion(self) -> list[Source]:
        if not self._round:
            self._round = self._watch.sources
        portion, self._round = self._round[:_PORTION], self._round[_PORTION:]
        return portion

    def _next_of(self, source: Source, in_flight: Collection[str]) -> Link | None:
        rests = self._parts.rests
        if not self._watch.is_crawled(source) or rests.until(source_name(source)):
            return None
        now = self._parts.clock.now()
        for link in self._parts.state.due_revisits(source.id, now, _CANDIDATES):
            if link.article_id not in in_flight and self._is_free(host_key(link.url), now):
                return link
        return None

    def _is_free(self, host: str, now: datetime) -> bool:
        if host in self._on_its_way or self._is_busy(host) or self._parts.rests.until(host):
            return False
        if host in self._paused and self._paused[host] <= now:
            del self._paused[host]
        return host not in self._paused
