"""The mails that a rule would have caused, had all articles come live when they were found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from consumers.alerting.decide import Windows, decide
from consumers.alerting.directory import Directory
from consumers.alerting.rules import Rule
from consumers.alerting.schedule import Calendar
from consumers.alerting.times_of_day import When
from kaigong.rule_trial.hits import Found
from kaigong.rule_trial.report import Mails
from wire.identity import alert_id_for_article, alert_id_for_event


@dataclass(frozen=True, slots=True)
class _Match:
    alert_id: str
    first_seen: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class _Mail:
    """`alert_id` is None for a digest, which has all that is due at its time."""

    receiver: str
    due: datetime
    alert_id: str | None


class MailCount:
    """Stories are folded, windows kept and digests made as the alerter and the notifier do it.

    What depends on the moment is left out: silences, pauses, the rate of a receiver, and later changes.
    """

    def __init__(self, rule: Rule, windows: Windows, directory: Directory, calendar: Calendar) -> None:
        self._rule = rule
        self._windows = windows
        self._directory = directory
        self._calendar = calendar
        self._receivers = directory.told_by(rule.id, rule.to, rule.notify)
        self._matches: list[_Match] = []

    def add(self, found: Found) -> None:
        article = found.article
        decision = decide(article, "live", self._windows, told=False, now=article.first_seen)
        for alert_id in dict.fromkeys(_alert_ids(self._rule, found)):
            self._matches.append(_Match(alert_id, article.first_seen, decision.is_late))

    def result(self) -> Mails:
        """In the order in which the articles were found: the first one of a story is told."""
        told: dict[str, _Match] = {}
        for match in sorted(self._matches, key=lambda one: one.first_seen):
            told.setdefault(match.alert_id, match)
        late = sum(match.is_late for match in told.values())
        mails = {mail for match in told.values() for mail in self._mails(match)}
        return Mails(
            alerts=len(told) - late,
            repeats=len(self._matches) - len(told),
            late=late,
            total=len(mails),
            per_day=self._per_day(mails),
        )

    def _mails(self, match: _Match) -> Iterator[_Mail]:
        for name, asked in self._receivers.items():
            receiver = self._directory.find(name)
            if receiver is None:
                continue
            when: When = asked or receiver.when
            if match.is_late and not when.is_digest:
                continue
            due = self._calendar.due(match.first_seen, receiver, when)
            together = when.is_digest or due > match.first_seen
            yield _Mail(name, due, None if together else match.alert_id)

    def _per_day(self, mails: set[_Mail]) -> dict[str, dict[str, int]]:
        counts: dict[str, Counter[str]] = {}
        for mail in sorted(mails, key=lambda one: (one.due, one.receiver)):
            day = mail.due.astimezone(self._calendar.zone).date().isoformat()
            counts.setdefault(day, Counter())[mail.receiver] += 1
        return {day: dict(per_receiver) for day, per_receiver in counts.items()}


def _alert_ids(rule: Rule, found: Found) -> Iterator[str]:
    story = found.article.story_id
    if rule.on == "article":
        yield alert_id_for_article(rule.id, story)
    for event in found.events:
        yield alert_id_for_event(rule.id, story, event.type, event.state, event.project)
