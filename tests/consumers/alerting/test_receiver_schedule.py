"""When a receiver may be told: laws for every setting and moment, and the days of a real year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loguru import logger

from consumers.alerting.receivers import Manner
from consumers.alerting.schedule import Calendar
from consumers.alerting.times_of_day import HOURLY, NOW, QuietHours, When, parse_quiet, parse_when
from consumers.alerting.workdays import is_workday

SHANGHAI = Calendar(ZoneInfo("Asia/Shanghai"))
BERLIN = Calendar(ZoneInfo("Europe/Berlin"))  # clocks are put forward and back there

SINCE, UNTIL = datetime(2024, 1, 1), datetime(2026, 12, 20)  # noqa: DTZ001 - hypothesis adds the zone
moments = st.datetimes(SINCE, UNTIL, timezones=st.just(UTC))
minutes = st.times().map(lambda one: one.replace(second=0, microsecond=0))
quiets = st.none() | st.tuples(minutes, minutes).filter(lambda two: two[0] != two[1]).map(
    lambda two: QuietHours(*two)
)
whens = st.just(NOW) | st.just(HOURLY) | st.lists(minutes, min_size=1, max_size=3, unique=True).map(
    lambda times: When("daily", tuple(sorted(times)))
)  # fmt: skip


@st.composite
def manners(draw: st.DrawFn) -> Manner:
    when, quiet = draw(whens), draw(quiets)
    if quiet and any(one in quiet for one in when.times):
        quiet = None
    return Manner(when=when, quiet=quiet, workdays=draw(st.booleans()))


def allowed(calendar: Calendar, moment: datetime, manner: Manner) -> bool:
    local = moment.astimezone(calendar.zone)
    resting = manner.quiet is not None and local.time() in manner.quiet
    return not resting and (calendar.works(local.date()) or not manner.workdays)


@given(moments, manners(), st.sampled_from([SHANGHAI, BERLIN]))
def test_it_is_told_later_never_before_and_only_when_allowed(
    since: datetime, manner: Manner, calendar: Calendar
) -> None:
    due = calendar.due(since, manner, manner.when)
    assert due >= since
    assert due - since < timedelta(days=14)
    if manner.when.kind != "daily":
        assert allowed(calendar, due, manner)
        assert calendar.due(due, manner, NOW) == due
    elif manner.workdays:
        assert calendar.works(due.astimezone(calendar.zone).date())


@given(moments, st.timedeltas(timedelta(0), timedelta(days=3)), manners())
def test_what_happened_later_is_never_told_sooner(since: datetime, later: timedelta, manner: Manner) -> None:
    first = SHANGHAI.due(since, manner, manner.when)
    assert SHANGHAI.due(since + later, manner, manner.when) >= first


@given(moments, manners())
def test_nothing_waits_longer_than_it_must(since: datetime, manner: Manner) -> None:
    due = SHANGHAI.due(since, manner, NOW)
    probe = since
    while probe < due:
        assert not allowed(SHANGHAI, probe, manner)
        probe += timedelta(minutes=37)


@given(moments, manners())
def test_a_digest_goes_at_its_slot(since: datetime, manner: Manner) -> None:
    due = SHANGHAI.due(since, manner, manner.when)
    if manner.when.kind == "daily":
        assert SHANGHAI.slot_before(due, manner, manner.when) == due
        assert due.astimezone(SHANGHAI.zone).time() in manner.when.times
    slot = SHANGHAI.slot_before(since, manner, manner.when)
    assert slot is None or slot <= since


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "quiet", "workdays", "since", "due"),
    [
        ("now", None, False, "2026-03-02T10:00", "2026-03-02T10:00"),
        ("now", "22:00-07:00", False, "2026-03-02T23:10", "2026-03-03T07:00"),
        ("now", "22:00-07:00", False, "2026-03-03T06:59", "2026-03-03T07:00"),
        ("now", None, True, "2026-03-07T10:00", "2026-03-09T00:00"),
        ("now", "22:00-07:00", True, "2026-03-06T23:00", "2026-03-09T07:00"),
        ("hourly", None, False, "2026-03-02T10:01", "2026-03-02T11:00"),
        ("hourly", "22:00-07:30", False, "2026-03-02T21:30", "2026-03-03T07:30"),
        ("daily 08:30", None, False, "2026-03-02T08:30", "2026-03-02T08:30"),
        ("daily 08:30", None, False, "2026-03-02T08:31", "2026-03-03T08:30"),
        ("daily 08:30 17:30", None, False, "2026-03-02T08:31", "2026-03-02T17:30"),
        # The Spring Festival of 2026: free from 02-15 to 02-23, worked on Saturday 02-14 and 02-28.
        ("daily 08:30", None, True, "2026-02-14T09:00", "2026-02-24T08:30"),
        ("daily 08:30", None, True, "2026-02-27T09:00", "2026-02-28T08:30"),
    ],
)
def test_known_days(when: str, quiet: str | None, workdays: bool, since: str, due: str) -> None:
    manner = Manner(when=parse_when(when), quiet=parse_quiet(quiet) if quiet else None, workdays=workdays)
    assert SHANGHAI.due(local(since), manner, manner.when) == local(due)


def test_an_unknown_year_has_weekends_and_is_told_of_once() -> None:
    lines: list[str] = []
    handle = logger.add(lambda message: lines.append(str(message)), format="{message} {extra}")
    assert [is_workday(date(2061, 1, day)) for day in range(1, 9)] == [False, False, *[True] * 5, False]
    logger.remove(handle)
    assert len([line for line in lines if "2061" in line]) == 1


def test_the_day_after() -> None:
    assert SHANGHAI.next_day(local("2026-03-02T23:59")) == local("2026-03-03T00:00")
    assert SHANGHAI.next_day(local("2026-03-02T00:00")) == local("2026-03-03T00:00")
    assert time(0) == local("2026-03-03T00:00").astimezone(SHANGHAI.zone).time()
