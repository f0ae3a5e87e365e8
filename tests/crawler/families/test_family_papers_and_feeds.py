"""Newspapers by their pages, and feeds."""
# ruff: noqa: E501 - a line of markup stays one line

import pytest
from walking import ZONE, Walk, a_source, numbered, walk

from crawler.listings import Ask

NEW = "http://szb.jinshan.example/ZJRB/PC/layout/202401/15/node_01.html"
OLD = "http://dz.kuaibao.example/html/2024-01/15/node_41.htm"


def sheet(titles: dict[str, str], layouts: list[str]) -> str:
    areas = "".join(f'<area shape="poly" href="{href}">' for href in titles)
    links = "".join(f'<li><a href="{href}">{title}</a></li>' for href, title in titles.items())
    pages = "".join(f'<a id="pageLink" href="{href}">第{n}版</a>' for n, href in enumerate(layouts))
    return f'<map name="PagePicMap">{areas}</map><ul>{links}</ul>{pages}'


def new_paper(days: tuple[str, ...]) -> dict[str, str]:
    pages = {}
    for day in days:
        root = f"http://szb.jinshan.example/ZJRB/PC/layout/{day[:6]}/{day[6:]}"
        around = [f"{root}/node_0{n}.html" for n in (1, 2, 3)]
        before = [f"http://szb.jinshan.example/ZJRB/PC/layout/{day[:6]}/{int(day[6:]) - 1:02}/node_01.html"]
        for n, address in enumerate(around, 1):
            titles = {f"../../../content/{day[:6]}/{day[6:]}/content_{day}{n}.html": f"{day}第{n}版<br>要闻"}
            # The second page has advertisements only.
            pages[address] = sheet(
                titles if n != 2 else {"../../../content/x/content_9.html": "广告"}, around + before
            )
    return pages


def read(url: str, pages: dict[str, str], preset: str = "founder", **more: object) -> Walk:
    return walk(a_source(preset, url, **more), lambda ask: pages.get(ask.url))


def test_the_issue_of_the_day_with_all_its_pages_whatever_day_the_address_names() -> None:
    found = read(NEW, new_paper(("20260306",)))
    assert found.titles == ["20260306第1版要闻", "20260306第3版要闻"]
    assert found.items[0].url == "http://szb.jinshan.example/ZJRB/PC/content/202603/06/content_202603061.html"
    published = found.items[0].published
    assert published is not None
    assert published.astimezone(ZONE).isoformat() == "2026-03-06T00:00:00+08:00"


def test_a_day_without_a_paper_and_the_days_before() -> None:
    found = read(NEW, new_paper(("20260305", "20260304")))
    assert [title[:8] for title in found.titles] == ["20260305"] * 2 + ["20260304"] * 2
    assert len(found.asked) == 7
    assert len(read(NEW, new_paper(("20260306", "20260305")), paper={"days": 1}).items) == 2


def test_yesterdays_paper_under_todays_address() -> None:
    pages = new_paper(("20260305",))
    pages[NEW.replace("202401/15", "202603/06")] = pages[NEW.replace("202401/15", "202603/05")]
    assert read(NEW, pages).titles == ["20260305第1版要闻", "20260305第3版要闻"]


def test_the_old_layout() -> None:
    first = OLD.replace("2024-01/15", "2026-03/06")
    pages = {
        first: sheet(
            {"content_1001.htm?div=-1": "镇江项目开工", "content_1002.htm": "遗失启事"},
            ["node_41.htm", "node_42.htm"],
        ),
        first.replace("41", "42"): sheet(
            {"content_1003.htm?div=-1": "（上接A1版）深化改革"}, ["node_41.htm"]
        ),
    }
    found = read(OLD, pages)
    assert found.titles == ["镇江项目开工", "（上接A1版）深化改革"]
    assert found.items[0].url.endswith("/html/2026-03/06/content_1001.htm")


def test_the_home_page_of_a_paper_leads_to_its_issue() -> None:
    home = "http://szb.jinshan.example/"
    pages = new_paper(("20260306",)) | {
        home: '<meta http-equiv="refresh" content="0;url=/ZJRB/PC/layout/202603/06/node_01.html">'
    }
    assert len(read(home, pages).items) == 2


RSS = """<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>要闻</title><link>http://www.a.gov.cn/</link>
<item><title><![CDATA[第1号项目集中开工]]></title><link>/yw/10001.html</link><pubDate>Thu, 05 Mar 2026 09:30:00 +0800</pubDate></item>
<item><title>第2号项目集中开工</title><guid>http://www.a.gov.cn/yw/10002.html</guid><pubDate>2026-03-05 09:30</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed?p=2"/>
<entry><title>第1号项目集中开工</title><link rel="self" href="/x"/><link href="/yw/10001.html"/><updated>2026-03-05T01:30:00Z</updated></entry>
<entry><title>第2号项目集中开工</title><id>http://www.a.gov.cn/yw/10002.html</id><published>2026-03-05T09:30:00+08:00</published></entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_feeds(feed: str) -> None:
    found = read("http://www.a.gov.cn/feed", {"http://www.a.gov.cn/feed": feed}, "feed")
    assert found.titles == numbered(1, 2)
    for number, item in enumerate(found.items, 1):
        assert item.url == f"http://www.a.gov.cn/yw/1000{number}.html"
        assert item.published is not None
        assert item.published.isoformat() == "2026-03-05T01:30:00+00:00"


def test_a_sitemap_of_sitemaps() -> None:
    root = "http://www.a.gov.cn"
    pages = {
        f"{root}/sitemap.xml": f"<sitemapindex><sitemap><loc>{root}/one.xml</loc></sitemap><sitemap><loc>http://b.cn/two.xml</loc></sitemap></sitemapindex>",
        f"{root}/one.xml": f"<urlset><url><loc>{root}/yw/index.html</loc></url><url><loc>{root}/yw/10001.html</loc><lastmod>2026-03-05</lastmod></url></urlset>",
    }
    found = read(f"{root}/sitemap.xml", pages, "feed")
    assert [item.url for item in found.items] == [f"{root}/yw/10001.html"]
    assert f"{root}/one.xml" in found.urls


def test_a_feed_that_means_harm(tmp_path: object) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f'{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><item><title>题&i;&f;目</title><link>/yw/1.html</link></item></rss>'
    found = read("http://www.a.gov.cn/feed", {"http://www.a.gov.cn/feed": text}, "feed")
    assert all(len(item.title) < 100 and "root:" not in item.title for item in found.items)


def test_what_is_no_feed() -> None:
    found = walk(
        a_source("feed", "http://www.a.gov.cn/feed"), lambda ask: "" if isinstance(ask, Ask) else None
    )
    assert found.problems == ["not a feed: no XML that can be read"]
