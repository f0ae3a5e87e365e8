"""Hanweb's jpage: records of the page, both dialects of dataproxy.jsp, the catalogue."""
# ruff: noqa: E501 - a line of markup stays one line

from urllib.parse import parse_qs, urlsplit

import pytest
from walking import Walk, a_source, numbered, walk

from crawler.listings import Ask

COLUMN = "http://www.linjiang.gov.cn/col/col84242/index.html"
SIZE, TOTAL = 5, 33


def record(n: int) -> str:
    return f'<record><![CDATA[<li style=<br/><a href="/art/2026/3/{n % 5 + 1}/art_84242_{10_000 + n}.html" title="第{n}号项目集中开工">第{n}号…</a><b>2026-03-0{n % 5 + 1}</b></li>]]></record>'


def store(first: int, last: int, group: str = "") -> str:
    records = "".join(record(n) for n in range(first, min(last, TOTAL) + 1))
    following = f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>' if group else ""
    return f"<datastore>{following}<totalrecord>{TOTAL}</totalrecord><recordset>{records}</recordset></datastore>"


def column(inner: str, script: str = "") -> str:
    menu = '<datastore><recordset><record><![CDATA[<li><a href="/col/col1/index.html">领导之窗</a></li>]]></record></recordset></datastore>'
    return f"""<html><body><div id="7"><script type="text/xml">{menu}</script></div><ul></ul>
      <div id="356383" class="default_pgContainer"><script type="text/xml">{inner}</script></div>
      <script>{script}</script></body></html>"""


def query(ask: Ask) -> dict[str, str]:
    pairs = parse_qs(urlsplit(ask.url).query) | parse_qs(ask.body or "")
    return {name: values[0] for name, values in pairs.items()}


def read(inner: str, proxy: object = None, script: str = "", url: str = COLUMN) -> Walk:
    def answer(ask: Ask) -> str | None:
        if "dataproxy" not in ask.url:
            return column(inner, script)
        return proxy(query(ask)) if callable(proxy) else None

    return walk(a_source("hanweb_jpage", url), answer)


@pytest.mark.parametrize("named", [1, 2, 4])
def test_the_next_group_is_followed_page_by_page(named: int) -> None:
    """The page holds three pages; its link names page 1 again, the next one, or the next group."""
    group = "/module/web/jpage/dataproxy.jsp?page={}&appid=1&columnid=84242&unitid=356383&webname=临江市"

    def proxy(asked: dict[str, str]) -> str:
        number = int(asked["page"])
        assert asked["webname"] == "临江市"
        return store((number - 1) * SIZE + 1, number * SIZE, group.format(number + 1))

    found = read(store(1, 3 * SIZE, group.format(named)), proxy)
    assert found.titles == numbered(1, TOTAL)
    assert len(found.asked) <= 9


def test_an_encrypted_next_group_is_only_followed() -> None:
    def proxy(asked: dict[str, str]) -> str:
        number = {"k9==": 16, "x2": 21, "b7": 26, "e1": 31}[asked["secret"]]
        following = {16: "x2", 21: "b7", 26: "e1"}.get(number)
        return store(number, number + 4, f"./dataproxy.jsp?secret={following}" if following else "")

    found = read(store(1, 15, "/module/web/jpage/dataproxy.jsp?secret=k9%3D%3D"), proxy)
    assert found.titles == numbered(1, TOTAL)
    assert [query(ask)["secret"] for ask in found.asked[1:]] == ["k9==", "x2", "b7", "e1"]


@pytest.mark.parametrize(
    "script",
    [
        "$('#356383').jpage({proxyUrl:'/module/jpage/dataproxy.jsp',perPage:5,ajaxParam:{columnid:'84242',unitid:356383}});",
        "$('#356383').jpage({perPage:5,proxyUrl:\"/module/jpage/dataproxy.jsp\",ajaxParam:'col=1&amp;columnid=84242&unitid=356383'});",
    ],
)
def test_records_are_posted_for_by_their_numbers(script: str) -> None:
    def proxy(asked: dict[str, str]) -> str:
        assert (asked["columnid"], asked["unitid"], asked["perpage"]) == ("84242", "356383", "5")
        return store(int(asked["startrecord"]), int(asked["endrecord"]))

    found = read(store(1, 15), proxy, script)
    assert found.titles == numbered(1, TOTAL)
    assert [ask.body is not None for ask in found.asked] == [False, True, True]
    assert found.urls[1].startswith(
        "http://www.linjiang.gov.cn/module/jpage/dataproxy.jsp?startrecord=16&endrecord=30"
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
        lambda text: text.replace("</record>", ""),
        lambda text: text.replace("</recordset></datastore>", ""),
        lambda text: text.replace("<record>", "").replace("</record>", ""),
    ],
)
def test_a_store_that_is_no_xml(spoil: object) -> None:
    assert callable(spoil)
    assert read(spoil(store(1, 15)).replace("<totalrecord>33", "<totalrecord>15")).titles == numbered(1, 15)


def test_the_address_may_name_the_unit() -> None:
    other = (
        column(store(1, 2))
        .replace("领导之窗</a>", "领导之窗带日期的一条</a><b>2026-01-01</b>")
        .replace("/col/col1/index.html", "/art/2026/1/1/art_1_99.html")
    )
    source = a_source("hanweb_jpage", f"{COLUMN}?uid=7")
    assert walk(source, lambda ask: other).titles == ["领导之窗带日期的一条"]


def test_without_the_interface_the_records_of_the_page_stay() -> None:
    found = read(store(1, 15, "/module/web/jpage/dataproxy.jsp?page=4"))
    assert found.titles == numbered(1, 15)
    assert not found.problems


def test_a_next_group_on_another_host_is_not_followed() -> None:
    found = read(store(1, 15, "http://10.0.0.1/dataproxy.jsp?page=2"))
    assert found.urls == [COLUMN]


def test_the_catalogue_is_searched_page_by_page() -> None:
    shell = "<iframe src='/module/xxgk/tree.jsp?area=113208&infotypeId=A02'></iframe><script>loadDynamic('113208')</script>"

    def answer(ask: Ask) -> str:
        if ask.body is None:
            return shell
        asked = query(ask)
        assert (asked["area"], asked["infotypeId"]) == ("113208", "A02")
        first = int(asked["currpage"]) * 10 - 9
        rows = "".join(
            f"<tr><td>01420/2026-{n:05}</td><td><a href='/art/2026/3/1/art_1_{10_000 + n}.html' title='第{n}号项目集中开工'>第{n}号</a></td><td>2026-03-01</td></tr>"
            for n in range(first, min(first + 9, 24) + 1)
        )
        return f"<table><tr><th>索引号</th><th>名称</th></tr>{rows}</table><span>共3页</span>"

    found = walk(a_source("hanweb_xxgk", "http://www.linjiang.gov.cn/col/col9/index.html"), answer)
    assert found.titles == numbered(1, 24)
    assert len(found.asked) == 4
