"""When published articles are looked at again, and what makes an absence a withdrawal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Disposition, Link
from crawler.retries import settled
from crawler.revisits import Revisits
from wire import settings

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAN = Revisits.of(settings.load({}))
NEW = Link("a", "http://x.gov.cn/a.html", "s", "标题", None, "none", NOW, "live", next_try=NOW)
PUBLISHED = replace(settled(NEW, "published", NOW, PLAN), revision=1)


def _through(link: Link, *dispositions: Disposition) -> Link:
    """The link after visits that came to these, each at the moment when it was due."""
    for disposition in dispositions:
        assert link.next_try is not None
        link = settled(link, disposition, link.next_try, PLAN)
    return link


def test_an_article_is_looked_at_after_an_hour_six_hours_and_1_3_7_30_days() -> None:
    link, ages = PUBLISHED, []
    while link.next_try is not None:
        ages.append(link.next_try - NOW)
        link = settled(link, "unchanged", link.next_try, PLAN)

    steps = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY]
    assert len(ages) == len(steps)
    assert all(step <= age <= step + min(step * 0.05, HOUR) for age, step in zip(ages, steps, strict=True))
    assert link.status == "seen"


@pytest.mark.parametrize("lane", ["live", "backfill"])
def test_what_a_first_look_found_is_looked_at_again_too(lane: str) -> None:
    assert settled(replace(NEW, lane=lane), "published", NOW, PLAN).next_try is not None  # type: ignore[arg-type]


@pytest.mark.parametrize("past", [{"past": True}, {"disposition": "link_only"}])
def test_what_was_fetched_by_going_back_or_only_noted_is_not(past: dict[str, object]) -> None:
    link = replace(NEW, **past)  # type: ignore[arg-type]
    disposition: Disposition = "link_only" if link.disposition == "link_only" else "published"
    assert settled(link, disposition, NOW, PLAN).next_try is None


def test_visits_that_a_stopped_crawler_missed_are_made_up_by_one() -> None:
    late = settled(PUBLISHED, "unchanged", NOW + 4 * DAY, PLAN)
    assert late.next_try is not None
    assert 7 * DAY <= late.next_try - NOW <= 7 * DAY + HOUR


def test_the_articles_of_one_list_are_spread() -> None:
    links = [replace(NEW, article_id=f"article {n}") for n in range(50)]
    dues = [settled(link, "published", NOW, PLAN).next_try for link in links]
    assert len(set(dues)) == 50
    assert dues == [settled(link, "published", NOW, PLAN).next_try for link in links]


def test_gone_twice_a_day_apart_is_a_withdrawal() -> None:
    first = _through(PUBLISHED, "unchanged", "gone")
    assert first.gone_since is not None
    assert first.withdrawn_at is None
    assert first.next_try == first.gone_since + DAY
    assert not PLAN.is_withdrawal(first, first.next_try - timedelta(seconds=1))
    assert PLAN.is_withdrawal(first, first.next_try)

    second = _through(first, "withdrawn")
    assert second.withdrawn_at == first.gone_since + DAY
    assert second.next_try is not None, "it may come back"
    assert not PLAN.is_withdrawal(second, second.next_try), "told twice"
    assert _through(second, "gone").withdrawn_at == second.withdrawn_at


def test_a_visit_in_between_does_not_make_it_a_withdrawal() -> None:
    first = _through(PUBLISHED, "gone")
    assert first.gone_since is not None
    early = settled(first, "gone", first.gone_since + HOUR, PLAN)
    assert (early.withdrawn_at, early.next_try) == (None, first.gone_since + DAY)


def test_an_article_that_is_there_again_was_never_gone() -> None:
    back = _through(PUBLISHED, "gone", "unchanged")
    assert (back.gone_since, back.withdrawn_at) == (None, None)
    assert _through(back, "gone").withdrawn_at is None


def test_a_withdrawn_article_is_looked_for_from_the_day_on_which_it_went() -> None:
    link = _through(PUBLISHED, "gone", "withdrawn")
    since, ages = link.gone_since, []
    assert since is not None
    while link.next_try is not None:
        ages.append((link.next_try - since).days)
        link = settled(link, "gone", link.next_try, PLAN)
    assert ages[-3:] == [3, 7, 30]


_OTHERS: list[Disposition] = ["blocked", "failed", "sent_home", "thin", "invalid", "robots", "refused"]


@pytest.mark.parametrize("other", _OTHERS)
def test_no_other_outcome_counts_as_gone(other: Disposition) -> None:
    link = PUBLISHED
    for _ in range(12):
        if link.next_try is None:
            break
        link = settled(link, other, link.next_try, PLAN)
        assert (link.gone_since, link.withdrawn_at) == (None, None)
        assert link.status == "seen"


def test_a_failure_in_between_neither_counts_nor_starts_anew() -> None:
    link = _through(PUBLISHED, "gone", "failed", "failed")
    assert link.gone_since is not None
    assert link.next_try is not None
    assert PLAN.is_withdrawal(link, link.next_try)


@given(
    st.lists(st.sampled_from(["unchanged", "gone", "withdrawn", *_OTHERS]), max_size=40),
    st.integers(0, 10**6),
)
def test_no_visit_is_due_at_once_again_and_none_is_for_ever(
    outcomes: Sequence[Disposition], lag: int
) -> None:
    link, visits = PUBLISHED, 0
    for outcome in outcomes:
        if link.next_try is None:
            break
        now = link.next_try + timedelta(seconds=lag)
        link = settled(link, outcome, now, PLAN)
        assert link.next_try is None or link.next_try > now or outcome == "blocked"
        visits += 1
    while link.next_try is not None:
        link = settled(link, "unchanged", link.next_try, PLAN)
        visits += 1
        assert visits < 60


def test_the_intervals_are_a_setting() -> None:
    environ = {"KAIGONG_CRAWL_REVISIT_HOURS": "2,1", "KAIGONG_CRAWL_WITHDRAW_HOURS": "12"}
    plan = Revisits.of(settings.load(environ))
    assert plan == Revisits((HOUR, 2 * HOUR), 12 * HOUR)
    assert settled(NEW, "published", NOW, Revisits((), DAY)).next_try is None
