"""The one place where requests leave: a turn per host, and a clear word when the address is refused."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.http import Response

from crawler.errors import ProxyError, RefusedError
from crawler.hosts import host_key
from crawler.middlewares.guard import check_rest
from crawler.parts import parts_of
from crawler.proxies import shown


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
            except (CannotResolveHostError, DownloadConnectionRefusedError, TunnelError) as exc:
                raise self._explained(request, exc) from exc
            turn.answered_at = started + request.meta["download_latency"]
            return response

    def _explained(self, request: Request, exc: Exception) -> Exception:
        if proxy := request.meta.get("proxy"):
            return ProxyError(f"the proxy {shown(proxy)} cannot be used for {request.url}: {exc}")
        address = self._resolver.refused(urlsplit(request.url).hostname or "")
        if address is None or not isinstance(exc, CannotResolveHostError):
            return exc
        return RefusedError(
            f"{request.url} is at {address}, which is not a public address; "
            "to crawl it, add its network to KAIGONG_CRAWL_ALLOW_NETWORKS"
        )
