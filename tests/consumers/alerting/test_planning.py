"""Which deliveries become which messages: none is dropped, none comes too soon, no more than the rate."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.alerting.planning import Group, Plan, Situation, Waiting, plan
from consumers.alerting.receivers import Receiver
from consumers.alerting.schedule import Calendar
from consumers.alerting.times_of_day import HOURLY, NOW, parse_quiet, parse_when

CALENDAR = Calendar(ZoneInfo("Asia/Shanghai"))
T = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
DAILY = parse_when("daily 08:30")


def receiver(**fields: object) -> Receiver:
    return Receiver.model_validate({"id": "li", "to": "li@example.cn", **fields})


def waiting(number: int, **fields: object) -> Waiting:
    return Waiting(f"a{number:03}", fields.pop("at", T), **fields)  # type: ignore[arg-type]


def shape(made: Plan) -> list[tuple[str, int]]:
    return [(group.form, len(group.alert_ids)) for group in made.groups]


def test_alerts_of_now_go_one_by_one() -> None:
    made = plan([waiting(1), waiting(2)], receiver(), Situation(T), CALENDAR)
    assert made.groups == [Group("single", ("a001",)), Group("single", ("a002",))]


def test_what_is_for_tomorrow_waits_and_says_so() -> None:
    morning = T + timedelta(hours=22)
    made = plan([waiting(1, not_before=morning)], receiver(), Situation(T), CALENDAR)
    assert [(wait.until, wait.why) for wait in made.waits] == [(morning, "next day")]
    assert shape(
        plan([waiting(1, not_before=morning, held=True)], receiver(), Situation(morning), CALENDAR)
    ) == [("single", 1)]


def test_what_is_the_same_is_one_mail() -> None:
    two_rules = [waiting(1, same="x"), waiting(2, same="y"), waiting(3, same="x")]
    made = plan(two_rules, receiver(), Situation(T), CALENDAR)
    assert made.groups == [Group("single", ("a001", "a003")), Group("single", ("a002",))]


def test_a_digest_waits_for_its_time_and_then_has_all() -> None:
    people = receiver(when="daily 08:30")
    made = plan([waiting(1), waiting(2)], people, Situation(T), CALENDAR)
    due = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
    assert made.groups == []
    assert [(wait.until, wait.why) for wait in made.waits] == [(due, "daily 08:30")] * 2
    late = [waiting(3, at=due + timedelta(seconds=1))]
    made = plan([waiting(1), waiting(2), *late], people, Situation(due + timedelta(seconds=2)), CALENDAR)
    assert made.groups == [Group("digest", ("a001", "a002"))]
    assert [wait.alert_id for wait in made.waits] == ["a003"]


def test_what_waited_over_the_night_comes_as_one() -> None:
    night = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 23:00
    people = receiver(quiet="22:00-07:00")
    alerts = [waiting(1, at=night), waiting(2, at=night)]
    made = plan(alerts, people, Situation(night), CALENDAR)
    assert {wait.why for wait in made.waits} == {"quiet"}
    morning = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert {wait.until for wait in made.waits} == {morning}
    assert shape(plan(alerts, people, Situation(morning), CALENDAR)) == [("digest", 2)]
    assert shape(plan(alerts[:1], people, Situation(morning), CALENDAR)) == [("single", 1)]


def test_a_pause_holds_everything_and_its_end_brings_one_digest() -> None:
    alerts = [waiting(1), waiting(2)]
    made = plan(alerts, receiver(), Situation(T, paused=True, paused_until=T + timedelta(days=3)), CALENDAR)
    assert [(wait.until, wait.why) for wait in made.waits] == [(T + timedelta(days=3), "paused")] * 2
    held = [waiting(1, held=True), waiting(2, held=True)]
    assert shape(plan(held, receiver(), Situation(T + timedelta(days=3)), CALENDAR)) == [("digest", 2)]


def test_over_the_rate_the_rest_is_the_last_mail_of_the_hour() -> None:
    burst = [waiting(number) for number in range(100)]
    made = plan(burst, receiver(rate=20), Situation(T), CALENDAR)
    assert shape(made) == [*[("single", 1)] * 19, ("digest", 81)]


def test_a_full_hour_waits_until_its_oldest_mail_is_an_hour_old() -> None:
    sent = [T - timedelta(minutes=50), T - timedelta(minutes=10)]
    made = plan([waiting(1), waiting(2)], receiver(rate=2), Situation(T, sent), CALENDAR)
    assert [(wait.until, wait.why) for wait in made.waits] == [(T + timedelta(minutes=10), "rate")] * 2


def test_what_is_late_comes_with_the_next_digest_only() -> None:
    late = waiting(1, late=True)
    made = plan([late], receiver(), Situation(T), CALENDAR)
    assert [(wait.until, wait.why) for wait in made.waits] == [(None, "next digest")]
    slot = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
    assert shape(plan([late, waiting(2)], receiver(when="daily 08:30"), Situation(slot), CALENDAR)) == [
        ("digest", 2)
    ]


def test_a_rules_own_time_beats_the_receivers() -> None:
    made = plan([waiting(1, when=NOW), waiting(2)], receiver(when="daily 08:30"), Situation(T), CALENDAR)
    assert made.groups == [Group("single", ("a001",))]
    assert [wait.alert_id for wait in made.waits] == ["a002"]


def test_a_clock_that_was_years_ahead_holds_nothing_up() -> None:
    future = waiting(1, at=T + timedelta(days=1500))
    assert shape(plan([future], receiver(when="daily 08:30"), Situation(T), CALENDAR)) == [("digest", 1)]
    assert shape(plan([future], receiver(), Situation(T), CALENDAR)) == [("single", 1)]


@pytest.mark.parametrize("minutes", [1, 30, 59, 61])
def test_who_is_told_now_does_not_wait_for_a_clock_that_was_fast(minutes: int) -> None:
    """The alert was made by a clock that has been put back since."""
    near = waiting(1, at=T + timedelta(minutes=minutes))
    made = plan([near], receiver(), Situation(T), CALENDAR)
    assert (shape(made), made.waits) == ([("single", 1)], [])


receivers = st.builds(
    receiver,
    when=st.sampled_from(["now", "hourly", "daily 08:30", "daily 07:00 12:00 18:00"]),
    quiet=st.sampled_from([None, "22:00-06:30", "12:30-13:30"]).map(lambda text: text and parse_quiet(text)),
    workdays=st.booleans(),
    rate=st.none() | st.integers(1, 5),
)
arrivals = st.lists(
    st.tuples(
        st.integers(0, 4 * 24 * 60),
        st.sampled_from([None, NOW, HOURLY, DAILY]),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
)
jumps = st.lists(st.integers(-3 * 24 * 60, 5 * 24 * 60), min_size=1, max_size=40)


@given(receivers, arrivals, jumps)
def test_however_the_clock_goes_each_is_told_once_and_none_for_ever_too_late(
    people: Receiver, arrivals: list[tuple[int, object, bool]], jumps: list[int]
) -> None:
    """A run of the planner as the notifier makes it, with a clock that is put on and back."""
    held: set[str] = set()
    known = {f"a{n}": (T + timedelta(minutes=at), when, late) for n, (at, when, late) in enumerate(arrivals)}
    told: Counter[str] = Counter()
    made_at: list[datetime] = []
    now = T
    steps = [timedelta(minutes=jump) for jump in jumps] + [timedelta(minutes=31)] * (26 * 24 * 2)
    for step in steps:
        if len(told) == len(known):
            break
        now += step
        items = [
            Waiting(name, at, when, None, late, name in held)  # type: ignore[arg-type]
            for name, (at, when, late) in known.items()
            if name not in told and at <= now
        ]
        if not items:
            continue
        made = plan(items, people, Situation(now, made_at), CALENDAR)
        assert sorted(wait.alert_id for wait in made.waits) == sorted(
            {one.alert_id for one in items} - {name for group in made.groups for name in group.alert_ids}
        )
        held |= {wait.alert_id for wait in made.waits}
        for group in made.groups:
            told.update(group.alert_ids)
            made_at.append(now)
        if people.rate:
            recent = [at for at in made_at if now - timedelta(hours=1) < at <= now]
            assert len(recent) <= people.rate
    assert set(told.values()) <= {1}
    never = {
        name
        for name, (_, when, late) in known.items()
        if late and not (when or people.when).is_digest  # type: ignore[attr-defined]
    }
    assert set(told) == set(known) - never
