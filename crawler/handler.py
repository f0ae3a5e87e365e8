"""The one place where requests leave: a turn per host, and a clear word when the address is refused."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.http import Response
from scrapy.signals import headers_received

from crawler.errors import ProxyError, RefusedError
from crawler.hosts import host_key
from crawler.middlewares.guard import check_rest
from crawler.parts import parts_of
from crawler.proxies import shown
from crawler.verdict import rest_asked

_ANSWERED_AT = "answered_at"


class PoliteDownloadHandler(HTTP11DownloadHandler):
    """Every request passes here whatever its slot: redirects, robots.txt and retries too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        parts = parts_of(crawler)
        self._hosts = parts.hosts
        self._rests = parts.rests
        self._resolver = parts.resolver
        self._clock = parts.clock
        crawler.signals.connect(self._note_answer, headers_received)

    async def download_request(self, request: Request) -> Response:
        async with self._hosts.turn(host_key(request.url)) as turn:
            # While it waited for its turn, the site may have asked to be left alone.
            check_rest(self._rests, request)
            turn.asked = True
            request.meta.pop(_ANSWERED_AT, None)  # of an earlier try
            try:
                response = await super().download_request(request)
            except (CannotResolveHostError, DownloadConnectionRefusedError, TunnelError) as exc:
                raise self._explained(request, exc) from exc
            turn.answered_at = request.meta.get(_ANSWERED_AT)
            # Before the turn ends: the next request may start before anybody has read this answer.
            self._heed(response)
            return response

    def _heed(self, response: Response) -> None:
        header = response.headers.get("Retry-After")
        now = self._clock.now()
        if rest := rest_asked(response.status, header.decode("latin-1") if header else None, now):
            self._rests.rest(host_key(response.url), now + rest)

    def _note_answer(self, request: Request) -> None:
        """At the head of the answer; Scrapy's latency counts from a start that comes some time after ours."""
        request.meta[_ANSWERED_AT] = self._clock.monotonic()

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
