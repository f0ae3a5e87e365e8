"""Articles over several pages: which pages belong to them, and how they become one."""

from collections.abc import Callable
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from crawling import Crawler, source_of
from sites.loopback_site import Answer, Page, Site, listing, reset

from crawler.article import Extracted, extract
from crawler.joining import Joining

ZONE = ZoneInfo("Asia/Shanghai")
URL = "http://www.example.gov.cn/yw/202603/t20260305_1234567.html"
_PAGER = '<script>createPageHTML(3, 0, "t20260305_1", "html");</script>'
FOLDER = "http://www.example.gov.cn/yw/202603/"


def page(text: str, pager: str = "", title: str = "产业园今日开工") -> str:
    return (
        f"<meta charset=utf-8><title>{title}_东港区</title><meta name=ArticleTitle content={title}>"
        f"<meta name=PubDate content='2026-03-05 14:30'><h1>{title}</h1>"
        f"<div id=zoom><p>{text}</p></div>{pager}"
    )


def read(html: str, url: str = URL) -> Extracted:
    return extract(html, url, zone=ZONE)


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        ('<script>createPageHTML(3, 0, "t20260305_1234567", "html");</script>', ["_1", "_2"]),
        ("<script>createPageHTML('page_div',3,1,'t20260305_1234567','html',41)</script>", ["_2", "_3"]),
        ("<script>var currentPage = 0;//所在页从0开始\nvar countPage = 3//共多少页</script>", ["_1", "_2"]),
        ("<a href=./t20260305_1234567_2.html>下一页</a>", ["_2"]),
        ("<a href=./t20260305_1234567_3.html>3</a><a href=./t20260305_1234567_2.html>[2]</a>", ["_2", "_3"]),
    ],
)
def test_pagers_of_an_article(pager: str, pages: list[str]) -> None:
    expected = [f"{FOLDER}t20260305_1234567{page}.html" for page in pages]
    assert read(page("第一页。", pager)).further_pages == expected


def test_pagers_in_the_query() -> None:
    pager = "<a href='?page=2&id=5'>2</a><a href='?page=3&id=5'>下一页</a><a href='?page=2&id=6'>2</a>"
    found = read(page("第一页。", pager), "http://a.cn/show.jsp?id=5").further_pages
    assert found == ["http://a.cn/show.jsp?page=2&id=5", "http://a.cn/show.jsp?page=3&id=5"]


@pytest.mark.parametrize(
    "pager",
    [
        '<script>createPageHTML(34, 0, "index", "html");</script>',
        "<a href=./t20260305_1234568.html>下一篇</a>",
        "<a href=./t20260305_1234568.html>下一页</a>",
        "<a href=http://other.example.cn/yw/202603/t20260305_1234567_1.html>下一页</a>",
        "<a href=./t20260305_1234567_1.html>附件一的说明</a>",
        "<a href='javascript:next()'>下一页</a>",
        "<a href='http://[bad'>下一页</a>",
    ],
)
def test_what_is_no_further_page(pager: str) -> None:
    assert read(page("只有一页。", pager)).further_pages == []


def test_a_pager_without_end_is_bounded() -> None:
    pager = '<script>createPageHTML(999, 0, "t20260305_1234567", "html");</script>'
    joining = Joining(read(page("第0页。", pager)), URL, ZONE)
    asked = 0
    while (url := joining.next_page()) is not None:
        asked += 1
        joining.add(url, page(f"第{asked}页。", f"<a href=./t20260305_1234567_{asked + 1}.html>下一页</a>"))
    assert asked == 19


@pytest.mark.parametrize(
    ("second", "text"),
    [
        (page("第二页。"), "第一页。\n第二页。"),
        (page("第一页。"), "第一页。"),
        (page("另一篇的正文。", title="另一件完全不同的事"), "第一页。"),
        ("<title>404</title>", "第一页。"),
    ],
)
def test_a_page_beyond_the_end_is_no_part(second: str, text: str) -> None:
    joining = Joining(read(page("第一页。", "<a href=t20260305_1234567_1.html>2</a>")), URL, ZONE)
    url = joining.next_page()
    assert url is not None
    joining.add(url, second)
    assert joining.article().text == text


def three_pages(serve: Callable[..., Site], second: Page) -> Site:
    site = serve()
    site.pages |= {
        "/list/": listing("/yw/t20260305_1.html"),
        "/yw/t20260305_1.html": page("第一页的正文。", _PAGER),
        "/yw/t20260305_1_1.html": second,
        "/yw/t20260305_1_2.html": page("第三页的正文。"),
    }
    return site


def test_the_crawler_publishes_one_article(crawler: Crawler, serve: Callable[..., Site]) -> None:
    site = three_pages(serve, page("第二页的正文。"))
    crawl = crawler.once(source_of(site))
    (article,) = crawler.articles()
    assert article["text"] == "第一页的正文。\n第二页的正文。\n第三页的正文。"
    assert article["provenance"]["text"] == "css:#zoom, 3 pages"
    assert crawl.dispositions() == {"published": 1}
    assert all(before.ended <= after.begun for before, after in pairwise(site.visits))


@pytest.mark.parametrize("second", [Answer(b"gone", 404), reset], ids=["gone", "reset"])
def test_what_there_is_is_published_and_a_visit_that_misses_a_page_is_no_edit(
    crawler: Crawler, serve: Callable[..., Site], second: Page
) -> None:
    site = three_pages(serve, second)
    crawler.once(source_of(site))
    (article,) = crawler.articles()
    assert article["text"] == "第一页的正文。"

    # The page is there again: its article is whole at the next visit.
    site.pages["/yw/t20260305_1_1.html"] = page("第二页的正文。")
    site.pages["/list/"] = listing("/yw/t20260305_1.html", titles={"/yw/t20260305_1.html": "改了标题"})
    crawler.once(source_of(site))
    assert crawler.articles()[-1]["text"].endswith("第三页的正文。")

    site.pages["/yw/t20260305_1_1.html"] = second
    site.pages["/list/"] = listing("/yw/t20260305_1.html", titles={"/yw/t20260305_1.html": "又改了"})
    crawler.once(source_of(site))
    assert len(crawler.articles()) == 2
