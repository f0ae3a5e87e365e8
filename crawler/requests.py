"""The two kinds of requests, and the headers that go with them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from scrapy import Request

from crawler.look import Look
from crawler.memory import wants_full_fetch
from crawler.records import Link
from crawler.sources import Source

# Fresh news goes before the past of a source that is looked at for the first time, visits go last.
_LIST_PRIORITY, _LIVE_PRIORITY, _FIRST_LOOK_PRIORITY, _SLOW_PRIORITY = 10, 5, 0, -5
Callback = Callable[..., Any]


def list_request(look: Look, url: str, callback: Callback, errback: Callback, now: datetime) -> Request:
    """Ask for a listing page: the first one conditionally, unless it is time to fetch it whole."""
    record = look.record
    headers = dict(look.source.http.headers)
    if url == look.source.url and not wants_full_fetch(record, now):
        headers |= _conditions(record.etag, record.last_modified)
    return Request(
        url,
        callback,
        errback=errback,
        headers=headers,
        priority=_LIST_PRIORITY,
        dont_filter=True,
        meta={"source": look.source, "look": look},
    )


def article_request(
    source: Source, link: Link, callback: Callback, errback: Callback, *, whole: bool = False
) -> Request:
    """Ask for an article, conditionally unless the `whole` page is wanted."""
    headers = dict(source.http.headers)
    if not whole:
        headers |= _conditions(link.etag, link.last_modified)
    if source.http.referer == "list":
        headers["Referer"] = source.url
    return Request(
        link.url,
        callback,
        errback=errback,
        headers=headers,
        priority=_priority(link),
        dont_filter=True,
        meta={"source": source, "link": link},
    )


def _priority(link: Link) -> int:
    if link.revision or link.past:
        return _SLOW_PRIORITY
    return _LIVE_PRIORITY if link.lane == "live" else _FIRST_LOOK_PRIORITY


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers
