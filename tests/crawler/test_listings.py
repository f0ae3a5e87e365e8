"""Listings of every family, written in the manner of their templates."""
# ruff: noqa: E501 - a line of markup stays one line

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler.listings import Listing, read_listing
from crawler.sources import Source, read_source

ZONE = ZoneInfo("Asia/Shanghai")
UUID = "7c1d2f30-1111-4222-8333-94444555566{}"
TRUECMS = "http://www.donggang.gov.cn/dgqzf/dgyw/dgyw.html"
UCAP = "https://fgw.linjiang.gov.cn/fgw/tzgg/list.shtml"
LINKS = "http://www.hezhou.gov.cn/yw/index.html"


@pytest.fixture
def source(tmp_path: Path) -> Any:
    def make(preset: str, url: str, **more: Any) -> Source:
        path = tmp_path / "source.yaml"
        content = {"id": "a-source", "name": "测试", "region": "320700", "url": url, "preset": preset, **more}
        path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return read_source(path)

    return make


def read(source: Source, page: str, **more: Any) -> Listing:
    return read_listing(source, page, source.url, zone=ZONE, **more)


def day(year: int, month: int, of_month: int) -> datetime:
    return datetime(year, month, of_month, tzinfo=ZONE).astimezone(UTC)


TRUECMS_PAGE = f"""
<div id="initData" style="display:none">
 <ul id="tp"><li id="rp"><a href="content/{UUID.format(1)}.html" title="东港区召开重点项目推进会">东港区召开重点…</a>
  <a id="time">[2026-03-05]</a></li></ul>
 <ul id="tp"><li id="rp"><a href="javascript:void(0)" onclick="name2('/dgqzf/dgyw/content/{UUID.format(2)}.html')">
  ·东港区一季度项目集中开工</a><label>2026-03-04</label></li></ul>
 <ul><li><a href="/dgqzf/dgyw/content/zwgk_0123456789abcdef0123456789abcdef.html">2026年1月1日起施行的新办法</a>
  <span>2026-03-03</span></li></ul>
 <ul><li><a href="http://www.example.com/content/{UUID.format(4)}.html">外站</a><span>2026-03-02</span></li></ul>
 <ul><li><a href="#">空</a></li></ul>
</div><div id="msgList"></div><a href="/dgqzf/other/content/{UUID.format(9)}.html">导航</a>"""


def test_truecms_reads_the_hidden_records(source: Any) -> None:
    listing = read(source("truecms", TRUECMS), TRUECMS_PAGE)
    assert [(item.url.rsplit("/", 1)[1][-8:], item.title, item.published) for item in listing.items] == [
        ("661.html", "东港区召开重点项目推进会", day(2026, 3, 5)),
        ("662.html", "东港区一季度项目集中开工", day(2026, 3, 4)),
        ("def.html", "2026年1月1日起施行的新办法", day(2026, 3, 3)),
        ("664.html", "外站", day(2026, 3, 2)),
    ]
    assert [item.external for item in listing.items] == [False, False, False, True]
    assert {item.precision for item in listing.items} == {"day"}
    assert listing.items[0].url == f"http://www.donggang.gov.cn/dgqzf/dgyw/content/{UUID.format(1)}.html"
    assert (listing.next_pages, listing.problems) == ([], [])


def test_truecms_with_one_list_per_record_and_no_items(source: Any) -> None:
    page = f"""<div id="initData"><ul><a href="content/{UUID.format(1)}.htm">甲项目开工</a><span>2026-3-5</span></ul>
        <ul><a href="content/{UUID.format(2)}.htm">乙项目开工</a><span>2026-3-4</span></ul></div>"""
    assert [item.title for item in read(source("truecms", TRUECMS), page).items] == [
        "甲项目开工",
        "乙项目开工",
    ]


