"""When things happen next: looks, retries, and the wake-ups themselves."""

import asyncio
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Disposition, Link, SourceRecord
from crawler.retries import settled
from crawler.revisits import Revisits
from crawler.schedule import Wakeups, next_due, spread

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
NEVER = Revisits((), timedelta(days=1))
LINK = Link("a", "http://x.gov.cn/a.html", "s", "标题", None, "none", NOW, "live", next_try=NOW)


@given(st.floats(1, 86_400), st.integers(0, 50), st.integers(0, 2**32))
def test_the_next_look_is_never_early(interval: float, failures: int, seed: int) -> None:
    due = next_due(SourceRecord(source_id="s", failures=failures), interval, NOW, random.Random(seed))
    assert timedelta(seconds=interval) <= due - NOW + timedelta(microseconds=1)
    assert due - NOW <= timedelta(seconds=interval * 16 * 1.1 + 1)


def test_a_resting_source_is_not_looked_at() -> None:
    until = NOW + timedelta(hours=5)
    assert next_due(SourceRecord(source_id="s", resting_until=until), 60, NOW, random.Random(1)) == until


@given(st.lists(st.integers(0, 10_000), max_size=80))
def test_overdue_sources_are_spread_in_the_order_of_their_duty(ages: list[int]) -> None:
    overdue = [NOW - timedelta(seconds=age) for age in ages]
    records = [SourceRecord(source_id=f"s{n:02}", next_due=due) for n, due in enumerate(overdue)]
    due = spread(records, NOW)
    order = sorted(records, key=lambda record: due[record.source_id])
    assert [record.next_due for record in order] == sorted(record.next_due or NOW for record in records)
    assert len(set(due.values())) == len(records)
    assert all(NOW <= moment <= NOW + timedelta(seconds=31) for moment in due.values())


@pytest.mark.parametrize(
    ("disposition", "tries"), [("thin", 5), ("failed", 6), ("gone", 3), ("sent_home", 3), ("blocked", 3)]
)
def test_a_link_is_tried_again_a_bounded_number_of_times(disposition: Disposition, tries: int) -> None:
    link, count = LINK, 0
    while link.next_try is not None:
        count += 1
        link = settled(link, disposition, link.next_try, NEVER)
        assert link.disposition == disposition
    assert count == tries
    assert link.status == "failed"


@pytest.mark.parametrize("disposition", ["robots", "refused", "invalid", "off_window"])
def test_what_is_final_is_final(disposition: Disposition) -> None:
    link = settled(LINK, disposition, NOW, NEVER)
    assert (link.status, link.next_try) == ("failed", None)


def test_a_busy_loop_delays_wakeups_but_leaves_none_out() -> None:
    calls: list[float] = []
    errors: list[BaseException] = []

    async def main() -> None:
        wakeups = Wakeups(errors.append)
        wakeups.every(0.1, lambda: calls.append(time.monotonic()))
        wakeups.start()
        await _until(lambda: calls)
        time.sleep(1.5)  # noqa: ASYNC251 - a busy loop is what this is about
        begun = len(calls)
        await _until(lambda: len(calls) >= begun + 3)
        wakeups.stop()

    asyncio.run(main())
    assert errors == []


def test_an_error_in_a_wakeup_is_handed_on() -> None:
    errors: list[BaseException] = []

    def fail() -> None:
        raise RuntimeError("the disk is full")

    async def main() -> None:
        wakeups = Wakeups(errors.append)
        wakeups.every(60, fail)
        wakeups.start()
        await _until(lambda: errors)
        wakeups.stop()

    asyncio.run(main())
    assert [str(error) for error in errors] == ["the disk is full"]


async def _until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        await asyncio.sleep(0.01)
