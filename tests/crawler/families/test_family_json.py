"""Interfaces that answer in JSON: parameters found on the page, fields, dates, the number that pages begin with."""
# ruff: noqa: E501 - a line of markup stays one line

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from walking import ZONE, a_source, numbered, walk

from crawler.listings import Ask

HOST = "https://czj.linjiang.gov.cn"


def asked_of(ask: Ask) -> dict[str, str]:
    if ask.body and ask.body.startswith("{"):
        return {name: str(value) for name, value in json.loads(ask.body).items()}
    pairs = parse_qs(urlsplit(ask.url).query) | parse_qs(ask.body or "")
    return {name: values[0] for name, values in pairs.items()}


def unit(name: str, more: str = "") -> str:
    return (
        '<script src="/cms_files/unitbuild.js?v=3" webId="8d82" parseType="bulidstatic" url="/api-gateway/jpaas-publish-server/front/page/build/unit"'
        f""" queryData="{{'parseType':'bulidstatic','webId':'8d82','tagId':'{name}','pageId':'ca51'{more}}}"></script>"""
    )


@pytest.mark.parametrize("order", [("导航栏", "右侧内容"), ("右侧内容", "导航栏"), ("甲", "乙")])
def test_jpaas_fetches_the_unit_with_the_list(order: tuple[str, str]) -> None:
    listed = order[1] if order == ("甲", "乙") else "右侧内容"

    def answer(ask: Ask) -> str:
        if "build/unit" not in ask.url:
            return f"<html><body>{unit(order[0])}{unit(order[1])}</body></html>"
        asked = asked_of(ask)
        assert (asked["parseType"], asked["pageId"]) == ("bulidstatic", "ca51")
        if asked["tagId"] != listed:
            menu = "<ul><li><a href='/a/'>市政府信息公开目录</a></li><li><a href='/b/'>市政府领导之窗专栏</a></li></ul>"
            return json.dumps({"success": True, "data": {"html": menu}})
        number = json.loads(asked["paramJson"])["pageNo"] if "paramJson" in asked else 1
        first = number * 15 - 14
        rows = "".join(
            f"<li><a href='/zwgk/art/2026/art_{n:032x}.html'>第{n}号项目集中开工</a><span>2026-03-01</span></li>"
            for n in range(first, min(first + 14, 40) + 1)
        )
        html = f'<ul>{rows}</ul><div class="pagination" rows="15" count="40" pageNo="{number}"></div>'
        return json.dumps({"success": True, "data": {"html": html}})

    found = walk(a_source("hanweb_jpaas", f"{HOST}/zwgk/tzgg/index.html"), answer)
    assert found.titles == numbered(1, 40)
    assert unquote(found.urls[-1]).endswith('&paramJson={"pageNo":3,"pageSize":15}')


def test_jpaas_without_working_pages_ends_after_the_first() -> None:
    rows = "".join(
        f"<li><a href='/art/2026/art_{n:032x}.html'>第{n}号项目集中开工</a><i>2026-03-01</i></li>"
        for n in range(1, 16)
    )
    reply = json.dumps(
        {"success": True, "data": {"html": f"<ul>{rows}</ul><div rows='15' count='90'></div>"}}
    )
    found = walk(
        a_source("hanweb_jpaas", f"{HOST}/zwgk/"), lambda ask: reply if "unit" in ask.url else unit("列表")
    )
    assert found.titles == numbered(1, 15)
    assert len(found.asked) == 3


def test_a_refused_unit_is_told_of() -> None:
    refusal = json.dumps({"success": False, "message": "参数错误"})
    found = walk(
        a_source("hanweb_jpaas", f"{HOST}/zwgk/"), lambda ask: refusal if "unit" in ask.url else unit("列表")
    )
    assert found.problems == ["unit 列表 was refused: 参数错误"]


@pytest.mark.parametrize("base", [0, 1])
def test_epoint_whatever_its_pages_are_counted_from(base: int) -> None:
    def answer(ask: Ask) -> str:
        if ask.url.endswith("webBuilderCommon.js"):
            return (
                'var siteInfo={"siteGuid":"7eb5f7f1-9041-43ad-8e13-8fcb82ea831a","projectName":"EWB-FRONT"}'
            )
        if ask.body is None:
            return '<script src="/js/webBuilderCommon.js"></script><ul><?=el.link?></ul>'
        asked = asked_of(ask)
        assert (asked["categorynum"], asked["siteGuid"][:4]) == ("003006", "7eb5")
        first = max(int(asked["pageIndex"]) - base, 0) * 20 + 1
        data = [
            {
                "realtitle": f"第{n}号项目集中开工",
                "infourl": f"/zwgk/003006/20260301/{n:08}.html",
                "infodate": "2026-03-01",
            }
            for n in range(first, min(first + 19, 50) + 1)
        ]
        return json.dumps({"custom": {"data": data, "total": 50}})

    found = walk(a_source("epoint", f"{HOST}/dynamic/zwgk/govInfoPub.html?categorynum=003006"), answer)
    assert found.titles == numbered(1, 50)
    assert len(found.asked) <= 6