UCAP_PAGE = """<div class="nav"><ul><li><a href="/fgw/gk/list.shtml">公开</a></li></ul></div>
<ul class="pageList newsList">
 <li><span class="time">2026-03-05</span><a href="/fgw/tzgg/202603/a1.shtml" title="关于开展项目申报的通知">关于开展…</a></li>
 <li><a href="202603/b2.shtml">[置顶] 关于公布名单的公示<font color="red">NEW</font></a><span>[2026/03/04]</span></li>
 <li><a href="//fgw.linjiang.gov.cn/fgw/tzgg/202603/c3.shtml?a=1&amp;b=2">无日期的通知</a></li>
 <li><a href="http://www.gov.cn/zhengce/1.shtml">国务院文件</a><span>2026-03-03</span></li>
</ul><div id="page_div"></div><script>createPageHTML('page_div',3,1,'list','shtml',41);</script>"""


def test_ucap_reads_the_list_and_counts_its_pages_from_two(source: Any) -> None:
    listing = read(source("ucap", UCAP), UCAP_PAGE)
    assert [item.url for item in listing.items if not item.external] == [
        "https://fgw.linjiang.gov.cn/fgw/tzgg/202603/a1.shtml",
        "https://fgw.linjiang.gov.cn/fgw/tzgg/202603/b2.shtml",
        "https://fgw.linjiang.gov.cn/fgw/tzgg/202603/c3.shtml?a=1&b=2",
    ]
    assert [item.title for item in listing.items][:2] == ["关于开展项目申报的通知", "关于公布名单的公示"]
    assert [item.published for item in listing.items[:3]] == [day(2026, 3, 5), day(2026, 3, 4), None]
    assert listing.items[2].precision == "none"
    assert listing.next_pages == [f"https://fgw.linjiang.gov.cn/fgw/tzgg/list_{n}.shtml" for n in (2, 3)]


def test_a_later_page_goes_on_behind_itself(source: Any) -> None:
    page = UCAP_PAGE.replace("3,1,", "9,2,")
    ucap = source("ucap", UCAP, pager={"max_pages": 4})
    pages = read_listing(ucap, page, UCAP.replace("list.", "list_2."), zone=ZONE).next_pages
    assert [page.rsplit("/", 1)[1] for page in pages] == ["list_3.shtml", "list_4.shtml"]


@pytest.mark.parametrize(("policy", "external"), [("skip", None), ("link_only", True), ("follow", False)])
def test_links_to_other_hosts(source: Any, policy: str, external: bool | None) -> None:
    items = read(source("ucap", UCAP, urls={"external": policy}), UCAP_PAGE).items
    flags = [item.external for item in items if "www.gov.cn" in item.url]
    assert flags == ([] if external is None else [external])


def test_a_plain_list_of_links(source: Any) -> None:
    page = """<base href="/yw/"><table><tr><td>·<a href="./202603/t20260305_11.html">河州产业园开工</a></td><td>03-05</td></tr>
      <tr><td><a href='./202603/t20260304_12.html'>12月30日以来的变化</a></td><td>2026-03-04 08:30</td></tr></table>
      <div class="mobile"><a href="./202603/t20260305_11.html" title="河州产业园二期开工">河州产业园…</a></div>
      <a href="index.html">要闻</a><a href="mailto:a@b.cn">邮件</a><a href="ftp://a/b">文件</a>
      <a href="http://[bad/">坏</a><a href="page2.html">下一页</a>"""
    links = source("links", LINKS, urls={"allow": r"/t\d{8}_"}, pager={"kind": "next", "max_pages": 2})
    listing = read(links, page, today=date(2026, 3, 6))
    assert [(item.title, item.published) for item in listing.items] == [
        ("河州产业园开工", day(2026, 3, 5)),
        ("12月30日以来的变化", day(2026, 3, 4) + timedelta(hours=8, minutes=30)),
    ]
    assert listing.items[1].precision == "minute"
    assert listing.next_pages == ["http://www.hezhou.gov.cn/yw/page2.html"]


