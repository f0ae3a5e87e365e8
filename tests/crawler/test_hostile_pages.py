"""Pages made to break a parser: nothing raises, nothing is fetched or expanded, nothing takes long."""

import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import challenge, decode_html, extract, is_soft_404
from crawler.listings import read_listing
from crawler.sources import Source
from wire.codec import encode
from wire.messages import MAX_TEXT_CHARS

ZONE = ZoneInfo("Asia/Shanghai")
URL = "http://www.example.gov.cn/1.html"
SENTENCE = "<p>今日，<b>东港区</b>召开<a href='/a.html'>重点项目</a>推进会，要求加快建设。</p>"

PIECES = st.sampled_from(
    [
        "<div id=zoom>",
        "</div>",
        "<table><tr><td>",
        "<p>",
        "<a href='http://[",
        "'>",
        "<img src='x:y",
        "<base href='//[",
        "<!--<$[信息内容]>begin-->",
        "<!--<$[信息内容]>end-->",
        "<meta name=PubDate content='9999-99-99 99:99'>",
        "<!--",
        "<meta name=ArticleTitle content='",
        "发布时间：2026-02-31 25:61",
        "<ucapcontent>",
        "&#xD800;",
        "\x00",
        "<pre>",
        "<iframe src='viewer.html?file=",
        "<time datetime='",
        "<![CDATA[",
        "]]>",
        "<?xml version='1.0' encoding='x'?>",
    ]
)


@given(st.lists(PIECES | st.text(max_size=6)).map("".join))
def test_any_text_is_extracted(page: str) -> None:
    found = extract(page, URL, zone=ZONE)
    # What comes out can be written as JSON and holds no control characters.
    encode(found.text.encode().decode())
    assert not any(ord(char) < 32 and char not in "\n\t" for char in found.text + found.title)


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_and_any_address_are_extracted(body: bytes, url: str) -> None:
    html, _, _ = decode_html(body, None)
    extract(html, url, zone=ZONE)


def test_entities_of_a_page_are_not_expanded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", "utf-8")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    page = (
        f'<!DOCTYPE html [<!ENTITY a0 "炸弹">{bomb}<!ENTITY x SYSTEM "file://{secret}">]>'
        "<div id=zoom><p>正文&x;&a11;结束，这里是一段正常的文字。</p></div>"
    )
    found = extract(page, URL, zone=ZONE)
    assert "机密内容" not in found.text
    assert "炸弹炸弹" not in found.text


MANY = 40_000
HOSTILE = {
    "long": "<div id=zoom>" + SENTENCE * 14_000 + "</div>",
    "broad": "<div class=content>" + SENTENCE * 10_000 + "</div>",
    "deep": "<div>" * 100_000 + SENTENCE,
    "nested containers": "<div class='content view txt article'>" * 1_500 + SENTENCE * 2_000,
    "nested tools": "<div id=zoom>" + "<div class=share>a<a href=x>b</a>" * 1_900,
    "rows": "<div id=zoom><table>" + "<tr><td>甲</td><td>乙</td></tr>" * MANY,
    "nested tables": "<table><tr><td>a<td>b" * 600 + SENTENCE,
    "breaks": "<div id=zoom>" + "<br>\n" * MANY * 5,
    "attribute": f"<div id=zoom style='{'x;' * 900_000}'>{SENTENCE}</div>",
    "one line": "<div id=zoom>" + "文 " * 500_000,
    "spaces": "<div id=zoom>文" + "\t \n" * 500_000 + "文",
    "brackets": "<" * 2_000_000,
    "markers": "<!--<$[信息内容]>begin-->" * MANY,
    "metas": "<meta name=a content=b>" * MANY,
    "dates": "<p>" + "发布时间：2026-" * 100_000,
    "digits": "<div id=zoom><p>正文。</p><p>" + "1" * 500_000 + "x",
    "punctuation": "<div id=zoom><p>正文。</p><p>" + "【】" * 500_000,
    "pictures": "<div id=zoom>" + "<img src=/a.jpg>" * MANY,
    "NUL": "<div id=zoom>" + "\x00正文" * 100_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
def test_two_megabytes_are_read_in_seconds(page: str) -> None:
    started = time.process_time()
    found = extract(page, URL, zone=ZONE)
    assert time.process_time() - started < 6
    assert len(found.text) <= MAX_TEXT_CHARS
    started = time.process_time()
    challenge(200, page)
    is_soft_404(page)
    assert time.process_time() - started < 2


LISTINGS = {
    "records": "<ul class=newsList>" + "<li><a href=/1.shtml>东港区项目开工</a><i>2026-03-05</i>" * MANY,
    "nested": "<div class=newsList>" * 1_500 + "<li><a href=/1.shtml>甲</a></li>" * 5_000,
    "long title": f"<ul class=newsList><li><a href=/1.shtml>{'.' * 1_000_000}x</a></ul>",
    "long script": f"<ul class=newsList><li><a onclick='{chr(34)}{'/' * 1_000_000}'>甲</a></ul>",
    "long address": f"<ul class=newsList><li><a href='/{'print/' * 200_000}'>甲</a></ul>",
    "pager": "createPageHTML('a" * 100_000,
}


@pytest.mark.parametrize("preset", ["links", "ucap"])
@pytest.mark.parametrize("page", LISTINGS.values(), ids=LISTINGS.keys())
def test_hostile_listings_are_read_in_seconds(page: str, preset: str) -> None:
    item = ".newsList li" if preset == "ucap" else None
    values = {
        "id": "any",
        "name": "任意",
        "region": "320700",
        "url": "http://www.example.gov.cn/a/list.shtml",
    }
    pager = {"kind": "createPageHTML" if preset == "ucap" else "next"}
    source = Source.model_validate(values | {"preset": preset, "records": {"item": item}, "pager": pager})
    started = time.process_time()
    listing = read_listing(source, page, source.url)
    assert time.process_time() - started < 6
    assert len(listing.items) <= 1
