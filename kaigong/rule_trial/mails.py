"""The mails that a rule would have caused."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from consumers.alerting.decide import Windows
from consumers.alerting.directory import Directory
from consumers.alerting.rules import Rule
from consumers.alerting.schedule import Calendar
from kaigong.rule_trial.folding import Folding, Told
from kaigong.rule_trial.hits import Found
from kaigong.rule_trial.report import Mails


@dataclass(frozen=True, slots=True)
class _Mail:
    """`alert_id` is None for a digest, which has all that is due at its time."""

    receiver: str
    due: datetime
    alert_id: str | None


class MailCount:
    """Receivers are found, windows kept and digests made as the alerter and the notifier do it.

    What depends on the moment is left out: silences, pauses, the rate of a receiver, and later changes.
    """

    def __init__(self, rule: Rule, windows: Windows, directory: Directory, calendar: Calendar) -> None:
        self._directory = directory
        self._calendar = calendar
        self._receivers = directory.told_by(rule.id, rule.to, rule.notify)
        self._folding = Folding(rule, windows)

    def add(self, found: Found) -> None:
        self._folding.add(found)

    def result(self) -> Mails:
        alerts, repeats = self._folding.alerts()
        late = sum(told.is_late for told in alerts)
        mails = {mail for told in alerts for mail in self._mails(told)}
        return Mails(
            alerts=len(alerts) - late,
            repeats=repeats,
            late=late,
            total=len(mails),
            per_day=self._per_day(mails),
        )

    def _mails(self, told: Told) -> Iterator[_Mail]:
        for name, asked in self._receivers.items():
            receiver = self._directory.find(name)
            if receiver is None:
                continue
            when = asked or receiver.when
            if told.is_late and not when.is_digest:
                continue
            due = self._calendar.due(told.at, receiver, when)
            together = when.is_digest or due > told.at
            yield _Mail(name, due, None if together else told.alert.alert_id)

    def _per_day(self, mails: set[_Mail]) -> dict[str, dict[str, int]]:
        counts: dict[str, Counter[str]] = {}
        for mail in sorted(mails, key=lambda one: (one.due, one.receiver)):
            day = mail.due.astimezone(self._calendar.zone).date().isoformat()
            counts.setdefault(day, Counter())[mail.receiver] += 1
        return {day: dict(per_receiver) for day, per_receiver in counts.items()}
