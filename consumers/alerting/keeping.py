"""What becomes of a record and its matches in the outbox: new alerts, copies, updates, withdrawals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from loguru import logger

from consumers.alerting.changes import Changes, Statement, compare, complete
from consumers.alerting.corrections import is_taken_back, same_or_renamed
from consumers.alerting.decide import Decision, Windows, decide, decide_record
from consumers.alerting.directory import Directory
from consumers.alerting.facts import MAX_TITLE_CHARS, article_facts, event_facts
from consumers.alerting.following import Following
from consumers.alerting.matching import Match
from consumers.alerting.model import Facts, NewAlert
from consumers.alerting.outbox_writing import KnownAlert, OutboxWriting
from consumers.alerting.rules import Rule
from consumers.alerting.times_of_day import When
from consumers.alerting.vocabulary import Vocabulary
from wire.clock import Clock
from wire.identity import alert_id_for_article, alert_id_for_event
from wire.messages import Envelope, Lane, TaggedArticle
from wire.settings import Settings

_MAX_EVENT_IDS = 200
# More money than there is, and more than JSON's readers hold in a number.
_MOST_YUAN = 10**18
_KEPT = ("project", "amount_cny", "other_amounts", "parties", "copies", "copy_sources", "withdrawn")
# What is said again on purpose, brought in from elsewhere or tagged anew is no news.
_TELLING_LANES: tuple[Lane, ...] = ("live", "backfill")


@dataclass(frozen=True, slots=True)
class Matched:
    """A record with its matches, those of one alert together."""

    envelope: Envelope[TaggedArticle]
    matches: Mapping[str, list[Match]]

    @classmethod
    def of(cls, envelope: Envelope[TaggedArticle], matches: Iterator[Match]) -> "Matched":
        found: dict[str, list[Match]] = {}
        for match in matches:
            found.setdefault(_alert_id(envelope.payload, match), []).append(match)
        return cls(envelope, found)

    @property
    def article(self) -> TaggedArticle:
        return self.envelope.payload


class Keeping:
    def __init__(
        self, vocabulary: Vocabulary, directory: Callable[[], Directory], clock: Clock, settings: Settings
    ) -> None:
        self._vocabulary = vocabulary
        self._directory = directory
        self._clock = clock
        self._settings = settings

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
            yield from self._decide_each(matched, outbox, following)

    def _decide_each(
        self, matched: Matched, outbox: OutboxWriting, following: Following
    ) -> Iterator[NewAlert]:
        article, lane = matched.article, matched.envelope.lane
        tells = lane in _TELLING_LANES
        handled: set[str] = set()
        for alert_id, matches in matched.matches.items():
            known = outbox.get(alert_id) or self._by_name(matches[0], article, outbox)
            windows = Windows.of(matches[0].compiled.rule, self._settings)
            decision = decide(article, lane, windows, told=known is not None, now=self._clock.now())
            if known is None:
                alert = self._alert(alert_id, matched, decision, outbox)
                outbox.add(alert)
                yield alert
            else:
                yield from self._again(known, matched, matches, following, tells=tells)
            handled.add(known.alert_id if known else alert_id)
            logger.bind(
                rule_id=matches[0].compiled.rule.id, article_id=article.article_id, decision=decision.value
            ).debug("match decided")
        for known in outbox.of_article(article.article_id):
            if known.alert_id not in handled and is_taken_back(known, article):
                yield from following.corrected(known, tells=tells)

    def _by_name(self, match: Match, article: TaggedArticle, outbox: OutboxWriting) -> KnownAlert | None:
        if match.event is None:
            return None
        known = outbox.of_story(match.compiled.rule.id, article.story_id)
        return same_or_renamed(known, article, match.event) if known else None

    def _again(
        self, known: KnownAlert, matched: Matched, matches: list[Match], following: Following, *, tells: bool
    ) -> Iterator[NewAlert]:
        """A copy is counted; what is new in it, or in a later revision, is told."""
        article = matched.article
        if known.article_id != article.article_id:
            source = self._vocabulary.source_name(article.source_id)
            known = following.copied(known, source)
            if tells:
                changes = compare(known.facts, _statement(matches), source)
                yield from following.changed(known, changes, event_ids=None, tells=True)
        elif not _is_of_the_tagger_alone(known, article, matches):
            changes = compare(known.facts, _statement(matches))
            facts = self._facts(article, max(matches, key=_richness)) | _kept(changes.facts)
            event_ids = [match.event.event_id for match in matches if match.event][:_MAX_EVENT_IDS]
            yield from following.changed(
                known, Changes(changes.lines, facts), event_ids=event_ids, tells=tells
            )

    def _alert(self, alert_id: str, matched: Matched, decision: Decision, outbox: OutboxWriting) -> NewAlert:
        article = matched.article
        matches = matched.matches[alert_id]
        best = max(matches, key=_richness)
        rule = best.compiled.rule
        facts = complete(self._facts(article, best), _statement(matches))
        alert = NewAlert(
            alert_id=alert_id,
            rule_id=rule.id,
            story_id=article.story_id,
            article_id=article.article_id,
            event_ids=tuple(match.event.event_id for match in matches if match.event)[:_MAX_EVENT_IDS],
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


def _alert_id(article: TaggedArticle, match: Match) -> str:
    rule_id = match.compiled.rule.id
    if match.event is None:
        return alert_id_for_article(rule_id, article.story_id)
    event = match.event
    return alert_id_for_event(rule_id, article.story_id, event.type, event.state, event.project)


def _statement(matches: list[Match]) -> Statement:
    events = [match.event for match in matches if match.event]
    return Statement(
        tuple(event.amount_cny for event in events if event.amount_cny and event.amount_cny < _MOST_YUAN),
        tuple(party[:MAX_TITLE_CHARS] for event in events for party in event.parties),
        next((event.project[:MAX_TITLE_CHARS] for event in events if event.project), None),
    )


def _is_of_the_tagger_alone(known: KnownAlert, article: TaggedArticle, matches: list[Match]) -> bool:
    """An event is named after its sentence: the same one read by another tagger is no news."""
    if article.revision <= known.article_revision:
        return True
    same_sentence = any(match.event and match.event.event_id in known.event_ids for match in matches)
    return same_sentence and article.tagging.seq != known.seq


def _kept(facts: Facts) -> Facts:
    """What a later revision does not take away."""
    return {name: facts[name] for name in _KEPT if name in facts}


def _richness(match: Match) -> tuple[bool, bool, int]:
    """Of several statements on one project, the mail quotes the one that says most; of equals the first."""
    event = match.event
    if event is None:
        return (False, False, 0)
    return (event.amount_cny is not None, event.start is not None, len(event.parties))
