"""Lists that stand in pages: finding the rows, and every way of naming further pages."""
# ruff: noqa: E501 - a line of markup stays one line

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from walking import NOW, TODAY, ZONE, a_source, numbered, walk

from crawler.listings import Ask, read_listing

HOST = "http://www.linjiang.gov.cn"
MENU = "".join(f'<li><a href="/zt/{n}.html">专题专栏之第{n}个学习教育活动</a></li>' for n in range(8))
Pages = dict[str, str]


def row(n: int, folder: str = "/xw/tzgg") -> str:
    return f'<li><a href="{folder}/202603/t2026030{n % 5 + 1}_{10_000 + n}.html">第{n}号项目集中开工</a><span>2026-03-0{n % 5 + 1}</span></li>'


def page(first: int, last: int, after: str = "", folder: str = "/xw/tzgg") -> str:
    rows = "".join(row(n, folder) for n in range(first, last + 1))
    return f'<ul class="menu">{MENU}</ul><div class="main"><ul class="list">{rows}</ul></div>{after}'


def site(pages: Pages, otherwise: str | None = None) -> Callable[[Ask], str | None]:
    return lambda ask: pages.get(ask.url.removeprefix(HOST), otherwise)


@pytest.mark.parametrize(
    ("entry", "pager", "second"),
    [
        ("/xw/tzgg/index.html", 'createPageHTML(3, 0, "index", "html");', "/xw/tzgg/index_{}.html"),
        ("/xw/tzgg/index_18061.html", "createPageHTML(3,0,'index_18061','html')", "/xw/tzgg/index_18061_{}.html"),
        ("/xw/tzgg/", 'var currentPage=0;//所在页从0开始\nvar countPage = 3//共多少页\ncreatePageHTML(countPage, currentPage, "index", "html")', "/xw/tzgg/index_{}.html"),
        ("/xw/tzgg/index.html", "var currentPage=0;var countPage=3;", "/xw/tzgg/index_{}.html"),
        ("/xw/tzgg/index.html", "Pager({size:3, current:0, prefix:'index', suffix:'html'})", "/xw/tzgg/index_{}.html"),
    ],
)  # fmt: skip
def test_pages_counted_from_zero(entry: str, pager: str, second: str) -> None:
    script = f"<script>{pager}</script>"
    pages = {
        entry: page(1, 10, script),
        second.format(1): page(11, 20, script),
        second.format(2): page(21, 22, script),
    }
    found = walk(a_source("trs", HOST + entry), site(pages))
    assert found.titles == numbered(1, 22)
    assert len(found.asked) == 3


@pytest.mark.parametrize(
    "call", ["createPageHTML('page_div',3,1,'list','shtml',22)", 'createPageHTML("page_div", 3, 1, "list", "shtml", 22)']
)  # fmt: skip
def test_pages_counted_from_one(call: str) -> None:
    script = f"<script>{call}</script>"
    pages = {
        "/xw/list.shtml": page(1, 10, script),
        "/xw/list_2.shtml": page(11, 20, script.replace(" ", "").replace("3,1", "3,2")),
        "/xw/list_3.shtml": page(21, 22, script.replace(" ", "").replace("3,1", "3,3")),
    }
    found = walk(a_source("ucap", HOST + "/xw/list.shtml"), site(pages))
    assert found.titles == numbered(1, 22)
    assert len(found.asked) == 3


@pytest.mark.parametrize("text", ["下一页", "下页&gt;", "<em>下一页</em>", "Next"])
def test_the_link_to_the_next_page(text: str) -> None:
    pages = {
        "/xw/": page(1, 10, f'<a href="javascript:;">上一页</a><a href="?p=2">{text}</a>'),
        "/xw/?p=2": page(11, 15, f"<a>{text}</a>"),
    }
    assert walk(a_source("static", HOST + "/xw/"), site(pages)).titles == numbered(1, 15)


@pytest.mark.parametrize(
    "link",
    ["href='javascript:void(0)' onclick=\"go('/xw/b.html')\"", "href=\"javascript:turn('/xw/b.html')\""],
)
def test_a_next_page_that_a_script_opens(link: str) -> None:
    pages = {"/xw/a.html": page(1, 10, f"<a {link}>下一页</a>"), "/xw/b.html": page(11, 15)}
    assert walk(a_source("static", HOST + "/xw/a.html"), site(pages)).titles == numbered(1, 15)


