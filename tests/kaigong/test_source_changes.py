"""What is told of a source that is not as its fixture expects."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kaigong.sourcing.changes import changes
from kaigong.sourcing.seen import Seen, SeenArticle, SeenItem

DAY = datetime(2026, 3, 5, 1, 7, tzinfo=UTC)
FOUND = {"title": "meta:ArticleTitle", "text": "css:#zoom", "published": "meta:PubDate"}


def item(number: int, **more: Any) -> SeenItem:
    return SeenItem(**{"url": f"http://a.cn/{number}", "title": f"第{number}号", "published": DAY} | more)


def article(number: int, **more: Any) -> SeenArticle:
    values = {
        "url": f"http://a.cn/{number}",
        "title": f"第{number}号",
        "published": DAY,
        "first_line": "全文",
        "provenance": FOUND,
    }
    return SeenArticle(**values | more)


def seen(**more: Any) -> Seen:
    values = {
        "at": DAY,
        "family": "ucap",
        "paging": "3 pages, the second is list_2.shtml",
        "items": [item(n) for n in range(10)],
        "articles": [article(0), article(1)],
    }
    return Seen(**values | more)


def test_nothing_changed() -> None:
    assert changes(seen(), seen(), same_pages=True) == []
    assert changes(seen(), seen(), same_pages=False) == []


def test_news_is_no_change() -> None:
    grown = "4 pages, the second is list_2.shtml"
    now = seen(paging=grown, items=[item(n) for n in range(5, 15)], articles=[article(14), article(0)])
    assert changes(seen(), now, same_pages=False) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"family": None}, "family: it was ucap, now it is unknown"),
        ({"paging": ""}, "paging: it was '3 pages, the second is list_2.shtml', now it is 'none'"),
        (
            {"paging": "3 pages, the second is list_1.shtml"},
            "now it is '3 pages, the second is list_1.shtml'",
        ),
        ({"items": [item(0)]}, "items: 1 are listed, 10 were"),
        ({"items": [item(n, published=None) for n in range(9)]}, "items: 0% have a date in the list"),
        ({"articles": []}, "articles: none could be read, 2 were"),
        ({"articles": [article(0, title="另一个")]}, "title was '第0号', now it is '另一个'"),
        ({"articles": [article(0, published=None)]}, "published was '2026-03-05"),
        ({"articles": [article(0, characters=9)]}, "the text has 9 characters, it had 0"),
        (
            {"articles": [article(8, provenance={"title": "h1", "text": "css:#zoom"})]},
            "no new one has published, all had it; see http://a.cn/8",
        ),
    ],
)
def test_each_change_is_told(now: dict[str, Any], told: str) -> None:
    [line] = changes(seen(), seen(**now), same_pages=False)
    assert told in line


def test_the_same_pages_must_give_every_item_again() -> None:
    now = seen(items=[item(0, title="短"), *(item(n) for n in range(2, 10)), item(77)])
    told = changes(seen(), now, same_pages=True)
    assert any("1 of 10 are missing, first '第1号'" in line for line in told)
    assert any("1 were not there before, first '第77号'" in line for line in told)
    assert any("the title of http://a.cn/0 was 第0号, now it is 短" in line for line in told)
    assert changes(seen(), now, same_pages=False) == []
