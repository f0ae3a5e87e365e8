"""Answers made to cost time: every reader is done with them soon."""

import time

import pytest
from walking import TODAY, ZONE, a_source

from crawler.listings import Ask, Page, read_page
from crawler.sniff import recognise

URL = "http://www.linjiang.gov.cn/a/list.shtml"
# Each took minutes while an expression in a reader was quadratic, or is of that kind.
BOMBS = {
    "calls": "createPageHTML(" * 40_000,
    "paths": "/" * 500_000,
    "path-pieces": "./a:-" * 100_000,
    "spaces": "jsonp(" + " " * 500_000 + "x",
    "variables": ("countPage" + " " * 50) * 8_000,
    "stores": "<datastore>" * 50_000,
    "records": "<datastore><record><![CDATA[" * 20_000,
    "nested": "<div><a href='/a/1.html'>很长很长的一个标题</a>" * 5_000,
    "rows": "<li><a href='/a/1.html'>很长很长的一个标题</a><i>2026-03-05</i></li>" * 5_000,
    "items": "<rss>" + "<item><title>t</title><link>/a</link></item>" * 8_000,
    "frames": "<iframe src='/a.html'>" * 8_000,
}
PRESETS = ["truecms", "ucap", "trs", "hanweb_jpage", "hanweb_jpaas", "hanweb_xxgk", "epoint", "gkmlpt"]
PRESETS += ["ucap_search", "ucap_channel", "json_list", "founder", "feed", "static"]


@pytest.mark.parametrize("name", BOMBS)
def test_no_answer_takes_long(name: str) -> None:
    began = time.process_time()
    for preset in PRESETS:
        read_page(Page(a_source(preset, URL), Ask(URL), URL, BOMBS[name], ZONE, TODAY))
    recognise(URL, BOMBS[name])
    assert time.process_time() - began < 30
