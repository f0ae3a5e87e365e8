"""Edits, withdrawals and returns of published articles, on real sites and with short intervals."""

import signal
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from crawling import Crawl, Crawler, source_of
from sites.loopback_site import Answer, Page, Site, article, conditional, listing, redirect

Serve = Callable[..., Site]
NEWS = "/news/10001.html"
# Every article is due again one second after each visit, whatever is seen of it.
EVERY_SECOND: dict[str, Any] = {"crawl_revisit_hours": [n / 3600 for n in range(1, 900)]}
# Gone for one second is withdrawn.
SOON_WITHDRAWN: dict[str, Any] = {**EVERY_SECOND, "crawl_withdraw_hours": 1 / 3600}
BODY = "项目总投资4.1亿元，占地120亩。区有关负责人参加活动。各方将加快推进后续工作，力争早日投产见效。"
GONE: list[Page] = [
    Answer(b"", 404),
    "<html><head><title>提示</title></head><body><h2>您访问的页面不存在</h2></body></html>",
]


def _wait(condition: Callable[[], Any], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.05)


def _site(serve: Serve) -> Site:
    return serve({"/list/": listing(NEWS), NEWS: article("产业园开工", BODY)})


def _crawl(crawler: Crawler, site: Site, **settings: Any) -> Crawl:
    """One more crawl, a little later than every second."""
    time.sleep(1)
    return crawler.once(source_of(site), **(settings or SOON_WITHDRAWN))


def test_an_edit_is_told_with_what_it_changed(serve: Serve, crawler: Crawler) -> None:
    site = _site(serve)
    _crawl(crawler, site)
    unchanged = _crawl(crawler, site)
    site.pages[NEWS] = article("产业园开工", BODY.replace("4.1", "4.3"), "2026-01-05 10:00")
    edited = _crawl(crawler, site)

    assert (unchanged.dispositions(), edited.dispositions()) == ({"unchanged": 1}, {"published": 1})
    first, second = crawler.articles()
    assert (first["revision"], second["revision"]) == (1, 2)
    assert first["change"] is None
    assert second["change"] == {
        "kind": "edited",
        "changed": ["published", "text"],
        "title_before": None,
        "published_before": "2026-01-05T01:30:00Z",
        "chars_added": 1,
        "chars_removed": 1,
        "paragraphs_changed": 1,
        "sentence_before": "项目总投资4.1亿元，占地120亩。",
        "sentence": "项目总投资4.3亿元，占地120亩。",
    }


def test_visits_are_conditional(serve: Serve, crawler: Crawler) -> None:
    site = _site(serve)
    site.pages[NEWS] = conditional(article("产业园开工", BODY), '"a1"')
    _crawl(crawler, site)
    again = _crawl(crawler, site)

    assert [visit.status for visit in site.visits if visit.path == NEWS][:2] == [200, 304]
    assert again.dispositions() == {"unchanged": 1}


def test_a_counter_or_another_related_list_is_no_revision(serve: Serve, crawler: Crawler) -> None:
    def page(views: int) -> str:
        related = "".join(
            f'<li><a href="/news/{views + n}.html">相关新闻之{views + n}</a></li>' for n in range(6)
        )
        return (
            article("产业园开工", BODY)
            .replace(
                '<div id="zoom">',
                f'<div class="info">发布时间：2026-01-05 09:30　浏览次数：{views}次</div><div id="zoom">',
            )
            .replace("</body>", f'<div class="related"><h3>相关阅读</h3><ul>{related}</ul></div></body>')
        )

    site = _site(serve)
    site.pages[NEWS] = page(20000)
    _crawl(crawler, site)
    site.pages[NEWS] = page(20117)
    again = _crawl(crawler, site)

    assert again.dispositions() == {"unchanged": 1}
    assert len(crawler.articles()) == 1


@pytest.mark.parametrize("gone", GONE, ids=["404", "soft-404"])
def test_gone_twice_is_a_withdrawal_and_back_is_a_revision(
    serve: Serve, crawler: Crawler, gone: Page
) -> None:
    site = _site(serve)
    page = site.pages[NEWS]
    _crawl(crawler, site)
    site.pages[NEWS] = gone
    crawls = [_crawl(crawler, site) for _ in range(3)]
    site.pages[NEWS] = page
    crawls.append(_crawl(crawler, site))

    assert [crawl.dispositions() for crawl in crawls] == [
        {"gone": 1},
        {"withdrawn": 1},
        {"gone": 1},
        {"published": 1},
    ]
    first, withdrawn, returned = crawler.articles()
    assert [one["revision"] for one in (first, withdrawn, returned)] == [1, 2, 3]
    assert withdrawn["withdrawn_at"] is not None
    assert (withdrawn["title"], withdrawn["text"]) == (first["title"], first["text"])
    assert returned["withdrawn_at"] is None
    assert [one["change"]["kind"] for one in (withdrawn, returned)] == ["withdrawn", "returned"]


