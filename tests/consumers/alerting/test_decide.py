"""No flood: only what is new, live and recent is told at once."""

from datetime import datetime, timedelta

import pytest
from alerting_samples import NOW, article, compiled
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.alerting.decide import Decision, Windows, decide, decide_record
from wire.messages import Lane, TaggedArticle
from wire.settings import Settings

WINDOWS = Windows(timedelta(hours=24), timedelta(days=3))
LANES: list[Lane] = ["live", "backfill", "replay", "retag", "import"]
orders = st.tuples(st.integers(1, 3), st.integers(1, 3))
ages = st.timedeltas(timedelta(hours=-2), timedelta(days=40))


def aged(found: timedelta, published: timedelta, precision: str = "minute") -> TaggedArticle:
    first_seen = NOW - found
    shown_at = min(NOW - published, first_seen)
    return article(
        first_seen=first_seen, shown_at=shown_at, published=shown_at, published_precision=precision
    )


@pytest.mark.parametrize(
    ("found", "published", "precision", "expected"),
    [
        (timedelta(minutes=1), timedelta(hours=1), "minute", Decision.ALERT_NOW),
        (timedelta(hours=23, minutes=59), timedelta(days=2), "minute", Decision.ALERT_NOW),
        (timedelta(hours=24), timedelta(days=1), "minute", Decision.LATE_FIND),
        (timedelta(hours=1), timedelta(days=3), "minute", Decision.ALERT_NOW),
        (timedelta(hours=1), timedelta(days=3, seconds=1), "minute", Decision.LATE_PUBLICATION),
        (timedelta(hours=1), timedelta(days=3, hours=12), "day", Decision.ALERT_NOW),
        (timedelta(hours=1), timedelta(days=4, hours=1), "day", Decision.LATE_PUBLICATION),
        (timedelta(minutes=-5), timedelta(minutes=-5), "none", Decision.ALERT_NOW),
    ],
)
def test_ages_of_a_live_match(
    found: timedelta, published: timedelta, precision: str, expected: Decision
) -> None:
    assert decide(aged(found, published, precision), "live", WINDOWS, told=False, now=NOW) is expected


@settings(deadline=None)
@given(found=ages, published=ages, lane=st.sampled_from(LANES), told=st.booleans(), order=orders, seen=orders)
def test_nothing_is_told_at_once_that_is_old_repeated_or_not_live(
    found: timedelta,
    published: timedelta,
    lane: Lane,
    told: bool,
    order: tuple[int, int],
    seen: tuple[int, int],
) -> None:
    tagged = aged(found, published)
    verdict = decide_record(tagged, lane, order, seen)
    decision = verdict or decide(tagged, lane, WINDOWS, told=told, now=NOW)
    fresh = found < WINDOWS.first_seen and NOW - tagged.shown_at <= WINDOWS.published
    assert (decision is Decision.ALERT_NOW) == (lane == "live" and fresh and not told and order > seen)
    if lane == "retag" or told or order <= seen:
        assert not decision.creates
    else:
        assert decision.creates


def test_a_withdrawn_article_alerts_nobody() -> None:
    withdrawn = article(withdrawn_at=NOW)
    assert decide_record(withdrawn, "live", (2, 1), (1, 1)) is Decision.WITHDRAWN
    assert not Decision.WITHDRAWN.creates


def test_a_rule_can_have_windows_of_its_own() -> None:
    settings = Settings()
    assert Windows.of(compiled(types=["开工"]).rule, settings) == WINDOWS
    own = compiled(types=["开工"], first_seen_hours=2, published_days=0.5).rule
    assert Windows.of(own, settings) == Windows(timedelta(hours=2), timedelta(hours=12))


def test_the_moment_is_given_not_taken() -> None:
    later = datetime.max.replace(tzinfo=NOW.tzinfo)
    assert decide(article(), "live", WINDOWS, told=False, now=later) is Decision.LATE_FIND
