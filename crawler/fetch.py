"""Single pages for a person who asks: as polite and as guarded as the crawl, and nothing is remembered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.article import decode_html
from crawler.engine import in_reactor, make_parts
from crawler.failures import explain
from crawler.listings.model import Ask
from crawler.parts import Parts
from crawler.publish import Publisher
from crawler.revisits import Revisits
from crawler.robots import HTML_ANSWER, Rules
from crawler.scrapy_settings import scrapy_settings
from crawler.sources import Source
from crawler.state import CrawlState
from crawler.verdict import judge
from wire.clock import SystemClock
from wire.metrics import NoMetrics
from wire.settings import Settings
from wire.stream import NewRecord

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, or in `error` why there is none; `url` is where the redirects ended.

    `robots` is what its host's robots.txt came to, when it is worth telling.
    """

    url: str
    html: str = ""
    problems: tuple[str, ...] = ()
    error: str | None = None
    robots: str = ""


class Fetch(Protocol):
    """Fetches one page, by its address or as a list's reader asks for it; never raises."""

    def __call__(self, asked: Ask | str, source: Source | None = None, /) -> Awaitable[Fetched]: ...


def fetching(settings: Settings, main: Callable[[Fetch], Awaitable[T]]) -> T:
    """Run `main`, which may fetch pages one after the other. Once per process, like every crawl."""
    return in_reactor(lambda: _run(settings, main))


async def _run(settings: Settings, main: Callable[[Fetch], Awaitable[T]]) -> T:
    with (
        TemporaryDirectory(prefix="kaigong-fetch-") as folder,
        closing(CrawlState(Path(folder) / "crawl.db")) as state,
    ):
        publisher = Publisher(
            _Nowhere(),
            state,
            SystemClock(),
            NoMetrics(),
            Revisits.of(settings),
            on_failure=lambda _: None,
        )
        parts = make_parts(settings, state, publisher, NoMetrics())
        crawler = Crawler(_Waiting, scrapy_settings(settings))
        crawl = asyncio.ensure_future(crawler.crawl_async(parts=parts))
        try:
            await _started(crawler, crawl)
            return await main(_Fetcher(crawler, parts))
        finally:
            parts.hosts.stop()
            await crawler.stop_async()
            await crawl


async def _started(crawler: Crawler, crawl: "asyncio.Future[None]") -> None:
    ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    crawler.signals.connect(lambda: ready.set_result(None), signals.engine_started, weak=False)
    await asyncio.wait({ready, crawl}, return_when=asyncio.FIRST_COMPLETED)


class _Nowhere:
    """The stream of a run that publishes nothing."""

    def publish(self, batch: Sequence[NewRecord]) -> None: ...

    def close(self) -> None: ...


class _Waiting(Spider):
    """Asks for nothing itself; the engine stays open for others to use."""

    name = "kaigong-fetch"

    def __init__(self, *, parts: Parts) -> None:
        super().__init__()
        self.parts = parts

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: object, **kwargs: Parts) -> "_Waiting":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.stay_open, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def stay_open(self) -> None:
        raise DontCloseSpider


class _Fetcher:
    def __init__(self, crawler: Crawler, parts: Parts) -> None:
        self._crawler = crawler
        self._parts = parts

    async def __call__(self, asked: Ask | str, source: Source | None = None, /) -> Fetched:
        ask = Ask(asked) if isinstance(asked, str) else asked
        headers = dict(source.http.headers) if source else {}
        if source and source.http.referer == "list":
            headers["Referer"] = source.url
        if ask.body is not None:
            headers["Content-Type"] = ask.content_type
        try:
            request = Request(
                ask.url,
                method="GET" if ask.body is None else "POST",
                body=ask.body or "",
                headers=headers,
                meta={"source": source},
                dont_filter=True,
                callback=NO_CALLBACK,
            )
            response = await self._crawler.engine.download_async(request)
        except Exception as exc:  # noqa: BLE001 - whatever Scrapy raises becomes a sentence
            return Fetched(ask.url, error=explain(exc).text)
        return self._read(response, source)

    def _read(self, response: Response, source: Source | None) -> Fetched:
        headers = {str(k).lower(): str(v) for k, v in response.headers.to_unicode_dict().items()}
        _, _, charset = headers.get("content-type", "").lower().partition("charset=")
        forced = source.http.encoding if source else None
        html, _, problems = decode_html(response.body, charset.partition(";")[0] or None, forced)
        verdict = judge(response.status, headers, html, self._parts.clock.now())
        if verdict.kind != "page":
            return Fetched(response.url, error=verdict.reason or verdict.kind)
        return Fetched(response.url, html, tuple(problems), robots=self._robots(response.url))

    def _robots(self, url: str) -> str:
        parts = urlsplit(url)
        record = self._parts.state.robots(f"{parts.scheme}://{parts.netloc}")
        if record is None or record.rules is None:
            return ""
        if delay := Rules(record.rules).crawl_delay():
            return f"robots.txt asks for {delay:g} seconds between two requests"
        return f"robots.txt: {record.decision}" if record.decision == HTML_ANSWER else ""