def test_gone_once_for_a_short_while_is_nothing(serve: Serve, crawler: Crawler) -> None:
    site = _site(serve)
    page = site.pages[NEWS]
    _crawl(crawler, site, **EVERY_SECOND)
    site.pages[NEWS] = Answer(b"", 404)
    once = _crawl(crawler, site, **EVERY_SECOND)
    again = _crawl(crawler, site, **EVERY_SECOND)
    site.pages[NEWS] = page
    _crawl(crawler, site, **EVERY_SECOND)

    assert (once.dispositions(), again.dispositions()) == ({"gone": 1}, {})
    assert len(crawler.articles()) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"", 500),
        Answer(b"<html>denied</html>", 403),
        redirect("/"),
        "<html><script>location.href='/index.html'</script></html>",
        "<html><body></body></html>",
    ],
    ids=["500", "403", "redirect-home", "script-home", "empty"],
)
def test_nothing_else_is_ever_a_withdrawal(serve: Serve, crawler: Crawler, answer: Page) -> None:
    site = _site(serve)
    _crawl(crawler, site)
    site.pages |= {NEWS: answer, "/": "<html><body>首页</body></html>"}
    crawls = [_crawl(crawler, site) for _ in range(2)]

    assert site.count(NEWS) >= 2
    assert all("withdrawn" not in crawl.dispositions() for crawl in crawls)
    assert len(crawler.articles()) == 1


def test_a_site_of_which_nothing_can_be_read_withdraws_nothing(serve: Serve, crawler: Crawler) -> None:
    site = _site(serve)
    _crawl(crawler, site)
    pages, site.pages = site.pages, {}
    for _ in range(2):
        _crawl(crawler, site)
    site.pages = pages
    _crawl(crawler, site)

    assert site.count(NEWS) == 4
    assert len(crawler.articles()) == 1


def test_visits_survive_a_kill_and_keep_to_one_request_at_a_time(serve: Serve, crawler: Crawler) -> None:
    delay = 0.25
    paths = [f"/news/{10000 + n}.html" for n in range(8)]
    site = serve({"/list/": listing(*paths), **{path: article(f"项目{path}", BODY) for path in paths}})
    settings: dict[str, Any] = {"crawl_delay": delay, "crawl_interval": 1.5, **EVERY_SECOND}
    process = crawler.start(source_of(site), **settings)
    _wait(lambda: all(site.count(path) >= 2 for path in paths[:4]))
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed = time.monotonic()
    for path in paths:
        site.pages[path] = article(f"项目{path}", BODY.replace("4.1", "4.3"))
    process = crawler.start(source_of(site), **settings)
    _wait(lambda: sum(one["revision"] == 2 for one in crawler.articles()) >= 8)
    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert sorted(one["url"] for one in crawler.articles() if one["revision"] == 2) == [
        site.url + path for path in paths
    ]
    for visits in (
        [visit for visit in site.visits if visit.begun < killed],
        [visit for visit in site.visits if visit.begun >= killed],
    ):
        for earlier, later in pairwise(sorted(visits, key=lambda visit: visit.begun)):
            assert earlier.ended <= later.begun, "two requests at once"
            assert later.begun - earlier.begun >= delay, "too close together"


def test_visits_that_pile_up_delay_no_news(serve: Serve, crawler: Crawler) -> None:
    paths = [f"/news/{10000 + n}.html" for n in range(30)]
    pages: dict[str, Page] = {path: article(f"项目{path}", BODY) for path in paths}
    site = serve({"/list/": listing(*paths), **pages})
    crawler.once(source_of(site), crawl_interval=1.0, **EVERY_SECOND)
    seen = len(site.visits)
    process = crawler.start(source_of(site), crawl_delay=0.2, crawl_interval=1.0, **EVERY_SECOND)
    _wait(lambda: len(site.visits) > seen + 5)
    with site.lock:
        site.pages["/news/20000.html"] = article("刚刚发布的一篇", BODY)
        site.pages["/list/"] = listing("/news/20000.html", *paths)
        published = len(site.visits)
    _wait(lambda: site.count("/news/20000.html"))
    process.send_signal(signal.SIGTERM)
    process.wait(30)

    visited = [visit.path for visit in site.visits]
    look = visited.index("/list/", published)
    assert "/news/20000.html" in visited[look + 1 : look + 3], "visits went before a new article"
    assert set(visited[seen:published]) & set(paths), "there was nothing to wait for"
