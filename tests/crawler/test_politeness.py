"""Politeness, proved by what the sites themselves saw."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from crawling import Crawler, source_of
from sites.loopback_site import Answer, Page, Site, Visit, article, listing, redirect, slow_drip

Serve = Callable[..., Site]
DELAY = 0.3


def _news(folder: str, count: int) -> dict[str, Page]:
    paths = [f"/{folder}/{10000 + n}.html" for n in range(count)]
    return {f"/{folder}/": listing(*paths), **{path: article(f"项目{path}签约") for path in paths}}


def _polite(visits: Sequence[Visit], delay: float) -> None:
    in_order = sorted(visits, key=lambda visit: visit.begun)
    for earlier, later in pairwise(in_order):
        assert earlier.ended <= later.begun, "two requests at once"
        assert later.begun - earlier.begun >= delay, "too close together"


def test_one_request_at_a_time_and_far_enough_apart_across_sources(serve: Serve, crawler: Crawler) -> None:
    site = serve({**_news("a", 3), **_news("b", 3)})
    other = serve(_news("c", 4), host="127.0.0.22")
    crawl = crawler.once(
        source_of(site, "/a/", "test-a"),
        source_of(site, "/b/", "test-b"),
        source_of(other, "/c/", "test-c"),
        crawl_delay=DELAY,
    )

    assert [crawl.dispositions(f"test-{name}") for name in "abc"] == [
        {"published": 3},
        {"published": 3},
        {"published": 4},
    ]
    for each in (site, other):
        assert each.count("/robots.txt") == 1
        _polite(each.visits, DELAY)


def test_a_redirect_to_another_host_takes_its_turn_there(serve: Serve, crawler: Crawler) -> None:
    target = serve(_news("b", 4), host="127.0.0.23")
    paths = [f"/a/{10000 + n}.html" for n in range(4)]
    site = serve({"/a/": listing(*paths)})
    for n, path in enumerate(paths):
        site.pages[path] = redirect(f"{target.url}/moved/{n}.html")
        target.pages[f"/moved/{n}.html"] = article(f"搬家的第{n}篇")
    crawl = crawler.once(
        source_of(site, "/a/", "test-a", urls={"hosts": [target.host]}),
        source_of(target, "/b/", "test-b"),
        crawl_delay=DELAY,
    )

    assert crawl.dispositions("test-a") == {"published": 4}
    assert crawl.dispositions("test-b") == {"published": 4}
    _polite(site.visits, DELAY)
    _polite(target.visits, DELAY)


def test_a_request_that_leaves_late_makes_the_next_one_later(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("list", 5))
    crawler.once(source_of(site), crawl_delay=DELAY, stall=0.2)

    assert len(site.visits) == 7
    _polite(site.visits, DELAY)


def test_robots_may_ask_for_a_longer_delay(serve: Serve, crawler: Crawler) -> None:
    site = serve({"/robots.txt": "User-agent: *\nCrawl-delay: 0.8\n", **_news("list", 2)})
    crawler.once(source_of(site), crawl_delay=0.1)

    _polite([visit for visit in site.visits if visit.path != "/robots.txt"], 0.8)


def test_a_source_may_ask_for_a_longer_delay(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("list", 1))
    crawler.once(source_of(site, http={"delay": 1.0}), crawl_delay=0.1)

    _polite(site.visits, 1.0)


def test_without_a_delay_requests_run_side_by_side(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("list", 40))
    for path, page in list(site.pages.items()):
        site.pages[path] = slow_drip(str(page).encode(), 0.2, 1)
    crawl = crawler.once(source_of(site), crawl_delay=0)

    spans = sorted((visit.begun, visit.ended) for visit in site.visits)
    assert crawl.dispositions() == {"published": 40}
    assert any(later[0] < earlier[1] for earlier, later in pairwise(spans))


def test_who_we_are_is_said_honestly(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("list", 1))
    crawler.once(source_of(site, http={"referer": "list"}), crawl_contact="mailto:ops@example.cn")

    last = site.visits[-1]
    assert last.headers["User-Agent"].startswith("Kaigong/")
    assert "mailto:ops@example.cn" in last.headers["User-Agent"]
    assert last.headers["Referer"] == site.url + "/list/"
    assert all("Cookie" not in visit.headers for visit in site.visits)


def test_cookies_are_not_sent_back(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("list", 2))
    page = article("带了饼干的一篇").encode()
    site.pages["/list/10000.html"] = Answer(page, headers={"Set-Cookie": "visitor=1; Path=/"})
    crawler.once(source_of(site))
    crawler.once(source_of(site))

    assert all("Cookie" not in visit.headers for visit in site.visits)


@pytest.mark.parametrize("read_late", [0.0, 0.5])
def test_retry_after_is_kept_to(serve: Serve, crawler: Crawler, read_late: float) -> None:
    site = serve(_news("list", 6))
    site.pages["/list/10001.html"] = Answer(b"busy", 503, {"Retry-After": "3600"})
    crawl = crawler.once(source_of(site), crawl_delay=0.1, read_late=read_late)

    assert site.visits[-1].path == "/list/10001.html"
    assert crawl.dispositions() == {"published": 1, "failed": 1}
    assert any("is left alone until" in error for error in crawl.report["test-source"]["errors"])


def test_a_refusal_blocks_the_source_and_is_not_retried(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("list", 5))
    site.pages["/list/10001.html"] = Answer(b"<html>denied</html>", 403)
    healthy = serve(_news("list", 1), host="127.0.0.22")
    first = crawler.once(source_of(site), source_of(healthy, source_id="test-healthy"), crawl_delay=0.1)
    seen = len(site.visits)
    second = crawler.once(source_of(site), crawl_delay=0.1)

    assert first.dispositions() == {"published": 1, "blocked": 1}
    assert first.dispositions("test-healthy") == {"published": 1}
    assert site.count("/list/10001.html") == 1
    assert len(site.visits) == seen, "a blocked source was asked again"
    assert "left alone until" in second.report["test-source"]["errors"][0]
    states = [state for state in crawler.source_states() if state[0] == "test-source"]
    assert states == [("test-source", "ok", 1), ("test-source", "blocked", 2)]


def test_a_challenge_page_with_status_200_blocks(serve: Serve, crawler: Crawler) -> None:
    challenge = "<html><head><script>var $_ts=window['$_ts'];$_ts={};</script></head><body></body></html>"
    site = serve({"/list/": challenge})
    crawl = crawler.once(source_of(site))

    assert crawler.source_states() == [("test-source", "blocked", 1)]
    assert "ruishu" in crawl.report["test-source"]["errors"][0]
