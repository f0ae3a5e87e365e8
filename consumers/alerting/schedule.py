"""When something may be told to a receiver: pure, and never before it happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consumers.alerting.receivers import Manner
from consumers.alerting.times_of_day import When
from consumers.alerting.workdays import is_workday
from wire.clock import day_start

_HOUR = timedelta(hours=1)
# No holiday and no chain of quiet hours is longer.
_MOST_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the receivers live."""

    zone: ZoneInfo
    works: Callable[[date], bool] = is_workday

    def due(self, since: datetime, manner: Manner, when: When) -> datetime:
        """The first moment from `since` on at which it may be told; aware, UTC."""
        if when.kind == "daily":
            return next(self._slots(since, when, workdays=manner.workdays))
        if when.kind == "hourly":
            since = _full_hour(since)
        return self._awake(since, manner)

    def slot_before(self, now: datetime, manner: Manner, when: When) -> datetime | None:
        """The latest moment up to `now` at which a digest was due; None for who has no digests."""
        if when.kind == "hourly":
            hour = now.replace(minute=0, second=0, microsecond=0)
            return hour if self._awake(hour, manner) == hour else None
        if when.kind == "daily":
            slots = self._slots(now - timedelta(days=1), when, workdays=False)
            past = [slot for slot in _until(slots, now) if not manner.workdays or self._works(slot)]
            return past[-1] if past else None
        return None

    def next_day(self, moment: datetime) -> datetime:
        """00:00 of the day after that moment's day."""
        return day_start(day_start(moment, self.zone) + timedelta(hours=36), self.zone)

    def _works(self, moment: datetime) -> bool:
        return self.works(moment.astimezone(self.zone).date())

    def _awake(self, moment: datetime, manner: Manner) -> datetime:
        for _ in range(_MOST_STEPS):
            local = moment.astimezone(self.zone)
            if manner.workdays and not self.works(local.date()):
                moment = self.next_day(moment)
            elif manner.quiet and local.time() in manner.quiet:
                end = manner.quiet.end
                over_midnight = local.time() >= end
                moment = self._at_after(moment, local.date() + timedelta(days=over_midnight), end)
            else:
                return moment
        raise AssertionError("no day is a workday")

    def _slots(self, since: datetime, when: When, *, workdays: bool) -> Iterator[datetime]:
        """The daily moments from `since` on."""
        day = since.astimezone(self.zone).date()
        for offset in range(_MOST_STEPS):
            one = day + timedelta(days=offset)
            if workdays and not self.works(one):
                continue
            yield from (slot for at in when.times if (slot := self._at(one, at)) >= since)

    def _at_after(self, moment: datetime, day: date, at: time) -> datetime:
        """Where clocks are put back, a time comes twice: then the second one."""
        first = self._at(day, at)
        return first if first > moment else self._at(day, at.replace(fold=1))

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def _full_hour(moment: datetime) -> datetime:
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if hour == moment else hour + _HOUR


def _until(moments: Iterator[datetime], end: datetime) -> Iterator[datetime]:
    for moment in moments:
        if moment > end:
            return
        yield moment
