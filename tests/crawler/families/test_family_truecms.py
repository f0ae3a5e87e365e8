"""TrueCMS: what stands in the page, and windows of getMessage.do with all their deviations."""
# ruff: noqa: E501 - a line of markup stays one line

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from walking import Walk, a_source, numbered, walk

from crawler.listings import Ask, ListItem

COLUMN = "https://www.donggang.gov.cn/dgqzf/dgyw/dgyw.html"
IN_PAGE, TOTAL = 30, 100


def row(n: int) -> str:
    uuid = f"7c1d2f30-1111-4222-8333-{n:012}"
    return f'<li><a href="/dgqzf/dgyw/content/{uuid}.html" title="第{n}号项目集中开工">第{n}号…</a><span>[2026-03-0{n % 5 + 1}]</span></li>'


def page(total: int = TOTAL) -> str:
    rows = "".join(f"<ul id='tp'>{row(n)}</ul>" for n in range(1, min(total, IN_PAGE) + 1))
    return f"""<div id="initData" style="display:none">{rows}</div><div id="msgList"></div>
      <script>var initData='<datastore><totalrecord>{total}</totalrecord><recordset>';
      $('#msgList').jpage({{dataStore:initData,totalRecord:"{total}",proxyUrl:'http://www.donggang.gov.cn/TrueCMS/messageController/getMessage.do',
      perPage:20,groupSize:3,ajaxParam:{{columnId:'593f0397-04d7-44c3-8339-240a77a793ce'}}}});</script>"""


class Interface:
    """`base`: the number of the first record; `most`: the largest page; `deleted`: rows that empty their window."""

    def __init__(
        self, base: int = 1, most: int = 50, deleted: frozenset[int] = frozenset(), jsonp: bool = True
    ) -> None:
        self.base, self.most, self.deleted, self.jsonp = base, most, deleted, jsonp

    def __call__(self, ask: Ask) -> str | None:
        if "getMessage.do" not in ask.url:
            return page()
        asked = {name: values[0] for name, values in parse_qs(urlsplit(ask.url).query).items()}
        assert asked["columnId"] == "593f0397-04d7-44c3-8339-240a77a793ce"
        first = int(asked["startrecord"]) + 1 - self.base
        last = int(asked["endrecord"]) + 1 - self.base
        if int(asked["perpage"]) > self.most or last - first >= self.most:
            return None
        numbers = range(first, min(last, TOTAL) + 1)
        rows = (
            [] if self.deleted & set(numbers) else [f"<record><![CDATA[{row(n)}]]></record>" for n in numbers]
        )
        answer = json.dumps({"result": f"<datastore><recordset>{''.join(rows)}</recordset></datastore>"})
        return f"jsonp1700({answer});" if self.jsonp else answer


def read(interface: Interface, **more: object) -> Walk:
    return walk(a_source("truecms", COLUMN, **more), interface)


@pytest.mark.parametrize("base", [0, 1])
@pytest.mark.parametrize("most", [50, 20, 10])
@pytest.mark.parametrize("jsonp", [True, False])
def test_all_records_whatever_the_site_counts_from_and_allows(base: int, most: int, jsonp: bool) -> None:
    found = read(Interface(base, most, jsonp=jsonp))
    assert found.titles == numbered(1, TOTAL)
    assert len(found.asked) < 16


def test_the_interface_is_asked_as_the_page_is() -> None:
    found = read(Interface())
    assert all(url.startswith("https://www.donggang.gov.cn/") for url in found.urls)


def test_a_deleted_record_costs_only_what_is_near_it() -> None:
    found = read(Interface(deleted=frozenset({62})))
    missing = set(numbered(1, TOTAL)) - set(found.titles)
    assert 1 <= len(missing) <= 10
    assert numbered(62, 62)[0] in missing
    assert found.titles[-1] == numbered(TOTAL, TOTAL)[0]


def test_where_the_interface_is_switched_off_the_records_of_the_page_stay() -> None:
    found = walk(a_source("truecms", COLUMN), lambda ask: None if "getMessage" in ask.url else page())
    assert found.titles == numbered(1, IN_PAGE)
    assert len(found.asked) == 4


def test_a_short_column_asks_for_nothing_more() -> None:
    assert walk(a_source("truecms", COLUMN), lambda ask: page(12)).urls == [COLUMN]


def test_a_later_look_asks_only_behind_a_page_with_news() -> None:
    items = walk(a_source("truecms", COLUMN), Interface()).items
    assert walk(a_source("truecms", COLUMN), Interface(), known=items).urls == [COLUMN]
    fresh: list[ListItem] = items[1:]
    assert len(walk(a_source("truecms", COLUMN), Interface(), known=fresh).asked) > 1


def test_pages_are_limited() -> None:
    assert len(read(Interface(most=10), pager={"max_pages": 3}).items) <= IN_PAGE + 2 * 10
