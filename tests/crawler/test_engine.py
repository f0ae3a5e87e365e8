"""The running crawler against real sites: what is fetched, published, remembered."""

import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
from crawling import Crawler, source_of
from sites.loopback_site import Answer, Page, Site, article, conditional, listing

Serve = Callable[..., Site]


def _wait(condition: Callable[[], Any], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.05)


def _news(*names: str) -> dict[str, Page]:
    paths = [f"/news/{name}.html" for name in names]
    return {"/list/": listing(*paths), **{path: article(f"第{path}号项目开工") for path in paths}}


def test_first_crawl_is_backfill_and_what_comes_later_is_live(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("10001", "10002"))
    first = crawler.once(source_of(site))
    site.pages |= _news("10003", "10001", "10002")
    second = crawler.once(source_of(site))

    assert first.dispositions() == {"published": 2}
    assert second.dispositions() == {"published": 1}
    assert [envelope["lane"] for envelope in crawler.envelopes()] == ["backfill", "backfill", "live"]
    assert crawler.source_states() == [("test-source", "ok", 1)]
    published = crawler.articles()[-1]
    assert published["title"] == "第/news/10003.html号项目开工"
    assert published["url"] == site.url + "/news/10003.html"
    assert published["region"] == "320706"
    assert published["published"] == "2026-01-05T01:30:00Z"
    assert published["shown_at"] == published["published"]
    assert published["revision"] == 1
    assert site.count("/news/10001.html") == 1


def test_a_changed_title_is_a_new_revision_and_an_equal_page_is_no_message(
    serve: Serve, crawler: Crawler
) -> None:
    pages = _news("20001", "20002")
    site = serve(pages)
    crawler.once(source_of(site))
    new_titles = {"/news/20001.html": "更正后的标题之一", "/news/20002.html": "列表里换了标题"}
    site.pages["/list/"] = listing(*new_titles, titles=new_titles)
    site.pages["/news/20001.html"] = article("更正后的标题之一")
    again = crawler.once(source_of(site))

    assert again.dispositions() == {"published": 1, "unchanged": 1}
    assert [(a["revision"], a["title"]) for a in crawler.articles() if a["url"].endswith("20001.html")] == [
        (1, "第/news/20001.html号项目开工"),
        (2, "更正后的标题之一"),
    ]


def test_lists_are_asked_conditionally(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("30001"))
    site.pages["/list/"] = conditional(listing("/news/30001.html"), '"v1"')
    crawler.once(source_of(site))
    crawler.once(source_of(site))
    site.pages["/list/"] = conditional(listing("/news/30002.html"), '"v2"')
    site.pages["/news/30002.html"] = article("新的一篇")
    third = crawler.once(source_of(site))

    assert [visit.status for visit in site.visits if visit.path == "/list/"] == [200, 304, 200]
    assert third.dispositions() == {"published": 1}


def test_killed_between_acknowledgement_and_note_repeats_with_the_same_id(
    serve: Serve, crawler: Crawler
) -> None:
    site = serve(_news(*(f"4000{n}" for n in range(6))))
    died = crawler.once(source_of(site), stream={"die_after": 1})
    lost = {envelope["id"] for envelope in crawler.envelopes()}
    crawler.once(source_of(site))

    ids = [envelope["id"] for envelope in crawler.envelopes()]
    assert died.code == 9
    assert len(set(ids)) == 6
    assert sorted(ids) == sorted([*set(ids), *lost])
    assert {envelope["lane"] for envelope in crawler.envelopes()} == {"backfill"}
    assert {envelope["payload"]["revision"] for envelope in crawler.envelopes()} == {1}


