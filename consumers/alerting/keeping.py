"""What becomes of a record and its matches in the outbox: new alerts, copies, updates, withdrawals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from loguru import logger

from consumers.alerting.changes import Changes, compare, complete
from consumers.alerting.corrections import is_taken_back, same_or_renamed
from consumers.alerting.decide import Decision, Windows, decide, decide_record
from consumers.alerting.directory import Directory
from consumers.alerting.facts import article_facts, event_facts
from consumers.alerting.following import Following
from consumers.alerting.held_counting import HeldCounting
from consumers.alerting.matched import Matched, event_ids_of, fullest, is_of_the_tagger_alone, statement_of
from consumers.alerting.matching import Match
from consumers.alerting.model import Facts, NewAlert
from consumers.alerting.news import News
from consumers.alerting.outbox_writing import KnownAlert, OutboxWriting
from consumers.alerting.rules import Rule
from consumers.alerting.said import Said, packed
from consumers.alerting.times_of_day import When
from consumers.alerting.vocabulary import Vocabulary
from wire.clock import Clock
from wire.messages import Lane, TaggedArticle
from wire.settings import Settings

_KEPT = ("project", "amount_cny", "other_amounts", "parties", "copies", "copy_sources", "withdrawn")
# An edit of an older article is told as if one tagger had read all of it.
_SAID_FOR = timedelta(days=60)
# What is said again on purpose, brought in from elsewhere or tagged anew is no news.
_TELLING_LANES: tuple[Lane, ...] = ("live", "backfill")


class Keeping:
    def __init__(
        self, vocabulary: Vocabulary, directory: Callable[[], Directory], clock: Clock, settings: Settings
    ) -> None:
        self._vocabulary = vocabulary
        self._directory = directory
        self._clock = clock
        self._settings = settings
        self._counting = HeldCounting(directory, settings)
        self._cleaned: date | None = None

    def keep(self, matched: Matched, outbox: OutboxWriting) -> Iterator[NewAlert]:
        """Note the record; the alerts that it created. It may be done again: then nothing is new."""
        article, lane = matched.article, matched.envelope.lane
        order = (article.revision, article.tagging.seq)
        verdict = decide_record(article, lane, order, outbox.seen(article.article_id))
        if verdict is Decision.OLDER_REVISION:
            return
        outbox.note_seen(article.article_id, order)
        following = Following(matched.envelope, outbox, self._clock.now(), self._settings.zone)
        if verdict is Decision.WITHDRAWN:
            for known in outbox.of_article(article.article_id):
                yield from following.withdrawn(known, tells=lane in _TELLING_LANES)
        elif verdict is None:
            before = outbox.said(article.article_id)
            outbox.note_said(article.article_id, article.tagging.seq, packed(article))
            self._count_held_back(matched, before, outbox)
            yield from self._decide_each(matched, News(article, before), outbox, following)

    def _count_held_back(self, matched: Matched, before: Said | None, outbox: OutboxWriting) -> None:
        now = self._clock.now()
        today = now.astimezone(self._settings.zone).date()
        outbox.held_back.add(self._counting.count(matched, before, now), today)
        if today != self._cleaned:
            outbox.held_back.forget(today)
            outbox.forget_said(now - _SAID_FOR)
            self._cleaned = today

    def _decide_each(
        self, matched: Matched, news: News, outbox: OutboxWriting, following: Following
    ) -> Iterator[NewAlert]:
        article, lane = matched.article, matched.envelope.lane
        tells = lane in _TELLING_LANES
        handled: set[str] = set()
        for alert_id, matches in matched.matches.items():
            known = outbox.get(alert_id) or self._by_name(matches[0], article, outbox)
            fresh = news.of(matches)
            decision = self._decision(article, lane, matches[0], told=known is not None, fresh=bool(fresh))
            if decision.creates:
                alert = self._alert(alert_id, matched, decision, outbox)
                outbox.add(alert)
                yield alert
            elif known is not None:
                yield from self._again(known, article, matches, fresh, following, tells=tells)
            handled.add(known.alert_id if known else alert_id)
            logger.bind(
                rule_id=matches[0].compiled.rule.id, article_id=article.article_id, decision=decision.value
            ).debug("match decided")
        for known in outbox.of_article(article.article_id):
            if known.alert_id not in handled and is_taken_back(known, article):
                yield from following.corrected(known, tells=tells)

    def _decision(
        self, article: TaggedArticle, lane: Lane, match: Match, *, told: bool, fresh: bool
    ) -> Decision:
        if not told and not fresh:
            return Decision.RETAGGED
        windows = Windows.of(match.compiled.rule, self._settings)
        return decide(article, lane, windows, told=told, now=self._clock.now())

    def _by_name(self, match: Match, article: TaggedArticle, outbox: OutboxWriting) -> KnownAlert | None:
        if match.event is None:
            return None
        known = outbox.of_story(match.compiled.rule.id, article.story_id)
        return same_or_renamed(known, article, match.event) if known else None

    def _again(
        self,
        known: KnownAlert,
        article: TaggedArticle,
        matches: Sequence[Match],
        fresh: Sequence[Match],
        following: Following,
        *,
        tells: bool,
    ) -> Iterator[NewAlert]:
        """A copy is counted; what is new in it, or in a later revision, is told."""
        if known.article_id != article.article_id:
            source = self._vocabulary.source_name(article.source_id)
            known = following.copied(known, source)
            if tells:
                changes = compare(known.facts, statement_of(fresh), source)
                yield from following.changed(known, changes, event_ids=None, tells=True)
        elif not is_of_the_tagger_alone(known, article, fresh):
            changes = compare(known.facts, statement_of(fresh))
            facts = self._facts(article, fullest(fresh or matches)) | _kept(changes.facts)
            changes = Changes(changes.lines, facts)
            yield from following.changed(known, changes, event_ids=event_ids_of(matches), tells=tells)

    def _alert(self, alert_id: str, matched: Matched, decision: Decision, outbox: OutboxWriting) -> NewAlert:
        article = matched.article
        matches = matched.matches[alert_id]
        best = fullest(matches)
        rule = best.compiled.rule
        facts = complete(self._facts(article, best), statement_of(matches))
        alert = NewAlert(
            alert_id=alert_id,
            rule_id=rule.id,
            story_id=article.story_id,
            article_id=article.article_id,
            event_ids=event_ids_of(matches),
            kind="late" if decision.is_late else "new",
            facts=facts,
            receivers={},
            lane=matched.envelope.lane,
            trace=matched.envelope.trace,
            silenced=outbox.silence_of(alert_id, rule.id, article.story_id, facts),
            article_revision=article.revision,
            seq=article.tagging.seq,
        )
        if alert.silenced:
            return alert
        return replace(alert, receivers=self._receivers(rule, late=decision.is_late))

    def _facts(self, article: TaggedArticle, best: Match) -> Facts:
        if best.event is None:
            return article_facts(article, best.compiled, best.why, self._vocabulary)
        return event_facts(article, best.event, best.compiled, best.why, self._vocabulary)

    def _receivers(self, rule: Rule, *, late: bool) -> Mapping[str, When | None]:
        """What is late is told in digests only, so to those who have them."""
        directory = self._directory()
        told = directory.told_by(rule.id, rule.to, rule.notify)
        return {name: when for name, when in told.items() if not late or directory.has_digests(name, when)}


def _kept(facts: Facts) -> Facts:
    """What a later revision does not take away."""
    return {name: facts[name] for name in _KEPT if name in facts}