def test_numbered_links_but_not_those_of_a_slide_show() -> None:
    slides = '<a href="/tp/1.html">1</a><a href="/tp/2.html">2</a>'
    pager = '<a href="/xw/a.html">1</a><a href="/xw/b.html">2</a><a href="/xw/c.html">3</a>'
    pages = {
        f"/xw/{name}.html": slides + page(n, n + 9, pager) for name, n in (("a", 1), ("b", 11), ("c", 21))
    }
    assert walk(a_source("static", HOST + "/xw/a.html"), site(pages)).titles == numbered(1, 30)


def test_pages_that_keep_their_number_and_count_down() -> None:
    shown = "<p>共3页</p>"
    pages = {
        "/xw/": page(1, 10, shown),
        "/xw/list_2.html": page(11, 20, shown),
        "/xw/list_1.html": page(21, 25, shown),
    }
    pager = {"kind": "descending", "template": "list_{n}.html"}
    found = walk(a_source("static", HOST + "/xw/", pager=pager), site(pages))
    assert found.titles == numbered(1, 25)
    assert len(found.asked) == 3


@pytest.mark.parametrize(
    ("entry", "second"),
    [
        ("/xw/index.shtml", "/xw/index_{}.shtml"),
        ("/xw/", "/xw/index_{}.html"),
        ("/gi_class/zx", "/gi_class/zx/{}"),
        ("/list.php?cat=12", "/list.php?cat=12&page={}"),
        ("/list.php?cat=12&page=1", "/list.php?cat=12&page={}"),
    ],
)
@pytest.mark.parametrize("otherwise", [None, "first", "home"])
def test_a_site_without_a_pager_is_guessed(entry: str, second: str, otherwise: str | None) -> None:
    """A wrong guess is a 404, page 1 again, or the news of the home page."""
    pages = {entry: page(1, 10), second.format(2): page(11, 20), second.format(3): page(21, 24)}
    wrong = {"first": page(1, 10), "home": page(50, 60, folder="/home/news"), None: None}[otherwise]
    found = walk(a_source("static", HOST + entry), site(pages, wrong))
    assert found.titles == numbered(1, 24)


def test_later_looks_do_not_guess() -> None:
    items = walk(a_source("static", HOST + "/xw/"), site({"/xw/": page(1, 10)})).items
    later = walk(a_source("static", HOST + "/xw/"), site({"/xw/": page(0, 10)}), known=items)
    assert later.urls == [HOST + "/xw/"]


def test_a_template_of_the_source() -> None:
    pager = {"kind": "template", "template": "/page/{n}/tzgg.html", "first": 1}
    pages = {"/xw/": page(1, 10), "/page/1/tzgg.html": page(11, 20), "/page/2/tzgg.html": page(11, 20)}
    found = walk(a_source("static", HOST + "/xw/", pager=pager), site(pages))
    assert found.titles == numbered(1, 20)
    assert len(found.asked) == 3


def test_behind_a_page_older_than_the_window_nothing_is_asked_for() -> None:
    script = "<script>createPageHTML(9, 0, 'index', 'html')</script>"
    pages = {f"/xw/{name}.html": page(1, 10, script).replace("2026-03", month).replace("202603", month.replace("-", "")).replace("_100", f"_{n}00")
             for n, (name, month) in enumerate([("index", "2026-03"), ("index_1", "2026-02"), ("index_2", "2026-01"), ("index_3", "2025-12")], 1)}  # fmt: skip
    assert NOW.date() == TODAY
    found = walk(a_source("trs", HOST + "/xw/index.html", window={"days": 20}), site(pages))
    assert len(found.asked) == 2