def test_selectors_and_expressions_of_a_source(source: Any) -> None:
    page = """<div class="n"><h4>标题在这里</h4><a data-u="go('/yw/88001.html')">更多</a><i>发布：2026.03.05 有效至2027.01.01</i></div>"""
    records = {
        "item": ".n",
        "title": "h4",
        "link_attr": "data-u",
        "link_re": r"'([^']+)'",
        "date": "i",
        "date_re": r"发布：(\S+)",
    }
    (item,) = read(source("links", LINKS, records=records), page).items
    assert (item.url, item.title) == ("http://www.hezhou.gov.cn/yw/88001.html", "标题在这里")
    assert item.published == day(2026, 3, 5)


@pytest.mark.parametrize(
    "page",
    [
        '<meta http-equiv="refresh" content="0;url=/yw/list_new.html">',
        '<script>location.href="/yw/list_new.html"</script>',
        "<script>window.location.replace('/yw/list_new.html')</script>",
        '<iframe src="/visitcount.html"></iframe><iframe src="/yw/list_new.html"></iframe>',
    ],
)
def test_a_page_that_only_forwards_names_where_to(source: Any, page: str) -> None:
    listing = read(source("links", LINKS), page)
    assert (listing.items, listing.next_pages) == ([], ["http://www.hezhou.gov.cn/yw/list_new.html"])
    assert "forwards" in listing.problems[0]


@pytest.mark.parametrize("target", ["/", "http://www.other.example/yw/list.html", LINKS])
def test_forwarding_home_or_away_is_not_followed(source: Any, target: str) -> None:
    page = f'<script>location.href="{target}"</script>'
    assert read(source("links", LINKS), page).next_pages == []


def test_an_emptied_column_is_a_problem(source: Any) -> None:
    assert "redesigned" in read(source("truecms", TRUECMS), "<h1>新版</h1>").problems[0]
    assert (
        "lets through"
        in read(source("ucap", UCAP), "<ul class=newsList><li><a href=/x.php>甲</a></ul>").problems[0]
    )
    undated = read(source("ucap", UCAP), "<ul class=newsList><li><a href=/x/1.shtml>甲</a></ul>")
    assert undated.problems == ["no record has a date"]


PIECES = st.sampled_from(
    [
        "<ul class='newsList'>",
        "<li>",
        "</li>",
        "<a href='",
        "'>",
        "</a>",
        "<div id=initData>",
        "http://[",
        "2026-03-05",
        "<base href='x:'>",
        "createPageHTML('a',99999999,1,'l','s',",
        "onclick=\"f('/a/b')\"",
        "<table><tr><td>",
        "&#0;",
    ]
)


@given(
    page=st.lists(PIECES | st.text(max_size=5)).map("".join),
    preset=st.sampled_from(["truecms", "ucap", "links"]),
)
def test_any_page_can_be_read(page: str, preset: str) -> None:
    url = "http://www.example.gov.cn/a/list.shtml"
    origin = {"from": "initdata" if preset == "truecms" else "dom"}
    source = Source.model_validate(
        {"id": "any", "name": "任意", "region": "320700", "url": url, "preset": preset, "records": origin}
    )
    for item in read_listing(source, page, url, zone=ZONE, today=date(2026, 3, 1)).items:
        assert item.url.startswith(("http://", "https://"))
        assert item.title


def test_hosts_and_prefix_of_a_source(source: Any) -> None:
    page = """<ul class=newsList><li><a href=/fgw/tzgg/1.shtml>同栏</a></li><li><a href=/fgw/other/2.shtml>他栏</a></li>
      <li><a href=http://xw.linjiang.gov.cn/3.shtml>本单位新闻站</a></li></ul>"""
    own = read(source("ucap", UCAP, urls={"hosts": ["linjiang.gov.cn"]}), page)
    assert [item.title for item in own.items] == ["同栏", "他栏", "本单位新闻站"]
    near = read(source("ucap", UCAP, urls={"same_prefix": True, "external": "skip"}), page)
    assert [item.title for item in near.items] == ["同栏"]
