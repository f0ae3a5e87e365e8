"""Going back through a list: how far, in which lane, after an interruption, and beside a running crawler."""

import json
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
from crawling import Crawler, source_of
from sites.loopback_site import Answer, Site, article

from crawler.backfill_orders import Order, leave, take
from crawler.records import BackfillRecord

Serve = Callable[..., Site]
PER_PAGE = 3
PAGES = 8
# Midnight: in China it is the same day at any hour of the test.
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _day(n: int) -> str:
    """The date of the n-th article: one every ten days."""
    return f"{TODAY - timedelta(days=10 * n):%Y-%m-%d}"


def _since(n: int) -> datetime:
    return (TODAY - timedelta(days=10 * n + 1)).replace(microsecond=0)


def _path(n: int) -> str:
    return f"/news/{10000 + n}.html"


def _page(page: int, pages: int, first: int = 0, *, dated: bool = True) -> str:
    numbers = range(page * PER_PAGE - first, (page + 1) * PER_PAGE - first)
    rows = "".join(
        f'<li><a href="{_path(n)}">第{n}号项目通报</a>'
        + (f"<span>{_day(n)}</span></li>" if dated else "</li>")
        for n in numbers
    )
    after = f'<a class="next" href="/list/{page + 1}.html">下一页</a>' if page + 1 < pages else ""
    return f'<html><body><ul class="list">{rows}</ul>{after}</body></html>'


def _archive(serve: Serve, *, dated: bool = True) -> Site:
    """A list of many pages, of which an ordinary look reads two."""
    site = serve({"/list/": _page(0, PAGES, dated=dated)})
    for page in range(1, PAGES):
        site.pages[f"/list/{page}.html"] = _page(page, PAGES, dated=dated)
    for n in range(PAGES * PER_PAGE):
        site.pages[_path(n)] = article(f"第{n}号项目通报", date=f"{_day(n)} 09:30")
    return site


def _source(site: Site, **more: Any) -> dict[str, Any]:
    return source_of(site, pager={"kind": "next", "max_pages": 2}, urls={"allow": "/news/"}, **more)


def _published(crawler: Crawler) -> list[int]:
    return sorted(int(one["url"].rpartition("/")[2][:5]) - 10000 for one in crawler.articles())


def _record(crawler: Crawler) -> BackfillRecord | None:
    with closing(sqlite3.connect(crawler.folder / "data" / "crawl.db")) as state:
        row = state.execute("SELECT record FROM backfills").fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=BackfillRecord)


def _wait(condition: Callable[[], Any], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.05)


def test_a_crawl_goes_back_to_the_day_and_no_further(serve: Serve, crawler: Crawler) -> None:
    site = _archive(serve)
    crawl = crawler.once(_source(site), since=_since(13))

    assert _published(crawler) == list(range(14))
    assert {envelope["lane"] for envelope in crawler.envelopes()} == {"backfill"}
    # Page 5 begins with the fifteenth: nothing behind it is asked for.
    assert site.count("/list/5.html") == 1
    assert site.count("/list/6.html") == 0
    assert crawl.report["test-source"]["planned"] == crawl.report["test-source"]["fetched"] == 14
    record = _record(crawler)
    assert record is not None
    assert record.ended is not None


def test_a_list_without_dates_is_gone_through_and_old_articles_are_left(
    serve: Serve, crawler: Crawler
) -> None:
    site = _archive(serve, dated=False)
    crawler.once(_source(site), since=_since(13))

    assert set(range(14)) <= set(_published(crawler))
    assert max(_published(crawler)) <= 14
    assert site.count(f"/list/{PAGES - 1}.html") == 1


def test_what_was_interrupted_goes_on_where_it_was(serve: Serve, crawler: Crawler) -> None:
    site = _archive(serve)
    died = crawler.once(_source(site), since=_since(23), stream={"die_after": 12})
    asked = len(site.visits)
    crawler.once(_source(site), since=_since(23))
    last = site.visits[asked:]

    assert died.code == 9
    assert set(_published(crawler)) == set(range(24))
    ids = [envelope["id"] for envelope in crawler.envelopes()]
    assert len(set(ids)) == 24, "what was not noted when it died comes again as the same record"
    # The first look's two pages, and none of those that were gone back through already.
    again = {visit.path for visit in last if visit.path.startswith("/list/")}
    assert "/list/2.html" not in again
    assert f"/list/{PAGES - 1}.html" in again