ROWS: list[tuple[str, str, str | None]] = [
    ('<tr><td>·<a href="{0}">{1}</a></td><td>2026-03-05</td></tr>', "table", "2026-03-05"),
    ('<li><a href="{0}" title="{1}">{2}…</a><i>[2026-03-05]</i></li>', "ul", "2026-03-05"),
    ('<div class="row"><h3><a href="{0}">{1}</a></h3><p>摘要文字</p><span>发布时间：2026.03.05 09:30</span></div>', "div", "2026-03-05"),
    ('<li><div class="day"><b>05</b><em>2026-03</em></div><div><a href="{0}">{1}</a></div></li>', "ul", "2026-03-05"),
    ('<li><span>03-05</span><a href="{0}">{1}</a></li>', "ul", "2026-03-05"),
    ('<li><a href="/bm/fgw/">[市发展和改革委员会]</a><a href="{0}">{1}</a><span>2026年3月5日</span></li>', "ul", "2026-03-05"),
    ('<li><a href="javascript:void(0)" onclick="view(\'{0}\')">{1}</a><label>2026/3/5</label></li>', "ul", "2026-03-05"),
    ('<li><a href="{0}"><font color="red">{1}</font><img src="/new.gif"></a><span>2026-03-05</span></li>', "ul", "2026-03-05"),
    ('<dt><a href="{0}">{1}</a></dt><dd>2026-03-05</dd>', "dl", "2026-03-05"),
    ('<li><a href="{0}" title="{1} 2026-03-05">{1}</a></li>', "ul", "2026-03-05"),
    ('<a href="{0}"><p>{1}</p><time>2026-03-05</time></a>', "div", "2026-03-05"),
    ('<li><a href="{0}">{1}</a><span>2027-03-05</span></li>', "ul", None),
    ('<li><a href="{0}">{1}</a></li>', "ul", None),
]  # fmt: skip


@pytest.mark.parametrize(("template", "around", "dated"), ROWS)
def test_rows_of_any_make_are_found_among_menus(template: str, around: str, dated: str | None) -> None:
    titles = [f"临江市第{n}批重点项目集中开工仪式举行" for n in range(12)]
    rows = "".join(
        template.format(f"/xw/{30_000 + n}.html", title, title[:8]) for n, title in enumerate(titles)
    )
    html = f"<nav><ul>{MENU}</ul></nav><{around}>{rows}</{around}><div class='foot'><a href='http://www.gov.cn/'>中国政府网</a></div>"
    listing = read_listing(a_source("static", HOST + "/xw/"), html, HOST + "/xw/", zone=ZONE, today=TODAY)
    assert [item.url for item in listing.items] == [f"{HOST}/xw/{30_000 + n}.html" for n in range(12)]
    assert [item.title.removesuffix(" 2026-03-05") for item in listing.items] == titles
    days: Any = {item.published and item.published.astimezone(ZONE).date() for item in listing.items}
    assert days == {date.fromisoformat(dated) if dated else None}


def test_a_list_in_blocks_of_five() -> None:
    blocks = "".join(
        f'<ul class="b">{"".join(row(n) for n in range(first, first + 5))}</ul>' for first in (1, 6, 11)
    )
    html = f'<div class="side"><ul>{row(90)}{row(91)}</ul></div><div class="main">{blocks}</div>'
    listing = read_listing(a_source("static", HOST + "/xw/"), html, HOST + "/xw/", zone=ZONE, today=TODAY)
    assert [item.title for item in listing.items] == numbered(1, 15)


def test_what_a_list_links_to_besides_pages() -> None:
    links = [
        "http://www.gov.cn/zhengce/1.html",
        "https://mp.weixin.qq.com/s/abc",
        "/xw/file/report.pdf",
        "#",
        "",
        "javascript:void(0)",
        "/xw/20001.html?a=1&amp;b=2",
    ]
    rows = "".join(
        f"<li><a href='{link}'>关于开展第{n}批项目申报的通知</a><span>2026-03-05</span></li>"
        for n, link in enumerate(links)
    )
    listing = read_listing(
        a_source("static", HOST + "/xw/"), f"<ul>{rows}</ul>", HOST + "/xw/", zone=ZONE, today=TODAY
    )
    assert [(item.url.removeprefix(HOST), item.external) for item in listing.items] == [
        ("http://www.gov.cn/zhengce/1.html", True),
        ("https://mp.weixin.qq.com/s/abc", True),
        ("/xw/file/report.pdf", True),
        ("/xw/20001.html?a=1&b=2", False),
    ]


def test_a_list_in_a_frame_beside_a_menu() -> None:
    outer = f'<ul>{row(90)}</ul><p>{"导航文字" * 100}</p><iframe src="/xw/inner.html"></iframe>'
    source = a_source("static", HOST + "/xw/", records={"from": "iframe"})
    answers = {"/xw/": outer, "/xw/inner.html": page(1, 6)}
    assert walk(source, site(answers)).titles == numbered(1, 6)
