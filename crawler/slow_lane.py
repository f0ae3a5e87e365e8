"""What may wait: visits to published articles and going back; one request at a time to a host, after news."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.backfill import GoingBack
from crawler.hosts import host_key
from crawler.listings import Ask
from crawler.middlewares.guard import source_name
from crawler.parts import Parts
from crawler.records import BackfillRecord, Link
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


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to fetch: an article, or a page of a listing on the way back."""

    source: Source
    target: Link | Ask
    back: GoingBack | None = None

    @property
    def host(self) -> str:
        return host_key(self.target.url)


class SlowLane:
    """`is_busy` tells whether something new is under way at a host."""

    def __init__(
        self, parts: Parts, watch: Watch, is_busy: IsBusy, backfills: Iterable[BackfillRecord] = ()
    ) -> None:
        self._parts = parts
        self._watch = watch
        self._is_busy = is_busy
        self._backfills = {record.source_id: record for record in backfills}
        self._going_back: dict[str, GoingBack] = {}
        self._on_its_way: dict[str, str] = {}
        self._paused: dict[str, datetime] = {}
        self._round: list[Source] = []

    def go_back(self, record: BackfillRecord) -> None:
        self._backfills[record.source_id] = record
        self._going_back.pop(record.source_id, None)

    def due(self, in_flight: Collection[str], *, every_source: bool = False) -> Iterator[Errand]:
        """What to fetch now, at most one thing of a host; each must be given back by `done`."""
        for source in self._watch.sources if every_source else self._portion():
            if len(self._on_its_way) >= _MOST_AT_ONCE or self._parts.hosts.stopping:
                return
            if errand := self._next_of(source, in_flight):
                self._on_its_way[errand.host] = _key(errand.target)
                yield errand

    def done(self, target: Link | Ask) -> bool:
        """It was answered; False for what is not of this lane."""
        host = host_key(target.url)
        if self._on_its_way.get(host) != _key(target):
            return False
        del self._on_its_way[host]
        return True

    def pause(self, target: Link | Ask, until: datetime | None) -> None:
        """Nothing may be asked of the host for now, whatever is due there."""
        self._paused[host_key(target.url)] = until or self._parts.clock.now() + _PAUSE

    def _portion(self) -> list[Source]:
        if not self._round:
            self._round = self._watch.sources
        portion, self._round = self._round[:_PORTION], self._round[_PORTION:]
        return portion

    def _next_of(self, source: Source, in_flight: Collection[str]) -> Errand | None:
        if not self._watch.is_crawled(source) or self._parts.rests.until(source_name(source)):
            return None
        now = self._parts.clock.now()
        visits = self._parts.state.due_revisits(source.id, now, _CANDIDATES)
        if link := self._free(visits, in_flight, now):
            return Errand(source, link)
        back = self._back(source)
        return self._next_back(back, in_flight, now) if back else None

    def _next_back(self, back: GoingBack, in_flight: Collection[str], now: datetime) -> Errand | None:
        """The articles of a page come before the next page."""
        due = self._parts.state.due_past(back.source.id, now, _CANDIDATES)
        links = [link for link in due if link.article_id not in in_flight]
        if links:
            link = self._free(links, in_flight, now)
            return Errand(back.source, link) if link else None
        # An ordinary look says first what is news.
        if not self._watch.record(back.source).first_done:
            return None
        ask = back.next_ask(now)
        if ask is not None and not self._is_free(host_key(ask.url), now):
            back.put_off(ask)
            return None
        return Errand(back.source, ask, back) if ask else None

    def _free(self, links: Iterable[Link], in_flight: Collection[str], now: datetime) -> Link | None:
        for link in links:
            if link.article_id not in in_flight and self._is_free(host_key(link.url), now):
                return link
        return None

    def _is_free(self, host: str, now: datetime) -> bool:
        if host in self._on_its_way or self._is_busy(host) or self._parts.rests.until(host):
            return False
        if host in self._paused and self._paused[host] <= now:
            del self._paused[host]
        return host not in self._paused

    def _back(self, source: Source) -> GoingBack | None:
        """The source on its way back, if it is."""
        record = self._backfills.get(source.id)
        back = self._going_back.get(source.id)
        if record is None or (back is not None and (back.plain is source or back.under_way)):
            return back
        # Begun now, or its file was changed meanwhile.
        self._going_back[source.id] = GoingBack(self._parts, source, self._watch.record(source), record)
        return self._going_back[source.id]


def _key(target: Link | Ask) -> str:
    return target.article_id if isinstance(target, Link) else target.key
