"""Keeps an eye on the sources: which are due, how a look ended, who rests, and the news of their health."""

import random
from collections.abc import Iterable
from datetime import datetime

from loguru import logger

from crawler import memory
from crawler.health import news_of
from crawler.hosts import host_key
from crawler.look import Look
from crawler.middlewares.guard import source_name
from crawler.parts import Parts
from crawler.records import Disposition, Link, SourceRecord
from crawler.schedule import next_due, spread
from crawler.sources import Source
from crawler.verdict import Verdict
from wire.messages import SourceState
from wire.retry import Backoff

_BLOCKED = Backoff(first=1800.0, longest=2 * 86_400.0)


class Watch:
    def __init__(
        self, parts: Parts, sources: Iterable[Source], *, blocked: Backoff = _BLOCKED, rng: random.Random
    ) -> None:
        self._parts = parts
        self._blocked = blocked
        self._rng = rng
        self._sources: dict[str, Source] = {}
        self._records: dict[str, SourceRecord] = {}
        self._telling: dict[str, int] = {}
        self.replace_sources(sources)

    @property
    def sources(self) -> list[Source]:
        return list(self._sources.values())

    def replace_sources(self, sources: Iterable[Source]) -> None:
        """Watch these from now on; records of known ones are kept."""
        self._sources = {source.id: source for source in sources}
        for source in self._sources.values():
            record = self.record(source)
            if record.resting_until:
                self._parts.rests.rest(source_name(source), record.resting_until)
            if source.http.delay:
                self._parts.hosts.slow_down(host_key(source.url), source.id, source.http.delay)

    def record(self, source: Source) -> SourceRecord:
        if source.id not in self._records:
            self._records[source.id] = self._parts.state.source(source.id)
        return self._records[source.id]

    def spread_overdue(self) -> None:
        """Right after the start: look at what is overdue one after the other, not all at once."""
        now = self._parts.clock.now()
        records = [self.record(source) for source in self.sources]
        overdue = [record for record in records if record.next_due is None or record.next_due <= now]
        for source_id, due in spread(overdue, now).items():
            self._records[source_id].next_due = due

    def due(self) -> list[Source]:
        now = self._parts.clock.now()
        return [
            source
            for source in self.sources
            if self.is_crawled(source) and (self.record(source).next_due or now) <= now
        ]

    def is_crawled(self, source: Source) -> bool:
        return source.status in ("active", "link_only")

    def is_ill(self, source: Source) -> bool:
        """Whether the latest look failed or found an empty list: then missing articles mean nothing."""
        record = self.record(source)
        return bool(record.failures or record.empty_looks)

    def look_done(self, look: Look, *, modified: bool) -> int:
        """Note a finished look together with its links, all or nothing; returns how many are new."""
        record, now = look.record, self._parts.clock.now()
        known = self._parts.state.links(look.items)
        new = look.new_links(known)
        if look.is_flood(len(new)):
            logger.bind(source_id=look.source.id, new=len(new)).warning("flood of new links: none will alert")
        if modified:
            memory.looked(record, look, now, len(new))
        else:
            memory.not_modified(record, now)
        self._parts.rests.end(source_name(look.source))
        self._plan(look.source)
        news = self._news(look.source)
        self._parts.state.record_look(record, new, look.retitled_links(known))
        self._tell(look.source, news)
        return len(new)

    def look_failed(self, source: Source, reason: str) -> None:
        memory.look_failed(self.record(source), reason)
        self._plan(source)
        logger.bind(source_id=source.id, reason=reason).warning("list cannot be read")
        self._save(source)

    def look_put_off(self, source: Source, until: datetime | None = None) -> None:
        """A look that our own rules did not allow now; no failure of the site."""
        record = self.record(source)
        self._plan(source)
        if until is not None and record.next_due is not None:
            record.next_due = max(record.next_due, until)
        self._save(source)

    def block(self, source: Source, verdict: Verdict) -> None:
        """The site refuses us: mark the source, leave it alone, tell the operator. Nothing is by-passed."""
        record, now = self.record(source), self._parts.clock.now()
        until = memory.blocked(record, now, verdict.reason, self._blocked, verdict.rest)
        self._parts.rests.rest(source_name(source), until)
        self._plan(source)
        logger.bind(source_id=source.id, reason=verdict.reason, until=until.isoformat()).warning(
            "source blocked"
        )
        self._save(source)

    def forbidden(self, source: Source, reason: str) -> None:
        """robots.txt or the address guard forbids the list: looking again later costs the site nothing."""
        self.record(source).block_reason = reason
        self._plan(source)
        logger.bind(source_id=source.id, reason=reason).warning("source may not be crawled")
        self._save(source)

    def article_read(self, source: Source, published: datetime | None, link: Link) -> None:
        memory.article_read(self.record(source), published, link.lane)

    def article_unread(self, source: Source, disposition: Disposition, reason: str) -> None:
        if disposition == "unchanged":
            self.record(source).bad_details = 0
        memory.article_unread(self.record(source), disposition, reason)

    def tick(self) -> None:
        """Every minute and at the end: tell what changed with time alone, and save everything."""
        news = [(source, self._news(source)) for source in self.sources]
        self._parts.state.save_sources(self._records.values())
        for source, message in news:
            self._tell(source, message)

    def _plan(self, source: Source) -> None:
        record = self.record(source)
        interval = source.interval or self._parts.settings.crawl_interval
        record.next_due = next_due(record, interval, self._parts.clock.now(), self._rng)

    def _save(self, source: Source) -> None:
        news = self._news(source)
        self._parts.state.save_sources([self.record(source)])
        self._tell(source, news)

    def _news(self, source: Source) -> SourceState | None:
        return news_of(source, self.record(source), self._parts.clock.now())

    def _tell(self, source: Source, news: SourceState | None) -> None:
        if news is None or self._telling.get(source.id) == news.revision:
            return
        logger.bind(source_id=source.id, state=news.state, reason=news.reason).info("source state")
        record = self.record(source)
        self._telling[source.id] = news.revision
        self._parts.publisher.source_state(news, lambda: _told(record, news.revision))


def _told(record: SourceRecord, revision: int) -> None:
    record.health_told = max(record.health_told, revision)
