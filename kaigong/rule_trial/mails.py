"""The mails that a rule would have caused, had all articles come live when they were found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from consumers.alerting.decide import Decision, Windows, decide
from consumers.alerting.rules import Rule
from kaigong.rule_trial.hits import Found
from kaigong.rule_trial.report import Mails
from wire.identity import alert_id_for_article, alert_id_for_event
from wire.messages import TaggedArticle


@dataclass(frozen=True, slots=True)
class _Match:
    alert_id: str
    first_seen: datetime
    is_late: bool


class MailCount:
    """Stories are folded and windows kept as the alerter does it."""

    def __init__(self, rule: Rule, windows: Windows, zone: ZoneInfo) -> None:
        self._rule = rule
        self._windows = windows
        self._zone = zone
        self._matches: list[_Match] = []

    def add(self, found: Found) -> None:
        article = found.article
        decision = decide(article, "live", self._windows, told=False, now=article.first_seen)
        for alert_id in dict.fromkeys(_alert_ids(self._rule, found)):
            self._matches.append(_Match(alert_id, article.first_seen, decision is not Decision.ALERT_NOW))

    def result(self) -> Mails:
        """In the order in which the articles were found: the first one of a story is told."""
        told: set[str] = set()
        late = 0
        per_day: dict[str, Counter[str]] = {}
        for match in sorted(self._matches, key=lambda one: one.first_seen):
            if match.alert_id in told:
                continue
            told.add(match.alert_id)
            if match.is_late:
                late += 1
                continue
            day = match.first_seen.astimezone(self._zone).date().isoformat()
            per_day.setdefault(day, Counter()).update(self._rule.to)
        return Mails(
            alerts=len(told) - late,
            repeats=len(self._matches) - len(told),
            late=late,
            total=sum(counts.total() for counts in per_day.values()),
            per_day={day: dict(counts) for day, counts in per_day.items()},
        )


def _alert_ids(rule: Rule, found: Found) -> Iterator[str]:
    article: TaggedArticle = found.article
    if rule.on == "article":
        yield alert_id_for_article(rule.id, article.story_id)
    for event in found.events:
        yield alert_id_for_event(rule.id, article.story_id, event.type, event.state, event.project)
