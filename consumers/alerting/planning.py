"""Which waiting deliveries become which messages now; pure.

A receiver is told of each alert by itself, unless it asked for digests or had to wait: what comes together
after quiet hours, a pause or a full hour of mails comes as one digest. Nothing is ever dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consumers.alerting.model import Form
from consumers.alerting.receivers import Receiver
from consumers.alerting.schedule import Calendar
from consumers.alerting.times_of_day import When

RATE_SPAN = timedelta(hours=1)
# A clock that was wrong may have left times of the future in the outbox; they must not wait for it.
_TRUSTED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that is in no message yet. `held` means that it was made to wait before.

    What is `same` tells a reader the same, as alerts of two rules on one event do.
    """

    alert_id: str
    created_at: datetime
    when: When | None = None
    not_before: datetime | None = None
    late: bool = False
    held: bool = False
    same: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    form: Form
    alert_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Until `until`, or until something changes (None); `why` is for people."""

    alert_id: str
    until: datetime | None
    why: str


@dataclass(slots=True)
class Plan:
    groups: list[Group] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Situation:
    """What besides the deliveries decides: `sent` are the times of the messages of the last hour."""

    now: datetime
    sent: Sequence[datetime] = ()
    paused: bool = False
    paused_until: datetime | None = None


def plan(waiting: Sequence[Waiting], receiver: Receiver, situation: Situation, calendar: Calendar) -> Plan:
    made = Plan()
    if situation.paused:
        made.waits = [Wait(one.alert_id, situation.paused_until, "paused") for one in waiting]
        return made
    digest: list[Waiting] = []
    together: list[Waiting] = []
    singles: list[Waiting] = []
    for one in waiting:
        when = one.when or receiver.when
        if one.late and not when.is_digest:
            made.waits.append(Wait(one.alert_id, None, "next digest"))
            continue
        since, due = _due(one, when, receiver, situation.now, calendar)
        if due > situation.now:
            made.waits.append(Wait(one.alert_id, due, _why(when, since, situation.now)))
        elif when.is_digest:
            digest.append(one)
        elif one.held or due > since:
            together.append(one)
        else:
            singles.append(one)
    groups = _groups(digest, together, singles)
    _keep_rate(groups, made, receiver.rate, situation)
    return made


def _why(when: When, since: datetime, now: datetime) -> str:
    if when.is_digest:
        return str(when)
    return "next day" if since > now else "quiet"


def _due(
    one: Waiting, when: When, receiver: Receiver, now: datetime, calendar: Calendar
) -> tuple[datetime, datetime]:
    """Since when it waits, and when it may be told."""
    if one.created_at - now > _TRUSTED:
        return now, now
    created_at = min(one.created_at, now)  # of the near future where the clock was put back a little
    since = max(created_at, one.not_before or created_at)
    return since, calendar.due(since, receiver, when)


def _groups(
    digest: Sequence[Waiting], together: Sequence[Waiting], singles: Sequence[Waiting]
) -> list[Group]:
    groups = [Group("digest", _ids(digest))] if digest else []
    if len(together) > 1:
        groups.append(Group("digest", _ids(together)))
    elif together:
        singles = [*together, *singles]
    return [*groups, *_singles(singles)]


def _singles(singles: Sequence[Waiting]) -> Iterator[Group]:
    """One mail each, but one for what is the same."""
    found: dict[str, list[Waiting]] = {}
    for one in singles:
        found.setdefault(one.same or one.alert_id, []).append(one)
    yield from (Group("single", _ids(group)) for group in found.values())


def _keep_rate(groups: list[Group], made: Plan, rate: int | None, situation: Situation) -> None:
    """At most `rate` messages an hour: the excess becomes the last of them, or waits for its turn."""
    if rate is None or not groups:
        made.groups = groups
        return
    recent = sorted(at for at in situation.sent if situation.now - RATE_SPAN < at <= situation.now)
    free = rate - len(recent)
    if free <= 0:
        until = recent[-rate] + RATE_SPAN
        made.waits += [Wait(alert_id, until, "rate") for group in groups for alert_id in group.alert_ids]
    elif len(groups) <= free:
        made.groups = groups
    else:
        rest = tuple(alert_id for group in groups[free - 1 :] for alert_id in group.alert_ids)
        made.groups = [*groups[: free - 1], Group("digest", rest)]


def _ids(waiting: Sequence[Waiting]) -> tuple[str, ...]:
    return tuple(one.alert_id for one in sorted(waiting, key=lambda one: (one.created_at, one.alert_id)))
