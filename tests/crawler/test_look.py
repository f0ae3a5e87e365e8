"""One look: which pages it reads, which links are new, in which lane."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler import memory
from crawler.listings import Ask, Listing, ListItem
from crawler.look import Look, too_old
from crawler.records import Link, SourceRecord
from crawler.sources import Source

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
SOURCE = Source.model_validate(
    {
        "id": "t-one",
        "name": "测试",
        "region": "320706",
        "url": "http://x.gov.cn/list.shtml",
        "pager": {"kind": "createPageHTML", "max_pages": 5},
        "window": {"flood_max": 10},
    }
)


def _items(*numbers: int) -> list[ListItem]:
    return [ListItem(f"http://x.gov.cn/a/{10_000 + n}.html", f"标题{n}") for n in numbers]


FIRST = Ask(SOURCE.url)


def _pages(*numbers: int) -> list[Ask]:
    return [Ask(f"http://x.gov.cn/list_{n}.shtml") for n in numbers]


def _known(*numbers: int) -> dict[str, Link]:
    look = Look(SOURCE, SourceRecord(source_id="t-one"), NOW - timedelta(days=1))
    look.add_page(FIRST, Listing(_items(*numbers)), {})
    return {link.article_id: link for link in look.new_links({})}


def _look(**facts: bool) -> Look:
    return Look(
        SOURCE, SourceRecord(source_id="t-one", **{"first_done": True, "had_items": True, **facts}), NOW
    )


def test_a_first_look_reads_every_page_and_is_backfill() -> None:
    look = _look(first_done=False)
    look.add_page(FIRST, Listing(_items(1, 2), _pages(2, 3)), {})
    assert look.next_ask() == _pages(2)[0]
    look.add_page(_pages(2)[0], Listing(_items(3), _pages(3)), {})
    assert look.next_ask() == _pages(3)[0]
    look.add_page(_pages(3)[0], Listing(_items(1, 2), _pages(4)), {})  # beyond the end
    assert look.next_ask() is None
    assert [link.lane for link in look.new_links({})] == ["backfill"] * 3


def test_a_later_look_stops_at_a_page_without_news() -> None:
    known = _known(1, 2)
    look = _look()
    look.add_page(FIRST, Listing(_items(1, 2), _pages(2)), known)
    assert look.next_ask() is None
    assert look.new_links(known) == []


def test_a_later_look_goes_on_behind_news() -> None:
    known = _known(1)
    look = _look()
    look.add_page(FIRST, Listing(_items(3, 1), _pages(2)), known)
    assert look.next_ask() == _pages(2)[0]
    assert [link.lane for link in look.new_links(known)] == ["live"]


def test_after_a_broken_look_every_page_is_read_again() -> None:
    known = _known(1)
    look = _look(incomplete=True)
    look.add_page(FIRST, Listing(_items(1), _pages(2)), known)
    assert look.next_ask() == _pages(2)[0]
    assert look.lose_page(_pages(2)[0], missing=True) is None
    assert look.next_ask() is None
    assert look.incomplete


def test_a_list_that_gets_readable_is_no_news_but_a_first_article_is() -> None:
    empty = _look(had_items=False)
    empty.add_page(FIRST, Listing(_items(*range(8))), {})
    assert {link.lane for link in empty.new_links({})} == {"backfill"}
    first = _look(had_items=False)
    first.add_page(FIRST, Listing(_items(1)), {})
    assert {link.lane for link in first.new_links({})} == {"live"}


@given(st.integers(0, 30))
def test_a_flood_never_alerts(count: int) -> None:
    look = _look()
    look.add_page(FIRST, Listing(_items(*range(count))), {})
    lanes = {link.lane for link in look.new_links({})}
    assert lanes == (set() if count == 0 else {"backfill"} if count > 10 else {"live"})


def test_a_pager_that_never_ends_is_left() -> None:
    look = _look(first_done=False)
    ask: Ask | None = FIRST
    read = 0
    while ask:
        read += 1
        look.add_page(ask, Listing(_items(read), _pages(read + 1)), {})
        ask = look.next_ask()
    assert read == SOURCE.pager.max_pages


def test_only_a_title_changed_in_the_own_list_counts() -> None:
    known = _known(1, 2)
    foreign = {key: replace(link, source_id="t-two") for key, link in known.items()}
    look = _look()
    look.add_page(FIRST, Listing([replace(_items(1)[0], title="更正"), *_items(2)]), known)
    assert [(link.title, link.next_try) for link in look.retitled_links(known)] == [("更正", NOW)]
    assert look.retitled_links(foreign) == []


def test_only_a_window_that_was_set_drops_articles() -> None:
    old = NOW - timedelta(days=30)
    narrow = Source.model_validate({**SOURCE.model_dump(by_alias=True), "window": {"days": 7}})
    assert not too_old(SOURCE, old, NOW)
    assert too_old(narrow, old, NOW)
    assert not too_old(narrow, None, NOW)
    assert not too_old(narrow, NOW, NOW)


def test_a_list_is_fetched_whole_once_a_day_and_until_a_look_was_complete() -> None:
    record = SourceRecord(source_id="t-one", first_done=True, full_fetch_at=NOW)
    assert not memory.wants_full_fetch(record, NOW + timedelta(hours=23))
    assert memory.wants_full_fetch(record, NOW + timedelta(hours=24))
    assert memory.wants_full_fetch(SourceRecord(source_id="t-one"), NOW)
    record.incomplete = True
    assert memory.wants_full_fetch(record, NOW)


def test_the_validators_of_an_empty_list_are_not_kept() -> None:
    record = SourceRecord(source_id="t-one", first_done=True, etag='"old"')
    look = Look(SOURCE, record, NOW, etag='"empty"')
    memory.looked(record, look, NOW, 0)
    assert record.etag is None
    look.add_page(FIRST, Listing(_items(1)), {})
    memory.looked(record, look, NOW, 1)
    assert record.etag == '"empty"'
