"""One run of the engine: the parts are put together, work until an end, and are taken down in order."""

import asyncio
import random
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime

from loguru import logger
from scrapy import signals
from scrapy.crawler import Crawler

from crawler import backfill_orders
from crawler.backfill import begun
from crawler.backfill_orders import Order
from crawler.outcomes import Outcomes
from crawler.parts import Parts
from crawler.publish import Publisher
from crawler.reactor import make_parts
from crawler.records import BackfillRecord
from crawler.report import CrawlReport, Progress
from crawler.revisits import Revisits
from crawler.schedule import Wakeups
from crawler.scrapy_settings import scrapy_settings
from crawler.sources import Source
from crawler.spider import NewsSpider
from crawler.state import CrawlState
from crawler.watch import Watch
from wire.clock import SystemClock
from wire.metrics import Metrics
from wire.settings import Settings
from wire.stream import Producer

STATE_FILE = "crawl.db"
_WAKE_SECONDS = 0.5
_TICK_SECONDS = 60.0

OnAlive = Callable[[], None]
Reload = Callable[[], Sequence[Source] | None]


class Session:
    def __init__(
        self,
        settings: Settings,
        producer: Producer,
        metrics: Metrics,
        on_progress: Progress | None = None,
    ) -> None:
        self._settings = settings
        self._producer = producer
        self._metrics = metrics
        self._on_progress = on_progress

    async def run(
        self,
        sources: Sequence[Source],
        *,
        stay: bool,
        on_alive: OnAlive | None = None,
        reload: Reload | None = None,
        since: datetime | None = None,
    ) -> CrawlReport:
        self._end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        _on_signals(self._stop)
        with closing(CrawlState(self._settings.data_dir / STATE_FILE)) as state:
            parts = self._parts(state)
            watch = Watch(parts, sources, rng=random.Random())  # noqa: S311 - spreads load only
            outcomes = Outcomes(CrawlReport.of([s.id for s in sources]), self._metrics, self._on_progress)
            crawler = Crawler(NewsSpider, scrapy_settings(self._settings))
            wakeups = Wakeups(self._fail)
            if stay:
                watch.spread_overdue()
                wakeups.every(_WAKE_SECONDS, lambda: self._wake(crawler, watch, on_alive))
                wakeups.every(_TICK_SECONDS, lambda: self._tick(watch, parts, reload))
                crawler.signals.connect(wakeups.start, signals.engine_started, weak=False)
            looks = [] if stay else self._allowed(sources, watch, outcomes)
            crawl = asyncio.ensure_future(
                crawler.crawl_async(
                    parts=parts,
                    watch=watch,
                    outcomes=outcomes,
                    looks=looks,
                    stay=stay,
                    backfills=_backfills(state, looks, stay=stay, since=since),
                )
            )
            parts.publisher.start()
            await asyncio.wait({crawl, self._end}, return_when=asyncio.FIRST_COMPLETED)
            await self._take_down(crawler, crawl, parts, watch, wakeups, stay=stay)
        return outcomes.report

    def _allowed(self, sources: Sequence[Source], watch: Watch, outcomes: Outcomes) -> list[Source]:
        for source in sources:
            if not watch.is_crawled(source):
                outcomes.error(source, f"not crawled: its file says `status: {source.status}`")
        return [source for source in sources if watch.is_crawled(source)]

    def _parts(self, state: CrawlState) -> Parts:
        loop = asyncio.get_running_loop()
        publisher = Publisher(
            self._producer,
            state,
            SystemClock(),
            self._metrics,
            Revisits.of(self._settings),
            on_failure=lambda exc: loop.call_soon_threadsafe(self._fail, exc),
        )
        return make_parts(self._settings, state, publisher, self._metrics)

    def _wake(self, crawler: Crawler, watch: Watch, on_alive: OnAlive | None) -> None:
        if on_alive is not None:
            on_alive()
        spider = crawler.spider
        assert isinstance(spider, NewsSpider)
        for source in watch.due():
            if request := spider.look_at(source):
                crawler.engine.crawl(request)
        for order in backfill_orders.take(self._settings.data_dir):
            self._go_back(order, spider, watch)
        for request in spider.slow_requests():
            crawler.engine.crawl(request)

    def _go_back(self, order: Order, spider: NewsSpider, watch: Watch) -> None:
        if order.source_id not in {source.id for source in watch.sources}:
            logger.bind(source_id=order.source_id).warning("told to go back through a source nobody watches")
            return
        state = spider.parts.state
        record = begun(state.backfills(), order.source_id, order.since)
        state.record_backfill(record)
        spider.slow.go_back(record)
        logger.bind(source_id=order.source_id, since=order.since.isoformat()).info("going back")

    async def _take_down(
        self,
        crawler: Crawler,
        crawl: "asyncio.Future[None]",
        parts: Parts,
        watch: Watch,
        wakeups: Wakeups,
        *,
        stay: bool,
    ) -> None:
        """Stop asking, let answers come in, publish them, save; all within the time to drain."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._settings.drain_seconds
        wakeups.stop()
        parts.hosts.stop()
        if not crawl.done():
            await asyncio.wait(
                {asyncio.ensure_future(crawler.stop_async())}, timeout=self._settings.drain_seconds
            )
        watch.tick()
        left = max(deadline - loop.time(), 1.0)
        if not await asyncio.to_thread(parts.publisher.close, left):
            logger.bind(seconds=self._settings.drain_seconds).warning(
                "stopped before everything was published"
            )
        watch.tick()
        for future in (crawl, self._end):
            if future.done():
                future.result()
        if stay and not self._end.done():
            raise RuntimeError("the engine ended by itself")

    def _tick(self, watch: Watch, parts: Parts, reload: Reload | None) -> None:
        sources = reload() if reload else None
        if sources is not None:
            watch.replace_sources(sources)
        watch.tick()
        parts.hosts.forget_idle()

    def _stop(self) -> None:
        if not self._end.done():
            self._end.set_result(None)

    def _fail(self, exc: BaseException) -> None:
        if not self._end.done():
            self._end.set_exception(exc)


def _backfills(
    state: CrawlState, looks: Sequence[Source], *, stay: bool, since: datetime | None
) -> list[BackfillRecord]:
    """What the slow lane goes on with: whatever was begun, or what this crawl is for."""
    if stay:
        return state.backfills()
    if since is None:
        return []
    records = [begun(state.backfills(), source.id, since) for source in looks]
    for record in records:
        state.record_backfill(record)
    return records


def _on_signals(stop: Callable[[], None]) -> None:
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
