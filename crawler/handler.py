"""The one place where requests leave: a turn per host, and a clear word when the address is refused."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from crawler.errors import RefusedError
from crawler.hosts import host_key
from crawler.middlewares.guard import check_rest
from crawler.parts import parts_of


class PoliteDownloadHandler(HTTP11DownloadHandler):
    """Every request passes here whatever its slot: redirects, robots.txt and retries too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        parts = parts_of(crawler)
        self._hosts = parts.hosts
        self._rests = parts.rests
        self._resolver = parts.resolver
        self._clock = parts.clock

    async def download_request(self, request: Request) -> Response:
        async with self._hosts.turn(host_key(request.url)) as turn:
            # While it waited for its turn, the site may have asked to be left alone.
            check_rest(self._rests, request)
            turn.asked = True
            started = self._clock.monotonic()
            try:
                response = await super().download_request(request)
            except CannotResolveHostError as exc:
                raise self._explained(request.url, exc) from exc
            turn.answered_at = started + request.meta["download_latency"]
            return response

    def _explained(self, url: str, exc: Exception) -> Exception:
        address = self._resolver.refused(urlsplit(url).hostname or "")
        if address is None:
            return exc
        return RefusedError(
            f"{url} is at {address}, which is not a public address; "
            "to crawl it, add its network to KAIGONG_CRAWL_ALLOW_NETWORKS"
        )
