"""How a source is judged, and that only changes are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler import memory
from crawler.health import assess, news_of
from crawler.records import SourceRecord
from crawler.sources import Source
from wire.retry import Backoff

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
SOURCE = Source(id="t-one", name="测试", region="320706", url="http://x.gov.cn/list/")


def _record(**facts: Any) -> SourceRecord:
    return SourceRecord(source_id="t-one", **{"first_done": True, **facts})


@pytest.mark.parametrize(
    ("record", "state", "words"),
    [
        (SourceRecord(source_id="t-one"), "new", ""),
        (_record(), "ok", ""),
        (_record(failures=2, last_error="status 500"), "ok", ""),
        (_record(failures=3, last_error="status 500"), "failing", "status 500"),
        (_record(had_items=True, empty_looks=2), "failing", "empty"),
        (_record(had_items=False, empty_looks=9), "ok", ""),
        (_record(bad_details=5, last_error="no title"), "failing", "no title"),
        (_record(stale_articles=5, newest_published=NOW - timedelta(days=30)), "failing", "2026-01-31"),
        (_record(stale_articles=5, newest_published=NOW - timedelta(days=2)), "ok", ""),
        (_record(block_reason="the site refuses", failures=9), "blocked", "refuses"),
        (_record(last_new_at=NOW - timedelta(days=4), gap_seconds=3600.0), "late", "longer than usual"),
        (_record(last_new_at=NOW - timedelta(days=4), gap_seconds=200_000.0), "ok", ""),
        (_record(last_new_at=NOW - timedelta(days=400)), "ok", ""),
    ],
)
def test_the_worst_that_is_true(record: SourceRecord, state: str, words: str) -> None:
    health = assess(SOURCE, record, NOW)
    assert health.state == state
    assert words in health.reason


@pytest.mark.parametrize("status", ["retired", "blocked"])
def test_what_the_source_file_says_comes_first(status: str) -> None:
    source = SOURCE.model_copy(update={"status": status})
    assert assess(source, _record(failures=9), NOW).state == status


def test_only_changes_are_told_and_what_was_not_acknowledged_is_told_again() -> None:
    record = _record()
    first = news_of(SOURCE, record, NOW)
    again = news_of(SOURCE, record, NOW + timedelta(minutes=1))
    assert first is not None
    assert again == first
    record.health_told = 1
    assert news_of(SOURCE, record, NOW) is None
    record.failures = 3
    second = news_of(SOURCE, record, NOW + timedelta(hours=1))
    assert second is not None
    assert (first.revision, second.revision) == (1, 2)
    assert (second.state, second.since) == ("failing", NOW + timedelta(hours=1))


def test_blocks_grow_and_shrink_only_after_an_article_was_read() -> None:
    record, backoff, now = _record(), Backoff(first=1000.0, longest=100_000.0), NOW
    pauses = []
    for _ in range(6):
        until = memory.blocked(record, now, "403", backoff)
        pauses.append((until - now).total_seconds())
        now = until + timedelta(seconds=1)
        memory.not_modified(record, now)
    assert pauses == sorted(pauses)
    assert pauses[-1] > 8 * pauses[0]
    memory.article_read(record, None, "live")
    assert (memory.blocked(record, now, "403", backoff) - now).total_seconds() <= 1000


def test_a_wish_of_the_site_prolongs_the_rest() -> None:
    record = _record()
    until = memory.blocked(record, NOW, "429", Backoff(first=1.0, longest=2.0), timedelta(hours=3))
    assert until == NOW + timedelta(hours=3)


def test_several_refusals_of_one_look_count_as_one() -> None:
    record = _record()
    for _ in range(5):
        memory.blocked(record, NOW, "403", Backoff(first=1000.0, longest=100_000.0))
    assert record.blocks == 1