@pytest.mark.parametrize(
    ("url", "page", "column"),
    [
        ("http://www.haishi.gov.cn/gkmlpt/index#4218", "", "4218"),
        ("http://www.haishi.gov.cn/sz/gkmlpt/index", "", "0"),
        ("http://www.haishi.gov.cn/gkmlpt/index", "COLUMN: 77,", "77"),
    ],
)
def test_gkmlpt_takes_column_and_site_from_address_and_page(url: str, page: str, column: str) -> None:
    root = url.split("/gkmlpt", maxsplit=1)[0]

    def answer(ask: Ask) -> str:
        if "/api/" not in ask.url:
            return f"<style>p{{color:#333333}}</style><script>var _CONFIG={{ {page} SID: '755031' }}</script>"
        assert ask.url.startswith(f"{root}/gkmlpt/api/all/{column}?")
        assert asked_of(ask)["sid"] == "755031"
        first = int(asked_of(ask)["page"]) * 100 - 99
        stamp = int(datetime(2026, 3, 1, 9, 30, tzinfo=ZONE).timestamp())
        found = [
            {
                "id": n,
                "title": f"第{n}号项目集中开工",
                "url": f"{root}/gkmlpt/content/1/2/post_{10_000 + n}.html",
                "date": stamp,
            }
            for n in range(first, min(first + 99, 130) + 1)
        ]
        return json.dumps({"total": 130, "articles": found})

    found = walk(a_source("gkmlpt", url), answer)
    assert found.titles == numbered(1, 130)
    assert found.items[0].published == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


CHANNEL = "5f2b0c7de1a94a6b8c3d9e0f1a2b3c4d"


@pytest.mark.parametrize(
    "url", [f"{HOST}/u/search/listByChannelRef/{CHANNEL}", f"{HOST}/bm/xxgkpt_lists.shtml"]
)
def test_a_channel_is_listed_from_its_interface_or_its_page(url: str) -> None:
    def answer(ask: Ask) -> str:
        if ask.body is None:
            return f"<script>var channelId='{CHANNEL}'; $.post('/u/search/listByChannelRef/' + channelId, show)</script>"
        assert ask.url == f"{HOST}/u/search/listByChannelRef/{CHANNEL}"
        first = int(asked_of(ask)["currentPage"]) * 100 - 99
        rows = [
            {
                "TITLE": f"第{n}号项目集中开工",
                "URL_COMP": f"/bm/202603/{n:032x}.shtml",
                "PC_GKFWRQ_FORMATED": "2026-03-01",
            }
            for n in range(first, min(first + 99, 120) + 1)
        ]
        return json.dumps({"data": {"page": {"list": rows, "allRow": 120, "pageSize": 100}}})

    assert walk(a_source("ucap_channel", url), answer).titles == numbered(1, 120)


def test_the_search_of_ucap_and_its_dates() -> None:
    def answer(ask: Ask) -> str:
        number = int(asked_of(ask)["page"])
        rows = [
            {"title": f"第{n}号项目集中开工", "url": f"//czj.linjiang.gov.cn/c/202603/{n:032x}.shtml",
             "publishedTimeStr": "2026-03-01 16:38:00", "publishedTime": 1_500_000_000_000}
            for n in range(number * 20 - 19, min(number * 20, 25) + 1)
        ]  # fmt: skip
        return json.dumps({"data": {"total": 25, "results": rows}})

    found = walk(a_source("ucap_search", f"{HOST}/common/search/100782"), answer)
    assert found.titles == numbered(1, 25)
    assert found.items[0].published == datetime(2026, 3, 1, 8, 38, tzinfo=UTC)
    assert found.items[0].url.startswith("https://czj.")


@pytest.mark.parametrize("url", [f"{HOST}/yaowen/YAOWENLIBIAO.json", f"{HOST}/yaowen/index.htm"])
def test_an_array_in_a_file(url: str) -> None:
    rows = [
        {"TITLE": title, "URL": f"{HOST}/yw/2026{n}.htm", "DOCRELPUBTIME": "2026-03-01"}
        for n, title in enumerate(numbered(1, 40))
    ]

    def answer(ask: Ask) -> str:
        if ask.url.endswith(".json"):
            return json.dumps(rows)
        return '<link href="/manifest.json"><script>$.getJSON("./YAOWENLIBIAO.json?v=1", show)</script>'

    assert walk(a_source("json_list", url), answer).titles == numbered(1, 40)


def test_a_parameter_that_is_not_found_can_be_given() -> None:
    found = walk(a_source("gkmlpt", "http://www.haishi.gov.cn/gkmlpt/index"), lambda ask: "<p>新版</p>")
    assert found.problems == ["sid not found; set api.values in the source"]
    given = a_source("gkmlpt", "http://www.haishi.gov.cn/gkmlpt/index", api={"values": {"sid": "1"}})
    assert "sid=1" in walk(given, lambda ask: "<p>新版</p>").urls[1]


@pytest.mark.parametrize("answer", ["[" * 5_000, '{"total": 1}', "[1, 2]", '{"articles": {"a": 1}}', "{"])
def test_answers_that_make_no_sense(answer: str) -> None:
    source: Any = a_source("json_list", f"{HOST}/a.json")
    assert walk(source, lambda ask: answer).items == []
