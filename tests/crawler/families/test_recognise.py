"""Recognising families on pages of sites nobody has seen."""
# ruff: noqa: E501 - a line of markup stays one line

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walking import TODAY, ZONE, a_source

from crawler.listings import Ask, Page, read_page
from crawler.sniff import probes, recognise
from crawler.sources import Source

HOST = "http://www.haizhou2.gov.cn"
LIST = "".join(
    f'<li><a href="/xw/tzgg/202603/{n:032x}.shtml" title="关于第{n}批项目申报的通知">关于第{n}批项目申报的通知</a><span>2026-03-0{n}</span></li>'
    for n in range(1, 8)
)
MENU = "".join(f'<li><a href="/zt/{n}.html">专题专栏之第{n}个学习教育活动</a></li>' for n in range(9))
METAS = '<meta name="SiteName" content="海州二区人民政府"><meta name="columnname" content="通知公告">'
DATASTORE = f"<datastore><recordset>{''.join(f'<record><![CDATA[{row}</li>]]></record>' for row in LIST.split('</li>')[:-1])}</recordset></datastore>"

PAGES = [
    ("ucap", "/fgw/tzgg/list.shtml", f"<ul class='pageList newsList'>{LIST}</ul><script>createPageHTML('page_div',3,1,'list','shtml',41);</script>"),
    ("ucap", "/fgw/tzgg/xxgk_list.shtml", f"<div class='lm'><ul>{LIST}</ul></div><script>createPageHTML(\"pg\",1,1,\"xxgk_list\",\"shtml\",7);</script><!-- UCAP -->"),
    ("trs", "/xw/tzgg/", f"<ul>{LIST}</ul><script>createPageHTML(34, 0, \"index\", \"html\");</script>"),
    ("trs", "/xw/tzgg/index.html", f"<ul>{LIST.replace('/xw/tzgg/202603/', './202603/t20260301_1')}</ul><script>var countPage = 3</script>"),
    ("hanweb_jpage", "/col/col84242/index.html", f'<div id="3"><script type="text/xml">{DATASTORE}</script></div>'),
    ("hanweb_jpage", "/col/col84242/index.html", f'<div id="3"><script type="text/xml">{DATASTORE.replace("<", "&lt;").replace(">", "&gt;")}</script></div>'),
    ("hanweb_xxgk", "/col/col9/index.html", "<ul>" + MENU + "</ul><script>var u='/module/xxgk/search.jsp';loadDynamic('113208')</script>"),
    ("hanweb_jpaas", "/zwgk/tzgg/index.html", """<script src="unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'tagId':'列表','pageId':'1'}"></script>"""),
    ("truecms", "/hzq/hzyw/hzyw.html", f"<div id='initData'>{LIST.replace('<li>', '<ul><li>').replace('</li>', '</li></ul>')}</div><script>$('#m').jpage({{proxyUrl:'/TrueCMS/messageController/getMessage.do',ajaxParam:{{columnId:'593f0397-04d7'}}}})</script>".replace("/xw/tzgg/202603/", "/hzq/hzyw/content/")),
    ("epoint", "/zwgk/govInfoPub.html?categorynum=003006", f"<ul>{MENU}</ul><script src='/js/webBuilderCommon.js'></script>"),
    ("gkmlpt", "/gkmlpt/index", f"<ul>{MENU}</ul><script>var _CONFIG={{SID: '755031'}}</script>"),
    ("ucap_channel", "/bm/xxgkpt_lists.shtml", f"<ul class='pageList'></ul><ul>{MENU}</ul><script>$.post('/u/search/listByChannelRef/5f2b0c7de1a94a6b8c3d9e0f1a2b3c4d')</script>"),
    ("ucap_search", "/xw/lists.shtml", f"<ul>{MENU}</ul><script>$.get('/common/search/100782?_isAgg=true&page=1')</script>"),
    ("founder", "/ZJRB/PC/layout/202603/06/node_01.html", "<a href='../../../content/202603/06/content_1.html'>镇江一批项目开工</a><a href='node_02.html'>第02版</a>"),
    ("founder", "/html/2026-03/06/node_41.htm", ""),
    ("feed", "/rss.xml", "<?xml version='1.0'?><rss><channel><item><title>甲</title><link>/a.html</link></item></channel></rss>"),
    ("feed", "/sitemap.xml", "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>"),
    ("json_list", "/yw.json", json.dumps([{"TITLE": "甲", "URL": "/a.html"}])),
    ("ucap_channel", "/u/search/listByChannelRef/5f2b0c7d", json.dumps({"data": {"page": {"list": [{"TITLE": "甲", "URL_COMP": "/a.html"}]}}})),
    ("json_list", "/yw/", f"<ul>{MENU}</ul><script>$.getJSON('/yw/YAOWEN.json', show)</script>"),
    ("static", "/xw/tzgg/index.shtml", f"<ul class='menu'>{MENU}</ul><ul>{LIST}</ul>"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("family", "path", "html"), PAGES, ids=[f"{n}-{one[0]}" for n, one in enumerate(PAGES)]
)
def test_the_family_of_a_column(family: str, path: str, html: str) -> None:
    found = recognise(HOST + path, html)
    assert (found.family, found.settings) == (family, {"preset": family})
    assert found.saw
    a_source(family, HOST + path)


def test_a_link_to_another_machinery_is_no_sign_of_its_family() -> None:
    links = "<a href='http://www.gd.gov.cn/gkmlpt/index'>公开</a><form action='/common/search/9'></form>"
    page = f"{links}<ul class='newsList'>{LIST}</ul><script>createPageHTML('page_div',3,1,'list','shtml',41);</script>"
    assert recognise(f"{HOST}/xw/list.shtml", page).family == "ucap"


def test_the_name_of_site_and_column() -> None:
    page = f"<head>{METAS}</head><ul>{LIST}</ul>"
    assert recognise(f"{HOST}/xw/", page).name == "海州二区人民政府-通知公告"
    placeholder = page.replace("通知公告", "<CMSPRO_COLUMN>").replace("海州二区人民政府", "")
    assert recognise(f"{HOST}/xw/", placeholder.replace("<head>", "<head><title>要闻</title>")).name == "要闻"


@pytest.mark.parametrize(
    "page",
    [
        '<meta http-equiv="refresh" content="0;url=list.shtml">',
        '<script>location.href="/xw/list.shtml"</script>',
        f'<p>{"页眉" * 200}</p><iframe src="list.shtml"></iframe>',
    ],
)
def test_a_page_that_only_leads_to_another(page: str) -> None:
    found = recognise(f"{HOST}/xw/", page)
    assert (found.family, found.leads_to) == (None, f"{HOST}/xw/list.shtml")


@pytest.mark.parametrize(
    "page", ["", "<html><body><div id=app></div></body></html>", '{"code": 500}', f"<ul>{MENU[:200]}</ul>"]
)
def test_what_is_not_recognised_says_what_was_seen_and_what_would_help(page: str) -> None:
    found = recognise(f"{HOST}/xw/", page)
    assert found.family is None
    assert found.saw
    assert found.helpful
    assert recognise("ftp://a/", page).family is None


def test_guesses_say_the_settings_that_they_stand_for() -> None:
    found = probes(f"{HOST}/xw/list.html", "")
    assert [probe.url for probe in found][:2] == [f"{HOST}/xw/list_1.html", f"{HOST}/xw/list_2.html"]
    assert found[1].settings == {"pager": {"kind": "template", "template": "list_{n}.html", "first": 2}}
    for probe in found:
        assert a_source("static", f"{HOST}/xw/list.html", **probe.settings).pager.template


PIECES = st.sampled_from(
    [
        *("<ul>", "<li>", "</li>", "<table><tr><td>", "<a href='/a/10001.html'>很长很长的一个标题", "</a>", "2026-03-05"),
        *("<datastore>", "<record><![CDATA[", "]]></record>", "<nextgroup><![CDATA[<a href='?page=9'>", "&lt;record&gt;"),
        *("createPageHTML(", "9,0,'a','b')", "countPage=99", "ajaxParam:{columnid:'1',unitid:'2'}", "columnId:'abcdefgh'"),
        *("<div id=initData>", "getMessage.do", "<script querydata=\"{'a':'b'}\" url='/u'>", "SID:'1'", "webBuilderCommon.js"),
        *('{"a":[', '{"title":"t","url":"/u"}', "]}", "jsonp(", ")", "<iframe src=/f.html>", "<rss>", "<item>", "\x00"),
        *("node_01.html", "content_1.html", "<a href='node_02.html'>", "<a href='content_3.html'>题目", "http://[", "共9页"),
    ]
)  # fmt: skip
PRESETS = [*dict.fromkeys(one[0] for one in PAGES), "links"]


@given(
    page=st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join),
    preset=st.sampled_from(PRESETS),
    later=st.booleans(),
)
@settings(deadline=None)
def test_any_answer_can_be_read_and_looked_at(page: str, preset: str, later: bool) -> None:
    source: Source = a_source(preset, f"{HOST}/a/list.shtml")
    read = [read_page(Page(source, Ask(source.url), source.url, page, ZONE, TODAY))]
    if later:
        read += [read_page(Page(source, ask, ask.url, page, ZONE, TODAY)) for ask in read[0].asks[:3]]
    for listing in read:
        assert all(ask.url.startswith(f"{HOST}/") for ask in listing.asks)
        assert all(item.title and item.url.startswith(("http://", "https://")) for item in listing.items)
    assert recognise(source.url, page).settings is not None
