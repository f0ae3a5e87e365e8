"""Answers that break crawlers: each gets its one disposition, and the good page beside them is published."""

import time
from collections.abc import Callable

from crawling import Crawler, source_of
from sites.loopback_site import Answer, Page, Site, article, gzip_bomb, listing, redirect, reset, slow_drip

Serve = Callable[..., Site]

BAD: dict[str, tuple[Page, str]] = {
    "bomb": (gzip_bomb(30_000_000), "invalid"),
    "oversize": (Answer(b"<html>" + b"x" * 2_000_000), "invalid"),
    "endless": (slow_drip(b"<p>x</p>" * 20_000, 0.001, 1000), "invalid"),
    "bad-redirect": (redirect("http://[nowhere/"), "failed"),
    "bad-port": (redirect("http://127.0.0.21:99999/"), "failed"),
    "loop": (redirect("/bad/20005-loop.html"), "failed"),
    "drip": (slow_drip(b"<", 0.2, 60), "failed"),
    "reset": (reset, "failed"),
    "broken-gzip": (Answer(b"\x1f\x8bnot gzip", headers={"Content-Encoding": "gzip"}), ""),
    "pdf": (Answer(b"%PDF-1.7", content_type="application/pdf"), "invalid"),
    "gone": (Answer(b"<html>gone</html>", 404), "gone"),
    "soft-gone": ("<html><body><h1>抱歉，您访问的页面不存在</h1></body></html>", "gone"),
    "home": (redirect("/"), "sent_home"),
    "empty": (Answer(b""), "thin"),
    "error": (Answer(b"<html>oops</html>", 500), "failed"),
    "nul": (Answer(b"\x00" * 5000), "invalid"),
    "deep": (Answer(b"<div>" * 50_000 + b"</div>"), "thin"),
}


def test_every_bad_answer_has_its_outcome(serve: Serve, crawler: Crawler) -> None:
    paths = {name: f"/bad/{20000 + n}-{name}.html" for n, name in enumerate(BAD)}
    site = serve()
    no_port = "http://127.0.0.21:99999/news/30001.html"
    site.pages["/list/"] = listing(no_port, *paths.values(), "/news/10001.html")
    site.pages["/news/10001.html"] = article("好的一篇")
    site.pages["/"] = "<html><head><title>首页</title></head><body><h1>政府网站</h1></body></html>"
    for name, path in paths.items():
        site.pages[path] = BAD[name][0]
    begun = time.monotonic()
    crawl = crawler.once(source_of(site), crawl_max_bytes=1_000_000, crawl_timeout=3)

    outcomes = {entry["url"]: entry["disposition"] for entry in crawl.log("article done")}
    for name, path in paths.items():
        expected = BAD[name][1]
        got = outcomes[site.url + path]
        assert got == expected or (not expected and got != "published"), (name, got)
    assert outcomes[site.url + "/news/10001.html"] == "published"
    assert len(crawler.articles()) == 1
    assert outcomes[no_port] == "invalid"
    assert len(outcomes) == len(BAD) + 2
    assert time.monotonic() - begun < 60
    assert site.count(paths["loop"]) <= 6


def test_a_list_that_fails_is_reported_and_not_the_end(serve: Serve, crawler: Crawler) -> None:
    broken = serve({"/list/": Answer(b"", 500)})
    dead = serve({}, host="127.0.0.22")
    dead.close()
    healthy = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": article("正常")}, host="127.0.0.23")
    crawl = crawler.once(
        source_of(broken, source_id="test-broken"),
        source_of(dead, source_id="test-dead"),
        source_of(healthy, source_id="test-healthy"),
    )

    assert "status 500" in crawl.report["test-broken"]["errors"][0]
    assert "refused" in crawl.report["test-dead"]["errors"][0]
    assert crawl.dispositions("test-healthy") == {"published": 1}


def test_an_emptied_list_becomes_failing(serve: Serve, crawler: Crawler) -> None:
    site = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": article("正常")})
    crawler.once(source_of(site))
    site.pages["/list/"] = "<html><body>改版中</body></html>"
    crawler.once(source_of(site))
    crawler.once(source_of(site))

    assert [state for _, state, _ in crawler.source_states()] == ["ok", "failing"]


def test_a_list_behind_a_meta_refresh_is_found(serve: Serve, crawler: Crawler) -> None:
    site = serve(
        {
            "/list/": '<html><meta http-equiv="refresh" content="0;url=/list/real.html"></html>',
            "/list/real.html": listing("/a/10001.html"),
            "/a/10001.html": article("正常"),
        }
    )
    assert crawler.once(source_of(site)).dispositions() == {"published": 1}


def test_addresses_that_are_none_harm_nobody(serve: Serve, crawler: Crawler) -> None:
    following = '<a class="next" href="http://127.0.0.21:99999/list/2.html">下一页</a>'
    site = serve({"/list/": listing("/a/10001.html", after=following), "/a/10001.html": article("正常")})
    source = source_of(site, pager={"kind": "next", "max_pages": 3}, urls={"allow": "/a/"})
    nowhere = source_of(site, source_id="test-nowhere") | {"url": "http://127.0.0.21:99999/list/"}
    crawl = crawler.once(nowhere, source)

    assert crawl.dispositions() == {"published": 1}
    assert "is no address" in crawl.report["test-nowhere"]["errors"][0]
