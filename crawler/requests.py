"""The two kinds of requests, and the headers that go with them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from scrapy import Request

from crawler.drafts import Draft
from crawler.joining import Joining
from crawler.listings import Ask
from crawler.look import Look
from crawler.memory import wants_full_fetch
from crawler.records import Link
from crawler.slow_lane import Errand
from crawler.sources import Source

# Fresh news goes before the past of a source that is looked at for the first time, visits go last.
_LIST_PRIORITY, _LIVE_PRIORITY, _FIRST_LOOK_PRIORITY, _SLOW_PRIORITY = 10, 5, 0, -5
Callback = Callable[..., Any]


def list_request(look: Look, ask: Ask, callback: Callback, errback: Callback, now: datetime) -> Request:
    """Ask for a listing page: the first one conditionally, unless it is time to fetch it whole."""
    record = look.record
    conditional = ask == Ask(look.source.url) and not wants_full_fetch(record, now)
    return page_request(
        ask,
        look.source,
        _conditions(record.etag, record.last_modified) if conditional else {},
        callback=callback,
        errback=errback,
        priority=_LIST_PRIORITY,
        meta={"source": look.source, "look": look, "ask": ask},
    )


def past_request(errand: Errand, ask: Ask, callback: Callback, errback: Callback) -> Request:
    """Ask for a page of a listing on the way back."""
    return page_request(
        ask,
        errand.source,
        {},
        callback=callback,
        errback=errback,
        priority=_SLOW_PRIORITY,
        meta={"source": errand.source, "errand": errand, "ask": ask},
    )


def page_request(ask: Ask, source: Source, more_headers: dict[str, str], **more: Any) -> Request:
    """The request for a page of a listing; what the page leads to is asked for as the page would."""
    headers = dict(source.http.headers)
    if ask.cursor and source.http.referer == "list":
        headers["Referer"] = source.url
    if ask.body is None:
        return Request(ask.url, headers=headers | more_headers, dont_filter=True, **more)
    headers["Content-Type"] = ask.content_type
    return Request(
        ask.url, method="POST", body=ask.body, headers=headers | more_headers, dont_filter=True, **more
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


def further_request(
    draft: Draft, joining: Joining, url: str, callback: Callback, errback: Callback
) -> Request:
    """Ask for a further page of an article, before other articles of its kind."""
    return Request(
        url,
        callback,
        errback=errback,
        headers=dict(draft.source.http.headers) | {"Referer": draft.link.url},
        priority=_priority(draft.link) + 1,
        dont_filter=True,
        meta={"source": draft.source, "link": draft.link, "draft": draft, "joining": joining},
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