def test_killed_in_the_middle_loses_nothing_and_repeats_nothing(serve: Serve, crawler: Crawler) -> None:
    names = [f"5000{n}" for n in range(8)]
    site = serve(_news(*names))
    process = crawler.start(source_of(site), crawl_delay=0.2)
    _wait(lambda: len(crawler.envelopes()) >= 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = len(crawler.envelopes())
    crawler.once(source_of(site))

    urls = [payload["url"] for payload in crawler.articles()]
    assert before < 8
    assert sorted(set(urls)) == [f"{site.url}/news/{name}.html" for name in names]
    # The kill may fall between an acknowledgement and its note: then that one batch comes again.
    repeated = len(urls) - 8
    assert repeated <= 1
    assert {envelope["lane"] for envelope in crawler.envelopes()} == {"backfill"}


def test_the_daemon_looks_again_and_ends_on_sigterm(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("60001"))
    process = crawler.start(source_of(site), crawl_interval=0.5)
    _wait(crawler.articles)
    site.pages |= _news("60002", "60001")
    _wait(lambda: len(crawler.articles()) == 2)
    alive = crawler.alive.stat().st_mtime
    _wait(lambda: crawler.alive.stat().st_mtime > alive)
    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert [envelope["lane"] for envelope in crawler.envelopes()] == ["backfill", "live"]


def test_sigterm_does_not_wait_for_a_site_that_never_answers(serve: Serve, crawler: Crawler) -> None:
    site = serve({"/list/": lambda exchange: time.sleep(60)})
    process = crawler.start(source_of(site), crawl_timeout=60, drain_seconds=1)
    _wait(lambda: site.count("/list/"))
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert time.monotonic() - begun < 15


def test_two_crawlers_cannot_share_a_state(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("70001"))
    process = crawler.start(source_of(site))
    _wait(crawler.articles)
    with pytest.raises(pytest.fail.Exception, match="another crawler runs on this data directory"):
        crawler.once(source_of(site))
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def test_a_link_on_two_sources_is_fetched_once(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("80001"))
    site.pages["/other/"] = listing("/news/80001.html")
    crawler.once(source_of(site), source_of(site, "/other/", "test-other"))

    assert site.count("/news/80001.html") == 1
    assert len(crawler.articles()) == 1


def test_further_pages_are_read_until_nothing_new_appears(serve: Serve, crawler: Crawler) -> None:
    def page(n: int, *names: str) -> str:
        following = f'<a class="next" href="/list/{n + 1}.html">下一页</a>' if n < 9 else ""
        return listing(*(f"/news/{name}.html" for name in names), after=following)

    names = ["90001", "90002", "90003"]
    site = serve(_news(*names))
    site.pages["/list/"] = page(1, "90001", "90002")
    site.pages["/list/2.html"] = page(2, "90003")
    site.pages["/list/3.html"] = page(1, "90001", "90002")  # beyond the end: page 1 again
    source = source_of(site, pager={"kind": "next", "max_pages": 8}, urls={"allow": "/news/"})
    first = crawler.once(source)
    second = crawler.once(source)

    assert first.dispositions() == {"published": 3}
    assert second.dispositions() == {}
    assert [path for path in site.paths() if path.startswith("/list")] == [
        "/list/",
        "/list/2.html",
        "/list/3.html",
        "/list/",
    ]


def test_a_flood_of_new_links_is_backfill(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("91001"))
    source = source_of(site, window={"flood_max": 3})
    crawler.once(source)
    names = [f"9200{n}" for n in range(5)]
    site.pages |= _news(*names, "91001")
    flood = crawler.once(source)

    assert flood.dispositions() == {"published": 5}
    assert {envelope["lane"] for envelope in crawler.envelopes()} == {"backfill"}
    assert flood.log("flood of new links: none will alert")


def test_a_thin_page_is_not_published_and_tried_again_later(serve: Serve, crawler: Crawler) -> None:
    site = serve({"/list/": listing("/news/93001.html"), "/news/93001.html": "<html><body></body></html>"})
    first = crawler.once(source_of(site))
    second = crawler.once(source_of(site))

    assert first.dispositions() == {"thin": 1}
    assert second.dispositions() == {}
    assert crawler.articles() == []


def test_a_record_too_large_for_the_stream_spoils_no_other(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("94001", "94002", "94003"))
    site.pages["/news/94002.html"] = article("附件太多的一篇")
    crawl = crawler.once(source_of(site), stream={"refuse": "附件太多"})

    assert crawl.dispositions() == {"published": 2, "invalid": 1}
    assert len(crawler.articles()) == 2
    assert crawl.log("record too large for its topic")


def test_an_article_of_any_length_is_cut_and_published(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("94101"))
    site.pages["/news/94101.html"] = Answer(article("很长的一篇", "项目建设。" * 100_000).encode())
    crawler.once(source_of(site))

    assert [payload["truncated"] for payload in crawler.articles()] == [True]


def test_articles_are_asked_conditionally(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("94201"))
    site.pages["/news/94201.html"] = conditional(article("有校验值的一篇"), '"a1"')
    crawler.once(source_of(site))
    site.pages["/list/"] = listing("/news/94201.html", titles={"/news/94201.html": "标题换了"})
    again = crawler.once(source_of(site))

    assert [visit.status for visit in site.visits if visit.path == "/news/94201.html"] == [200, 304]
    assert again.dispositions() == {"unchanged": 1}


def test_a_further_page_that_stays_broken_does_not_silence_the_source(serve: Serve, crawler: Crawler) -> None:
    following = '<a class="next" href="/list/2.html">下一页</a>'
    site = serve(_news("95001"))
    site.pages["/list/"] = listing("/news/95001.html", after=following)
    site.pages["/list/2.html"] = Answer(b"", 500)
    source = source_of(site, pager={"kind": "next", "max_pages": 3}, urls={"allow": "/news/"})
    for _ in range(3):
        crawler.once(source)
    site.pages["/news/95002.html"] = article("之后的新闻")
    site.pages["/list/"] = listing("/news/95002.html", "/news/95001.html", after=following)
    crawler.once(source)

    assert [envelope["lane"] for envelope in crawler.envelopes()] == ["backfill", "live"]


def test_links_are_fetched_in_portions(serve: Serve, crawler: Crawler) -> None:
    names = [str(100_000 + n) for n in range(620)]
    site = serve(_news(*names))
    crawl = crawler.once(source_of(site))

    assert crawl.dispositions() == {"published": 620}
    assert len(site.paths()) == 621


def test_a_stream_that_is_away_is_waited_for(serve: Serve, crawler: Crawler) -> None:
    site = serve(_news("96001", "96002"))
    crawl = crawler.once(source_of(site), stream={"away": 2})

    assert crawl.dispositions() == {"published": 2}
    assert len(crawler.articles()) == 2
    assert crawl.log("stream is away, waiting")


def test_a_stream_that_fails_for_good_ends_the_crawler_and_loses_nothing(
    serve: Serve, crawler: Crawler
) -> None:
    site = serve(_news("97001", "97002"))
    failed = crawler.once(source_of(site), stream={"broken": True}, drain_seconds=1)
    again = crawler.once(source_of(site))

    assert failed.code != 0
    assert "the stream is of another version" in failed.stderr
    assert again.dispositions() == {"published": 2}
