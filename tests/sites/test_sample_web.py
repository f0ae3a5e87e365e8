"""The sample web itself: what it claims to show is on its pages, looked up without our readers."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from sites.scenarios import CHANGING, READABLE, REFUSING

from kaigong.demo.web.bodies_odd import BODY_ODDITIES
from kaigong.demo.web.gone import GONE
from kaigong.demo.web.lines_odd import LINE_ODDITIES
from kaigong.demo.web.metas_odd import META_ODDITIES
from kaigong.demo.web.pieces_odd import PIECE_ODDITIES
from kaigong.demo.web.rows import ROW_ODDITIES
from kaigong.demo.web.sample_web import SampleWeb
from kaigong.demo.web.site import SampleSite, Scenario
from kaigong.demo.web.validators_odd import VALIDATORS
from kaigong.demo.web.wire_odd import CHARSET_LIES, GATES

NOW = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def web() -> Iterator[SampleWeb]:
    web = SampleWeb([*READABLE, *REFUSING], NOW)
    web.start()
    yield web
    web.stop()


def site(web: SampleWeb, key: str) -> SampleSite:
    return next(one for one in web.sites if one.scenario.key == key)


def get(url: str, form: str | None = None, **headers: str) -> tuple[int, bytes]:
    data = None if form is None else form.encode()
    try:
        with urlopen(Request(url, data, headers), timeout=10) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def test_every_site_has_an_address_of_its_own_and_no_article_twice(web: SampleWeb) -> None:
    assert len({one.address for one in web.sites}) == len(READABLE) + len(REFUSING)
    for one in web.sites:
        urls = [expected.url for expected in one.expected()]
        assert len(urls) == len(set(urls)), one.scenario.key


def test_every_article_is_where_it_is_expected(web: SampleWeb) -> None:
    for scenario in READABLE:
        one = site(web, scenario.key)
        for expected in one.expected():
            if expected.kind == "article":
                status, body = get(expected.url)
                assert status == 200, expected
                assert body, expected


def test_every_pathology_is_switched_on_somewhere() -> None:
    scenarios = [*READABLE, *REFUSING, *CHANGING]
    used = {name for one in scenarios for name in (*one.pages, *one.rows, *one.site)}
    known = {*META_ODDITIES, *BODY_ODDITIES, *PIECE_ODDITIES, *GONE, *ROW_ODDITIES, *CHARSET_LIES, *GATES}
    known |= VALIDATORS.keys() | LINE_ODDITIES.keys()
    assert known - used == set()


def test_the_documentation_names_every_pathology() -> None:
    scenarios = [*READABLE, *REFUSING, *CHANGING]
    used = {name for one in scenarios for name in (*one.pages, *one.rows, *one.site) if name}
    text = (Path(__file__).parents[2] / "docs" / "sample-web.md").read_text("utf-8")
    assert {name for name in used if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("one", [*READABLE, *REFUSING], ids=lambda one: str(one.key))
def test_no_pathology_is_dealt_to_an_article_that_is_not_there(one: Scenario) -> None:
    assert max(len(one.pages), len(one.rows)) <= one.count


def test_pages_of_a_list_show_every_article_once(web: SampleWeb) -> None:
    one = site(web, "ucap")
    first = get(one.entry)[1].decode()
    further = [get(one.entry.replace("list.", f"list_{n}."))[1].decode() for n in range(2, 6)]
    assert "createPageHTML('page_div',5, 1,'list','shtml',42)" in first
    shown = "".join([first, *further])
    assert all(shown.count(piece.token) == 1 for piece in one.family.shelf.pieces)
    assert get(one.entry.replace("list.", "list_6."))[0] == 404


def test_a_page_beyond_the_end_may_be_another_one(web: SampleWeb) -> None:
    again = site(web, "ucap-beyond")
    assert get(again.entry.replace("list.", "list_4."))[1] == get(again.entry)[1]
    astray = site(web, "ucap-astray")
    assert "别的栏目" in get(astray.entry.replace("list.", "list_4."))[1].decode()


def test_truecms_wants_a_referer_caps_a_page_and_counts_what_is_deleted(web: SampleWeb) -> None:
    ask = "/TrueCMS/messageController/getMessage.do?columnId=593f0397-04d7-44c3-8339-240a77a793ce&callback=cb"
    window = "&startrecord=16&endrecord=20&perpage="
    one = site(web, "truecms")
    assert get(one.address + ask + window + "5")[0] == 404
    answer = get(one.address + ask + window + "5", Referer=one.entry)[1].decode()
    assert answer.startswith('cb({"result": "<datastore>')
    assert answer.count("<record>") == 5
    assert "<record>" not in get(one.address + ask + window + "50", Referer=one.entry)[1].decode()
    stale = site(web, "truecms-label")
    assert "<record>" not in get(stale.address + ask + window + "5")[1].decode()
    assert get(site(web, "truecms-off").address + ask + window + "5")[0] == 404


def test_jpaas_pages_by_param_json_only(web: SampleWeb) -> None:
    one = site(web, "jpaas")
    unit = (
        f"{one.address}/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=buildstatic"
        f"&webId={'8d82' * 8}&tagId="
    )
    good = "%E5%8F%B3%E4%BE%A7%E5%86%85%E5%AE%B9%E5%88%97%E8%A1%A8"
    first = json.loads(get(unit + good)[1])
    assert json.loads(get(unit + good + "&pageNo=2")[1]) == first
    second = json.loads(get(unit + good + "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A15%7D")[1])
    assert second["data"]["html"] != first["data"]["html"]
    assert json.loads(get(unit + "%D3%D2%B2%E0")[1])["success"] is False


def test_startrecord_and_page_are_two_dialects(web: SampleWeb) -> None:
    records = site(web, "jpage-records")
    form = "col=1&columnid=84242&unitid=356383&startrecord=19&endrecord=36&perpage=6"
    answer = get(records.address + "/module/jpage/dataproxy.jsp", form)[1].decode()
    assert answer.count("<record>") == 18
    pages = site(web, "jpage")
    ask = pages.address + "/module/web/jpage/dataproxy.jsp?columnid=84242&unitid=356383&"
    assert get(ask + "startrecord=19&endrecord=36")[1] == get(ask + "page=1")[1] != get(ask + "page=4")[1]


def test_charsets_lie_as_they_are_told(web: SampleWeb) -> None:
    assert "要闻动态" in get(site(web, "charset-utf-8").entry)[1].decode("gb18030")
    assert get(site(web, "charset-bom").entry)[1].startswith(b"\xef\xbb\xbf")


def test_several_pages_make_one_article(web: SampleWeb) -> None:
    one = site(web, "trs-bodies")
    piece = next(one for one in one.family.shelf.pieces if one.oddity == "several-pages")
    address = one.family.address(piece)
    texts = [get(address)[1].decode(), get(address.replace(".html", "_1.html"))[1].decode()]
    texts.append(get(address.replace(".html", "_2.html"))[1].decode())
    assert all(sum(text in page for page in texts) == 1 for text in piece.paragraphs)
