"""Going back through a listing in the slow lane: one page, then its articles, then the next page.

Everything is noted after each page, so that it goes on there, whoever stopped it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loguru import logger

from crawler import listings
from crawler.listings import Ask, Listing, Page, first_ask
from crawler.look import Look
from crawler.parts import Parts
from crawler.records import BackfillRecord, Link, SourceRecord
from crawler.sources import Source
from crawler.urls import id_of
from crawler.verdict import Verdict

_MOST_PAGES = 1_000
_MOST_ISSUES = 200
# What is younger is news, which the ordinary looks find.
_NEWS = timedelta(days=2)
_AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


def begun(records: Iterable[BackfillRecord], source_id: str, since: datetime) -> BackfillRecord:
    """The record to go on with: the one that was interrupted, if it goes back to the same moment."""
    for record in records:
        if record.source_id == source_id and record.since == since and record.ended is None:
            return record
    return BackfillRecord(source_id=source_id, since=since)


def far_reaching(source: Source, since: datetime, now: datetime) -> Source:
    """The source with the limits that reach back to `since` in place of its own."""
    days = max(math.ceil((now - since) / timedelta(days=1)), 1)
    return source.model_copy(
        update={
            "pager": source.pager.model_copy(update={"max_pages": _MOST_PAGES}),
            "window": source.window.model_copy(update={"days": days}),
            "paper": source.paper.model_copy(update={"days": min(days, _MOST_ISSUES)}),
        }
    )


@dataclass(slots=True)
class BackLook(Look):
    """A look at all pages of a listing. Its first page is left to the ordinary looks: it may hold news."""

    @property
    def thorough(self) -> bool:
        return True

    def resume(self, record: BackfillRecord, first: Ask) -> None:
        self._asked = set(record.asked)
        self._answers = self._pages = record.pages
        self._waiting = [*record.waiting] if record.asked else [first]

    def put_back(self, ask: Ask) -> None:
        self._waiting.insert(0, ask)

    def past_links(
        self, listing: Listing, known: Mapping[str, Link], since: datetime, now: datetime
    ) -> list[Link]:
        """The links of the page just taken in that nobody has seen, and that are neither news nor too old."""
        if self._pages <= 1:
            return []
        found = {id_of(item.url): item for item in listing.items}
        return [
            Link(
                article_id=key,
                url=item.url,
                source_id=self.source.id,
                title=item.title,
                published=item.published,
                precision=item.precision,
                discovered_at=now,
                lane="backfill",
                next_try=now,
                past=not item.external,
            )
            for key, item in found.items()
            if key not in known
            and key in self.items
            and (item.published is None or since <= item.published < now - _NEWS)
        ]

    def note(self, record: BackfillRecord) -> None:
        record.waiting, record.asked, record.pages = list(self._waiting), sorted(self._asked), self._pages


class GoingBack:
    """One source on its way back."""

    def __init__(
        self, parts: Parts, source: Source, source_record: SourceRecord, record: BackfillRecord
    ) -> None:
        now = parts.clock.now()
        self._parts = parts
        self.record = record
        self.under_way = False
        self.plain = source
        self.source = far_reaching(source, record.since, now)
        self._look = BackLook(self.source, source_record, now)
        self._look.resume(record, first_ask(self.source, self._today()))

    def next_ask(self, now: datetime) -> Ask | None:
        """The page to read now, if it is time; give it back by `read`, `lose` or `put_off`."""
        early = self.record.next_try is not None and self.record.next_try > now
        if self.record.ended is not None or self.under_way or early:
            return None
        ask = self._look.next_ask()
        if ask is None:
            self._end("the list ends here or goes further back")
        self.under_way = ask is not None
        return ask

    def read(self, ask: Ask, url: str, text: str) -> list[Link]:
        """Take an answer in; returns the links to fetch."""
        self.under_way = False
        listing = listings.read_page(
            Page(self.source, ask, url, text, self._parts.settings.zone, self._today())
        )
        known = self._parts.state.links([id_of(item.url) for item in listing.items])
        self._look.add_page(ask, listing, known)
        links = self._look.past_links(listing, known, self.record.since, self._parts.clock.now())
        self.record.found += len(links)
        self.record.failures, self.record.next_try = 0, None
        self._save(links)
        logger.bind(source_id=self.source.id, page=ask.name, links=len(links), found=self.record.found).info(
            "went back a page"
        )
        return links

    def lose(self, ask: Ask, verdict: Verdict) -> bool:
        """A page could not be had; True if it will be asked for again."""
        self.under_way = False
        again = verdict.kind == "blocked" or (verdict.kind == "failed" and self.record.failures < len(_AGAIN))
        if again:
            self._look.put_back(ask)
            self.record.next_try = (
                self._parts.clock.now() + _AGAIN[min(self.record.failures, len(_AGAIN) - 1)]
            )
            self.record.failures += verdict.kind == "failed"
        elif (instead := self._look.lose_page(ask, missing=False)) is not None:
            self._look.put_back(instead)
        else:
            self._end(f"{ask.name}: {verdict.reason}")
        self._save()
        return again

    def put_off(self, ask: Ask) -> None:
        """Our own rules did not allow the page now."""
        self.under_way = False
        self._look.put_back(ask)

    def _end(self, why: str) -> None:
        self.record.ended = why
        self._save()
        logger.bind(
            source_id=self.source.id, pages=self.record.pages, found=self.record.found, reason=why
        ).info("went back as far as possible")

    def _save(self, links: Iterable[Link] = ()) -> None:
        self._look.note(self.record)
        self._parts.state.record_backfill(self.record, list(links))

    def _today(self) -> date:
        return self._parts.clock.now().astimezone(self._parts.settings.zone).date()
