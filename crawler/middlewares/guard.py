"""Refuses requests that must not leave: other schemes, foreign hosts after a redirect, hosts at rest."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.errors import OffsiteError, RefusedError, RestingError
from crawler.hosts import Rests, host_key
from crawler.parts import parts_of
from crawler.sources import Source
from crawler.urls import same_site


class GuardMiddleware:
    def __init__(self, rests: Rests) -> None:
        self._rests = rests

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        return cls(parts_of(crawler).rests)

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https"):
            raise RefusedError(f"{request.url}: only http and https are crawled")
        source: Source | None = request.meta.get("source")
        if source is not None and request.meta.get("redirect_times"):
            self._check_redirect(request, source)
        check_rest(self._rests, request)

    def _check_redirect(self, request: Request, source: Source) -> None:
        if source.urls.external != "follow" and not is_own(source, request.url):
            origin = request.meta["redirect_urls"][0]
            raise OffsiteError(f"{origin} redirects to {request.url}, which is no host of {source.id}")


def check_rest(rests: Rests, request: Request) -> None:
    """Raises RestingError when the request's host or source is to be left alone."""
    source: Source | None = request.meta.get("source")
    for name in (host_key(request.url), source_name(source) if source else ""):
        if until := rests.until(name):
            raise RestingError(f"{name} is left alone until {until:%Y-%m-%d %H:%M:%S} UTC", until)


def source_name(source: Source) -> str:
    """The name under which a source rests; no host is called so."""
    return f"source {source.id}"


def is_own(source: Source, url: str) -> bool:
    """Whether an address belongs to the source: its own host, or one of `urls.hosts` with its sub-domains."""
    host = urlsplit(url).hostname or ""
    return same_site(host, source.host) or any(
        same_site(host, own) or host.endswith(f".{own}") for own in source.urls.hosts
    )
