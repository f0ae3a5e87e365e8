"""The alerter: matches tagged articles with the rules in force and fills the outbox."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from loguru import logger

from consumers.alerting.decide import Decision, Windows, decide, decide_record
from consumers.alerting.directory import Directory
from consumers.alerting.facts import article_facts, event_facts
from consumers.alerting.matching import Match, match_all
from consumers.alerting.model import NewAlert
from consumers.alerting.outbox import Outbox
from consumers.alerting.outbox_writing import OutboxWriting
from consumers.alerting.relay import publish_changes
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.rules import Rule
from consumers.alerting.times_of_day import When
from consumers.alerting.vocabulary import Vocabulary
from consumers.stage import Delivered, Outcome
from wire.clock import Clock
from wire.errors import InvalidMessageError
from wire.identity import alert_id_for_article, alert_id_for_event
from wire.messages import Envelope, TaggedArticle
from wire.metrics import Metrics, NoMetrics
from wire.settings import Settings
from wire.stream import Producer
from wire.topics import TAGGED_ARTICLES

_MAX_EVENT_IDS = 200


@dataclass(frozen=True, slots=True)
class _Matched:
    """A record with its matches, those of one alert together."""

    envelope: Envelope[TaggedArticle]
    matches: dict[str, list[Match]]


class Alerter:
    """A handler. It publishes by itself, not through its outcome: see `alerting/relay.py`."""

    stage = "alerter"
    topics = (TAGGED_ARTICLES,)

    def __init__(
        self,
        rules: RuleFiles,
        vocabulary: Vocabulary,
        directory: Callable[[], Directory],
        outbox: Outbox,
        producer: Producer,
        clock: Clock,
        settings: Settings,
        metrics: Metrics | None = None,
    ) -> None:
        self._rules = rules
        self._vocabulary = vocabulary
        self._directory = directory
        self._outbox = outbox
        self._producer = producer
        self._clock = clock
        self._settings = settings
        self._metrics = metrics or NoMetrics()

    def handle(self, batch: Sequence[Delivered]) -> Outcome:
        outcome = Outcome()
        matched: list[_Matched] = []
        for delivered in batch:
            try:
                matched.append(self._match(delivered.envelope))
            except InvalidMessageError as exc:
                outcome.rejected.append((delivered.record, exc))
        created: list[NewAlert] = []
        with self._outbox.writing() as outbox:
            for one in matched:
                created += self._keep(one, outbox)
        self._report(created)
        publish_changes(self._outbox, self._producer, self._clock)
        return outcome

    def close(self) -> None:
        self._outbox.close()
        self._producer.close()

    def _match(self, envelope: Envelope[TaggedArticle]) -> _Matched:
        if not isinstance(envelope.payload, TaggedArticle):
            raise InvalidMessageError(f"expected a tagged article, got {envelope.type!r}")
        matches: dict[str, list[Match]] = {}
        for match in match_all(self._rules.current().rules, envelope.payload):
            matches.setdefault(_alert_id(envelope.payload, match), []).append(match)
        return _Matched(envelope, matches)

    def _keep(self, matched: _Matched, outbox: OutboxWriting) -> Iterable[NewAlert]:
        article, lane = matched.envelope.payload, matched.envelope.lane
        order = (article.revision, article.tagging.seq)
        verdict = decide_record(article, lane, order, outbox.seen(article.article_id))
        if verdict is Decision.OLDER_REVISION:
            return
        outbox.note_seen(article.article_id, order)
        now = self._clock.now()
        for alert_id, matches in matched.matches.items():
            decision = verdict or self._decide(matched, matches[0], outbox.get(alert_id) is not None, now)
            if decision.creates:
                alert = self._alert(alert_id, matched, decision)
                outbox.add(alert)
                yield alert
            logger.bind(
                rule_id=matches[0].compiled.rule.id, article_id=article.article_id, decision=decision.value
            ).debug("match decided")

    def _decide(self, matched: _Matched, match: Match, told: bool, now: datetime) -> Decision:
        windows = Windows.of(match.compiled.rule, self._settings)
        return decide(matched.envelope.payload, matched.envelope.lane, windows, told=told, now=now)

    def _alert(self, alert_id: str, matched: _Matched, decision: Decision) -> NewAlert:
        article = matched.envelope.payload
        matches = matched.matches[alert_id]
        best = max(matches, key=_richness)
        build = (best.compiled, best.why, self._vocabulary)
        return NewAlert(
            alert_id=alert_id,
            rule_id=best.compiled.rule.id,
            story_id=article.story_id,
            article_id=article.article_id,
            event_ids=tuple(match.event.event_id for match in matches if match.event)[:_MAX_EVENT_IDS],
            kind="late" if decision.is_late else "new",
            facts=event_facts(article, best.event, *build) if best.event else article_facts(article, *build),
            receivers=self._receivers(best.compiled.rule, late=decision.is_late),
            lane=matched.envelope.lane,
            trace=matched.envelope.trace,
        )

    def _receivers(self, rule: Rule, *, late: bool) -> Mapping[str, When | None]:
        """What is late is told in digests only, so to those who have them."""
        directory = self._directory()
        told = directory.told_by(rule.id, rule.to, rule.notify)
        return {name: when for name, when in told.items() if not late or directory.has_digests(name, when)}

    def _report(self, created: Iterable[NewAlert]) -> None:
        for alert in created:
            self._metrics.count("kaigong_alerts_total", labels={"kind": alert.kind})
            logger.bind(
                alert_id=alert.alert_id,
                rule_id=alert.rule_id,
                kind=alert.kind,
                receivers=len(alert.receivers),
            ).info("alert created")


def _alert_id(article: TaggedArticle, match: Match) -> str:
    rule_id = match.compiled.rule.id
    if match.event is None:
        return alert_id_for_article(rule_id, article.story_id)
    event = match.event
    return alert_id_for_event(rule_id, article.story_id, event.type, event.state, event.project)


def _richness(match: Match) -> tuple[bool, bool, int]:
    """Of several statements on one project, the mail quotes the one that says most; of equals the first."""
    event = match.event
    if event is None:
        return (False, False, 0)
    return (event.amount_cny is not None, event.start is not None, len(event.parties))
