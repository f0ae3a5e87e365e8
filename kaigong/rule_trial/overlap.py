"""Which other rules have the same hits."""

from collections import Counter
from collections.abc import Sequence

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.matching import RuleMatcher
from kaigong.rule_trial.hits import Found
from kaigong.rule_trial.report import Overlap


class OverlapCount:
    """A rule on articles has every event of an article that it matches."""

    def __init__(self, others: Sequence[CompiledRule]) -> None:
        self._others = RuleMatcher(others)
        self._counts: Counter[str] = Counter()
        self._alone = 0

    def add(self, found: Found) -> None:
        rules_of_article: set[str] = set()
        rules_of_event: dict[str, set[str]] = {event.event_id: set() for event in found.events}
        for other, event in self._others.hits(found.article):
            if event is None:
                rules_of_article.add(other.rule.id)
            elif event.event_id in rules_of_event:
                rules_of_event[event.event_id].add(other.rule.id)
        for rules in rules_of_event.values() or [set[str]()]:
            self._counts.update(rules | rules_of_article)
            self._alone += not (rules or rules_of_article)

    def result(self) -> Overlap:
        ordered = sorted(self._counts.items(), key=lambda one: (-one[1], one[0]))
        return Overlap(alone=self._alone, rules=dict(ordered))
