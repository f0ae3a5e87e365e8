"""Asks robots.txt before every request, and keeps what it said for a day."""

import asyncio
from datetime import datetime
from urllib.parse import urlsplit

from loguru import logger
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.errors import (
    NotFetchedError,
    RefusedError,
    RobotsDisallowedError,
    RobotsUnreachableError,
    StoppingError,
)
from crawler.hosts import host_key
from crawler.parts import Parts, parts_of
from crawler.records import RobotsRecord
from crawler.robots import KEPT_FOR, UNREACHABLE, UNREACHABLE_KEPT_FOR, Rules, read_answer


class RobotsMiddleware:
    def __init__(self, crawler: Crawler, parts: Parts) -> None:
        self._crawler = crawler
        self._parts = parts
        self._known: dict[str, tuple[RobotsRecord, Rules | None]] = {}
        self._fetching: dict[str, asyncio.Future[tuple[RobotsRecord, Rules | None]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        return cls(crawler, parts_of(crawler))

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        record, rules = await self._rules(origin)
        if rules is None:
            raise RobotsUnreachableError(f"{origin}/robots.txt: {record.decision}")
        self._parts.hosts.slow_down(host_key(request.url), f"robots {origin}", rules.crawl_delay())
        if not rules.allows(request.url):
            raise RobotsDisallowedError(f"{origin}/robots.txt forbids {request.url}")

    async def _rules(self, origin: str) -> tuple[RobotsRecord, Rules | None]:
        known = self._known.get(origin) or self._from_state(origin)
        if known and self._fresh(known[0]):
            return known
        if origin not in self._fetching:
            self._fetching[origin] = asyncio.ensure_future(self._fetch(origin, known))
        try:
            return await asyncio.shield(self._fetching[origin])
        finally:
            if (task := self._fetching.get(origin)) and task.done():
                del self._fetching[origin]

    def _fresh(self, record: RobotsRecord) -> bool:
        kept_for = UNREACHABLE_KEPT_FOR if record.decision.startswith(UNREACHABLE) else KEPT_FOR
        return self._now() - record.fetched_at < kept_for

    def _from_state(self, origin: str) -> tuple[RobotsRecord, Rules | None] | None:
        record = self._parts.state.robots(origin)
        if record is None:
            return None
        return record, None if record.rules is None else Rules(record.rules)

    async def _fetch(
        self, origin: str, old: tuple[RobotsRecord, Rules | None] | None
    ) -> tuple[RobotsRecord, Rules | None]:
        decision, text = await self._ask(origin)
        if text is None and old is not None and old[0].rules is not None:
            # The RFC lets an old copy stand in for one that cannot be had.
            decision, text = f"{decision}; the rules of before stay in force", old[0].rules
        record = RobotsRecord(origin, self._now(), decision, text)
        self._parts.state.keep_robots(record)
        logger.bind(origin=origin, decision=decision).info("robots.txt read")
        self._known[origin] = (record, None if text is None else Rules(text))
        return self._known[origin]

    async def _ask(self, origin: str) -> tuple[str, str | None]:
        request = Request(
            f"{origin}/robots.txt", meta={"robots": True}, callback=NO_CALLBACK, dont_filter=True
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except (StoppingError, RefusedError):
            raise
        except IgnoreRequest as exc:
            # More redirects than the RFC asks to follow: there is no robots.txt to be had here.
            return f"no rules: {exc}", ""
        except NotFetchedError as exc:
            return f"{UNREACHABLE}: {exc}", None
        except Exception as exc:
            if self._parts.hosts.stopping:
                raise StoppingError from exc
            return f"{UNREACHABLE}: {type(exc).__name__}: {exc}", None
        return read_answer(response.status, response.body)

    def _now(self) -> datetime:
        return self._parts.clock.now()
