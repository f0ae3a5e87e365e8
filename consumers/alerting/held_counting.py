"""Counts what was held back, each word once for its rule and once for whoever is told by the rule."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from consumers.alerting.decide import Decision, Windows, decide
from consumers.alerting.directory import Directory
from consumers.alerting.held_back import HeldFrom, Place, place_of
from consumers.alerting.held_counts import OF_ALL, HeldCount
from consumers.alerting.matched import Matched
from consumers.alerting.rules import Rule
from consumers.alerting.said import Said
from wire.messages import HeldBack
from wire.settings import Settings


class HeldCounting:
    def __init__(self, directory: Callable[[], Directory], settings: Settings) -> None:
        self._directory = directory
        self._settings = settings

    def count(self, matched: Matched, before: Said | None, now: datetime) -> Counter[HeldCount]:
        """Of what would have been told at once; not again what an edit left as it was."""
        counts: Counter[HeldCount] = Counter()
        counted: set[tuple[str, Place]] = set()
        for held in matched.held_back:
            if self._is_timely(matched, held.rule, now):
                for word in _new_words(held, matched, before):
                    self._count(held.rule, word, counts, counted)
        return counts

    def _count(
        self, rule: Rule, word: HeldBack, counts: Counter[HeldCount], counted: set[tuple[str, Place]]
    ) -> None:
        counts[HeldCount(OF_ALL, rule.id, word.reason)] += 1
        for receiver in self._directory().told_by(rule.id, rule.to, rule.notify):
            # Of several rules that would have told it, the first has it in the receiver's digest.
            if (receiver, place_of(word)) not in counted:
                counted.add((receiver, place_of(word)))
                counts[HeldCount(receiver, rule.id, word.reason)] += 1

    def _is_timely(self, matched: Matched, rule: Rule, now: datetime) -> bool:
        windows = Windows.of(rule, self._settings)
        decision = decide(matched.article, matched.envelope.lane, windows, told=False, now=now)
        return decision is Decision.ALERT_NOW


def _new_words(held: HeldFrom, matched: Matched, before: Said | None) -> list[HeldBack]:
    return [word for word in held.words if before is None or not before.had(word, matched.article)]
