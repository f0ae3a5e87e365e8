"""Canonical addresses. The golden table is identity: a change needs a new CANONICAL_VERSION."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.urls import CANONICAL_VERSION, canonical, id_of, same_site

UUID = "7c1d2f30-1111-4222-8333-944445555666"
GOLDEN = {
    "http://www.Example.gov.cn:80/a/b.html#top": "https://example.gov.cn/a/b.html",
    "https://example.gov.cn:443/a/b.html": "https://example.gov.cn/a/b.html",
    "https://example.gov.cn:8443/a/b.html": "https://example.gov.cn:8443/a/b.html",
    "https://example.gov.cn": "https://example.gov.cn/",
    "http://example.gov.cn/col/index.html": "https://example.gov.cn/col/",
    "http://example.gov.cn/col/index.html?uid=3": "https://example.gov.cn/col/?uid=3",
    "http://example.gov.cn/a//./b/../c.html": "https://example.gov.cn/a/c.html",
    f"http://www.example.gov.cn/yw/content/{UUID}.html?lj=1": f"https://example.gov.cn/yw/content/{UUID}.html",
    "http://example.gov.cn/tzgg1/tzgg1.html?id=5": "https://example.gov.cn/tzgg1/tzgg1.html",
    "http://example.gov.cn/show.html?infoid=ab-1": "https://example.gov.cn/show.html?infoid=ab-1",
    "http://example.gov.cn/show.jsp?b=2&a=1&utm_source=x&spm=7": "https://example.gov.cn/show.jsp?a=1&b=2",
    "http://example.gov.cn/a.jsp;jsessionid=0A1B?id=9": "https://example.gov.cn/a.jsp?id=9",
    "http://example.gov.cn/新闻/一.html": "https://example.gov.cn/%E6%96%B0%E9%97%BB/%E4%B8%80.html",
    "http://example.gov.cn/%e6%96%b0/1.html": "https://example.gov.cn/%E6%96%B0/1.html",
    "http://m.example.com.cn/2026/0402/1961315.shtml": "https://example.com.cn/2026/0402/1961315.shtml",
    "http://example.gov.cn/print/2026/1961315.shtml": "https://example.gov.cn/2026/1961315.shtml",
    "http://example.gov.cn/2026/1961315.shtml?print=1": "https://example.gov.cn/2026/1961315.shtml",
    "http://example.gov.cn/art/2026/3/5/art_101_2002.html": "https://example.gov.cn/art/2026/3/5/art_2002.html",
    "http://example.gov.cn/art/2026/3/5/art_999_2002.html": "https://example.gov.cn/art/2026/3/5/art_2002.html",
    "http://example.gov.cn/tzgg/content/mpost_2754625.html": "https://example.gov.cn/tzgg/content/post_2754625.html",
    "https://www.xdkb.net/p1/kbjj/20220419/278380.html": "https://xdkb.net/rd/278380",
    "http://xdkb.net/m1/rd/ja9qt/566414.html": "https://xdkb.net/rd/566414",
    "http://big5.www.example.gov.cn/gate/big5/www.example.gov.cn/a/1.htm": "https://example.gov.cn/a/1.htm",
    "  http://example.gov.cn/a.html\n": "https://example.gov.cn/a.html",
    "http://例子.cn/a": "https://xn--fsqu00a.cn/a",
    "http://[::1]:8080/a": "https://[::1]:8080/a",
    "javascript:void(0)": "javascript:void(0)",
    "http://example.gov.cn:99999/": "http://example.gov.cn:99999/",
}


@pytest.mark.parametrize(("url", "expected"), GOLDEN.items())
def test_golden(url: str, expected: str) -> None:
    assert CANONICAL_VERSION == 1
    assert canonical(url) == expected


HOSTS = st.from_regex(
    r"(www\.|m\.|big5\.)?[a-z0-9-]{1,8}(\.[a-z]{2,5}){1,3}\.?(:[0-9]{1,4})?", fullmatch=True
)
SEGMENTS = st.sampled_from(
    ["", "index.html", "art", "..", ".", "%2f", "%zz", "gate", "big5", "12345", "print", "mpost_1.html"]
)
PATHS = st.lists(SEGMENTS | st.text(max_size=4)).map(lambda parts: "/" + "/".join(parts))
QUERIES = st.text(max_size=12).map(lambda query: f"?{query}" if query else "")
URLS = st.builds("{}://{}{}{}".format, st.sampled_from(["http", "https", "HTTP"]), HOSTS, PATHS, QUERIES)


@given(st.text() | URLS)
@example("http://www.m.www.example.cn/index.html/index.html")
@example("http://a.cn/art/2026/1/1/art_1_2_3.html")
@example("http://a.cn/?a=%ff&b=%00&c=\ud800")
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(URLS)
def test_scheme_and_fragment_do_not_matter(url: str) -> None:
    rest = url.partition("://")[2].replace("#", "")
    assert canonical(f"http://{rest}#part") == canonical(f"https://{rest}")


def test_articles_have_the_id_of_their_canonical_address() -> None:
    assert id_of("http://www.a.gov.cn/1.html") == id_of("https://a.gov.cn/1.html#x")
    assert id_of("http://a.gov.cn/1.html") != id_of("http://a.gov.cn/2.html")


def test_same_site() -> None:
    assert same_site("www.lyg.gov.cn", "LYG.gov.cn")
    assert not same_site("fgw.lyg.gov.cn", "lyg.gov.cn")
    assert not same_site("", "")
