"""The alerter: matches tagged articles with the rules in force and fills the outbox."""

from collections.abc import Callable, Iterable, Sequence

from loguru import logger

from consumers.alerting.directory import Directory
from consumers.alerting.held_back import HeldBackMatcher
from consumers.alerting.keeping import Keeping
from consumers.alerting.matched import Matched
from consumers.alerting.matching import RuleMatcher
from consumers.alerting.model import NewAlert
from consumers.alerting.outbox import Outbox
from consumers.alerting.relay import publish_changes
from consumers.alerting.rule_watch import RulesInForce
from consumers.alerting.vocabulary import Vocabulary
from consumers.stage import Delivered, Outcome
from wire.clock import Clock
from wire.errors import InvalidMessageError
from wire.messages import Envelope, TaggedArticle
from wire.metrics import Metrics, NoMetrics
from wire.settings import Settings
from wire.stream import Producer
from wire.topics import TAGGED_ARTICLES


class Alerter:
    """A handler. It publishes by itself, not through its outcome: see `alerting/relay.py`."""

    stage = "alerter"
    topics = (TAGGED_ARTICLES,)

    def __init__(
        self,
        rules: RulesInForce,
        vocabulary: Vocabulary,
        directory: Callable[[], Directory],
        outbox: Outbox,
        producer: Producer,
        clock: Clock,
        settings: Settings,
        metrics: Metrics | None = None,
    ) -> None:
        self._rules = rules
        self._matcher = RuleMatcher()
        self._held_back = HeldBackMatcher()
        self._keeping = Keeping(vocabulary, directory, clock, settings)
        self._outbox = outbox
        self._producer = producer
        self._clock = clock
        self._metrics = metrics or NoMetrics()

    def handle(self, batch: Sequence[Delivered]) -> Outcome:
        outcome = Outcome()
        matched: list[Matched] = []
        for delivered in batch:
            try:
                matched.append(self._match(delivered.envelope))
            except InvalidMessageError as exc:
                outcome.rejected.append((delivered.record, exc))
        created: list[NewAlert] = []
        with self._outbox.writing() as outbox:
            for one in matched:
                created += self._keeping.keep(one, outbox)
        self._report(created)
        publish_changes(self._outbox, self._producer, self._clock)
        return outcome

    def close(self) -> None:
        self._rules.close()
        self._outbox.close()
        self._producer.close()

    def _match(self, envelope: Envelope[TaggedArticle]) -> Matched:
        if not isinstance(envelope.payload, TaggedArticle):
            raise InvalidMessageError(f"expected a tagged article, got {envelope.type!r}")
        rules = self._rules.current().rules
        self._matcher.use(rules)
        matches = list(self._matcher.match(envelope.payload))
        if envelope.lane != "live":
            return Matched.of(envelope, matches)
        self._held_back.use(rules)
        return Matched.of(envelope, matches, self._held_back.match(envelope.payload, matches))

    def _report(self, created: Iterable[NewAlert]) -> None:
        for alert in created:
            self._metrics.count("kaigong_alerts_total", labels={"kind": alert.kind})
            logger.bind(
                alert_id=alert.alert_id,
                rule_id=alert.rule_id,
                kind=alert.kind,
                receivers=len(alert.receivers),
            ).info("alert created")
