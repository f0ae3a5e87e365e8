"""Which alerts the hits of a rule would have made: a story once, whatever its copies call the project."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from consumers.alerting.corrections import same_or_renamed
from consumers.alerting.decide import Windows, decide
from consumers.alerting.outbox_writing import KnownAlert
from consumers.alerting.rules import Rule
from kaigong.rule_trial.hits import Found
from wire.identity import alert_id_for_article, alert_id_for_event
from wire.messages import Event, TaggedArticle


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as the outbox would know it, and when its article was found."""

    alert: KnownAlert
    at: datetime

    @property
    def is_late(self) -> bool:
        return self.alert.kind == "late"


class Folding:
    """As if every article had come live, in the order in which they were found."""

    def __init__(self, rule: Rule, windows: Windows) -> None:
        self._rule = rule
        self._windows = windows
        self._found: list[Found] = []

    def add(self, found: Found) -> None:
        # Texts are long, and what is folded does not depend on them.
        self._found.append(Found(msgspec.structs.replace(found.article, text=""), found.events))

    def alerts(self) -> tuple[list[Told], int]:
        """The alerts, and how many hits told one of them again."""
        told: dict[str, Told] = {}
        stories: dict[str, list[KnownAlert]] = {}
        repeats = 0
        for found in sorted(self._found, key=lambda one: (one.article.first_seen, one.article.article_id)):
            article = found.article
            known = stories.setdefault(article.story_id, [])
            for alert_id, event in self._matches(found):
                if alert_id in told or (event and same_or_renamed(known, article, event)):
                    repeats += 1
                    continue
                told[alert_id] = Told(self._alert(alert_id, article, event), article.first_seen)
                known.append(told[alert_id].alert)
        return list(told.values()), repeats

    def _matches(self, found: Found) -> Iterator[tuple[str, Event | None]]:
        """Those of one alert together, by the first of them."""
        story = found.article.story_id
        if self._rule.on == "article":
            yield alert_id_for_article(self._rule.id, story), None
        first: dict[str, Event] = {}
        for event in found.events:
            alert_id = alert_id_for_event(self._rule.id, story, event.type, event.state, event.project)
            first.setdefault(alert_id, event)
        yield from first.items()

    def _alert(self, alert_id: str, article: TaggedArticle, event: Event | None) -> KnownAlert:
        decision = decide(article, "live", self._windows, told=False, now=article.first_seen)
        return KnownAlert(
            alert_id=alert_id,
            rule_id=self._rule.id,
            story_id=article.story_id,
            article_id=article.article_id,
            kind="late" if decision.is_late else "new",
            event_ids=(event.event_id,) if event else (),
            facts={"type": event.type, "state": event.state, "project": event.project} if event else {},
            article_revision=article.revision,
            seq=article.tagging.seq,
            of_alert=None,
        )
