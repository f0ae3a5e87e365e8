"""robots.txt: the rules of RFC 9309, and that none of them is ever broken."""

from collections.abc import Callable

import pytest
from crawling import Crawler, source_of
from sites.loopback_site import Answer, Page, Site, article, listing, redirect

from crawler.robots import Rules, read_answer

Serve = Callable[..., Site]


@pytest.mark.parametrize(
    ("status", "body", "decision", "rules"),
    [
        (200, b"User-agent: *\nDisallow: /x", "rules", "User-agent: *\nDisallow: /x"),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /x", "rules", "User-agent: *\nDisallow: /x"),
        (200, b"\r\n <!DOCTYPE html><html>Disallow: /", "no rules: the answer is a web page", ""),
        (200, b"", "rules", ""),
        (404, b"gone", "no rules: status 404", ""),
        (403, b"", "no rules: status 403", ""),
        (500, b"User-agent: *\nAllow: /", "unreachable: status 500", None),
        (503, b"", "unreachable: status 503", None),
        (429, b"", "unreachable: status 429", None),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, decision: str, rules: str | None) -> None:
    assert read_answer(status, body) == (decision, rules)


def test_our_own_group_beats_the_common_one() -> None:
    rules = Rules("User-agent: *\nDisallow: /\n\nUser-agent: kaigong\nDisallow: /private\nCrawl-delay: 5")
    assert rules.allows("http://x.cn/news/1.html")
    assert not rules.allows("http://x.cn/private/1.html")
    assert rules.crawl_delay() == 5.0


@pytest.mark.parametrize("wish", ["-3", "nan", "inf", "soon", ""])
def test_a_senseless_delay_is_no_delay(wish: str) -> None:
    assert Rules(f"User-agent: *\nCrawl-delay: {wish}").crawl_delay() == 0.0


def _site(robots: Page) -> dict[str, Page]:
    paths = ("/news/10001.html", "/private/10002.html")
    return {
        "/robots.txt": robots,
        "/list/": listing(*paths),
        **{path: article(f"{path}竣工") for path in paths},
    }


def test_a_forbidden_article_is_never_asked_for(serve: Serve, crawler: Crawler) -> None:
    site = serve(_site("User-agent: *\nDisallow: /private/\n"))
    crawl = crawler.once(source_of(site))
    again = crawler.once(source_of(site))

    assert crawl.dispositions() == {"published": 1, "robots": 1}
    assert again.dispositions() == {}
    assert site.count("/private/10002.html") == 0
    assert site.count("/robots.txt") == 1, "the rules are kept for a day, also across a restart"


def test_a_redirect_into_a_forbidden_folder_is_not_followed(serve: Serve, crawler: Crawler) -> None:
    site = serve(_site("User-agent: *\nDisallow: /private/\n"))
    site.pages["/news/10001.html"] = redirect("/private/10002.html")
    crawl = crawler.once(source_of(site))

    assert crawl.dispositions() == {"robots": 2}
    assert site.count("/private/10002.html") == 0


def test_a_forbidden_list_is_told_to_the_operator(serve: Serve, crawler: Crawler) -> None:
    site = serve(_site("User-agent: *\nDisallow: /\n"))
    crawl = crawler.once(source_of(site))

    assert site.paths() == []
    assert crawler.source_states() == [("test-source", "blocked", 1)]
    assert "forbids" in crawl.report["test-source"]["errors"][0]


@pytest.mark.parametrize("status", [500, 503])
def test_without_robots_the_site_is_left_alone(serve: Serve, crawler: Crawler, status: int) -> None:
    site = serve(_site(Answer(b"", status)))
    crawl = crawler.once(source_of(site))

    assert site.paths() == []
    assert f"unreachable: status {status}" in crawl.report["test-source"]["errors"][0]


@pytest.mark.parametrize("robots", [Answer(b"", 404), "<html><body>Disallow: /</body></html>"])
def test_no_rules_allow_everything(serve: Serve, crawler: Crawler, robots: Page) -> None:
    site = serve(_site(robots))
    assert crawler.once(source_of(site)).dispositions() == {"published": 2}


def test_robots_behind_a_redirect_count(serve: Serve, crawler: Crawler) -> None:
    site = serve(_site(redirect("/rules/robots.txt")))
    site.pages["/rules/robots.txt"] = "User-agent: *\nDisallow: /private/\n"
    assert crawler.once(source_of(site)).dispositions() == {"published": 1, "robots": 1}
