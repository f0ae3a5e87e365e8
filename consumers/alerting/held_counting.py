"""Counts what was held back, each word once for its rule and once for whoever is told by the rule."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from consumers.alerting.decide import Decision, Windows, decide
from consumers.alerting.directory import Directory
from consumers.alerting.held_back import Place, place_of
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
        old = _had_before(matched, before)
        for held in matched.held_back:
            words = [word for word in held.words if place_of(word) not in old]
            if words and self._is_timely(matched, held.rule, now):
                self._count(held.rule, words, counts, counted)
        return counts

    def _count(
        self,
        rule: Rule,
        words: Sequence[HeldBack],
        counts: Counter[HeldCount],
        counted: set[tuple[str, Place]],
    ) -> None:
        receivers = self._directory().told_by(rule.id, rule.to, rule.notify)
        for word in words:
            counts[HeldCount(OF_ALL, rule.id, word.reason)] += 1
            for receiver in receivers:
                # Of several rules that would have told it, the first has it in the receiver's digest.
                if (receiver, place_of(word)) not in counted:
                    counted.add((receiver, place_of(word)))
                    counts[HeldCount(receiver, rule.id, word.reason)] += 1

    def _is_timely(self, matched: Matched, rule: Rule, now: datetime) -> bool:
        windows = Windows.of(rule, self._settings)
        decision = decide(matched.article, matched.envelope.lane, windows, told=False, now=now)
        return decision is Decision.ALERT_NOW


def _had_before(matched: Matched, before: Said | None) -> set[Place]:
    """Asked once for each word, however many rules it was held back from."""
    if before is None or not matched.held_back:
        return set()
    article = matched.article
    return {place_of(word) for word in article.held_back if before.had(word, article)}