def test_a_page_that_cannot_be_had_is_asked_for_again_later(serve: Serve, crawler: Crawler) -> None:
    site = _archive(serve)
    page, site.pages["/list/4.html"] = site.pages["/list/4.html"], Answer(b"", 500)
    first = crawler.once(_source(site), since=_since(23))
    record = _record(crawler)

    assert _published(crawler) == list(range(12))
    assert any("asked for again" in error for error in first.report["test-source"]["errors"])
    assert record is not None
    assert [ask.url for ask in record.waiting] == [f"{site.url}/list/4.html"]
    assert record.ended is None
    site.pages["/list/4.html"] = page
    with closing(sqlite3.connect(crawler.folder / "data" / "crawl.db")) as state:
        due = msgspec.structs.replace(record, next_try=TODAY)
        state.execute("UPDATE backfills SET record = ?", (msgspec.json.encode(due).decode(),))
        state.commit()
    crawler.once(_source(site), since=_since(23))
    assert _published(crawler) == list(range(24))


def test_a_list_that_repeats_its_last_page_for_ever_ends(serve: Serve, crawler: Crawler) -> None:
    site = _archive(serve)
    for page in range(4, 40):
        site.pages[f"/list/{page}.html"] = _page(3, 1).replace(
            "</body>", f'<a class="next" href="/list/{page + 1}.html">下一页</a></body>'
        )
    crawler.once(_source(site), since=_since(200))

    assert _published(crawler) == list(range(12))
    assert site.count("/list/6.html") == 0


def test_a_running_crawler_goes_back_and_finds_its_news_in_time(serve: Serve, crawler: Crawler) -> None:
    delay = 0.2
    site = _archive(serve)
    process = crawler.start(_source(site), crawl_delay=delay, crawl_interval=1.0)
    _wait(lambda: len(crawler.articles()) >= 2 * PER_PAGE)
    leave(crawler.folder / "data", Order("test-source", _since(23)))
    _wait(lambda: site.count("/list/3.html"))
    with site.lock:
        site.pages[_path(-1)] = article("刚刚发布的一篇", date=f"{TODAY:%Y-%m-%d} 09:30")
        site.pages["/list/"] = _page(0, PAGES, 1)
        published = len(site.visits)
    _wait(lambda: site.count(_path(-1)))
    _wait(lambda: len(crawler.articles()) == PAGES * PER_PAGE + 1)
    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    lanes = {envelope["payload"]["title"]: envelope["lane"] for envelope in crawler.envelopes()}
    assert lanes.pop("刚刚发布的一篇") == "live"
    assert set(lanes.values()) == {"backfill"}
    visited = [visit.path for visit in site.visits]
    look = visited.index("/list/", published)
    # The second page of the ordinary look, and one request of the slow lane that was under way.
    assert _path(-1) in visited[look + 1 : look + 4]
    for earlier, later in pairwise(sorted(site.visits, key=lambda visit: visit.begun)):
        assert earlier.ended <= later.begun, "two requests at once"
        assert later.begun - earlier.begun >= delay, "too close together"
    assert list(take(crawler.folder / "data")) == []


def test_an_order_for_nobody_is_dropped(serve: Serve, crawler: Crawler) -> None:
    site = _archive(serve)
    leave(crawler.folder / "data", Order("who-is-this", _since(3)))
    (crawler.folder / "data" / "backfill-orders" / "broken.json").write_text(json.dumps({"since": 3}))
    process = crawler.start(_source(site))
    _wait(lambda: len(crawler.articles()) >= 2 * PER_PAGE)
    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert list(take(crawler.folder / "data")) == []
    assert _published(crawler) == list(range(2 * PER_PAGE))
