"""What follows an alert: copies, updates, corrections, withdrawals; told to those who got it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from consumers.alerting.changes import Changes
from consumers.alerting.model import Facts, NewAlert
from consumers.alerting.outbox_writing import KnownAlert, OutboxWriting
from consumers.alerting.wording import shortened
from wire.clock import day_start
from wire.identity import digest
from wire.messages import AlertKind, Envelope, TaggedArticle

_MAX_SOURCES = 20
_MAX_LINES = 50
_MAX_LINE_CHARS = 300
# An update that waits for another day comes with that day's work.
_MORNING = timedelta(hours=8)
# Only a clock that was put far back finds more days taken.
_MOST_DAYS = 400


class Following:
    """For one record, inside the transaction that keeps it."""

    def __init__(
        self, envelope: Envelope[TaggedArticle], outbox: OutboxWriting, now: datetime, zone: ZoneInfo
    ) -> None:
        self._envelope = envelope
        self._article = envelope.payload
        self._outbox = outbox
        self._now = now
        self._zone = zone

    @property
    def _order(self) -> tuple[int, int]:
        return self._article.revision, self._article.tagging.seq

    def copied(self, known: KnownAlert, source: str) -> KnownAlert:
        """Another article that tells the same is counted once, and its source named."""
        if not self._outbox.note_copy(known.alert_id, self._article.article_id):
            return known
        named = known.facts.get("copy_sources")
        sources = list(dict.fromkeys([*(named if isinstance(named, list) else []), source]))[:_MAX_SOURCES]
        copies = self._outbox.copies(known.alert_id)
        known = replace(known, facts=known.facts | {"copies": copies, "copy_sources": sources})
        self._outbox.change(known.alert_id, known.facts)
        return known

    def changed(
        self, known: KnownAlert, changes: Changes, *, event_ids: Sequence[str] | None, tells: bool
    ) -> Iterator[NewAlert]:
        """`event_ids` are those of the alert's own article, None for another's."""
        own = event_ids is not None
        facts, lines = changes.facts, [shortened(line, _MAX_LINE_CHARS) for line in changes.lines]
        if own and facts.get("withdrawn"):
            facts = facts | {"withdrawn": None}
            lines.append("原文已恢复")
        if own or facts != known.facts:
            self._outbox.change(
                known.alert_id, facts, event_ids=event_ids, order=self._order if own else None
            )
        if lines and tells:
            yield from self._update(replace(known, facts=facts), lines)

    def withdrawn(self, known: KnownAlert, *, tells: bool) -> Iterator[NewAlert]:
        when = (self._article.withdrawn_at or self._now).astimezone(self._zone)
        yield from self._taken_back(known, f"原文已撤回（{when:%Y-%m-%d %H:%M} 发现）", tells=tells)

    def corrected(self, known: KnownAlert, *, tells: bool) -> Iterator[NewAlert]:
        yield from self._taken_back(known, "更正：原文已修改，不再这样说", tells=tells)

    def _taken_back(self, known: KnownAlert, why: str, *, tells: bool) -> Iterator[NewAlert]:
        if known.facts.get("withdrawn"):
            return
        facts = known.facts | {"withdrawn": why}
        self._outbox.change(known.alert_id, facts, order=self._order)
        if tells:
            alert_id = digest(known.alert_id, "withdrawn", str(self._article.revision))
            yield from self._told("withdrawn", alert_id, known, facts)

    def _update(self, known: KnownAlert, lines: Sequence[str]) -> Iterator[NewAlert]:
        """At most one a story and day: what comes later goes into it while it waits, else into tomorrow's."""
        day = day_start(self._now, self._zone)
        for number in range(_MOST_DAYS):
            date = (day + timedelta(days=number, hours=12)).astimezone(self._zone).date()
            update_id = digest(known.rule_id, known.story_id, "update", date.isoformat())
            waiting = self._outbox.get(update_id)
            if waiting is None:
                facts = known.facts | {"changes": list(lines)[:_MAX_LINES]}
                not_before = day_start(day + timedelta(days=number, hours=12), self._zone) + _MORNING
                yield from self._told("update", update_id, known, facts, not_before if number else None)
                return
            if self._outbox.is_untold(update_id):
                self._join(waiting, known, lines)
                return

    def _join(self, waiting: KnownAlert, known: KnownAlert, lines: Sequence[str]) -> None:
        """The update that waits says this too."""
        said = waiting.facts.get("changes")
        other = known.alert_id != waiting.of_alert and known.facts.get("project")
        new = [f"{known.facts['project']}：{line}" if other else line for line in lines]
        changes = list(dict.fromkeys([*(said if isinstance(said, list) else []), *new]))[:_MAX_LINES]
        facts = waiting.facts if other else known.facts
        self._outbox.change(waiting.alert_id, facts | {"changes": changes})
        self._outbox.deliver(waiting.alert_id, self._outbox.got(known.alert_id))

    def _told(
        self,
        kind: AlertKind,
        alert_id: str,
        known: KnownAlert,
        facts: Facts,
        not_before: datetime | None = None,
    ) -> Iterator[NewAlert]:
        """Nobody is told who did not get the first one: what still waits says it by itself."""
        receivers = self._outbox.got(known.alert_id)
        if not receivers or self._outbox.get(alert_id) is not None:
            return
        silenced = self._outbox.silence_of(alert_id, known.rule_id, known.story_id, facts)
        alert = NewAlert(
            alert_id=alert_id,
            rule_id=known.rule_id,
            story_id=known.story_id,
            article_id=self._article.article_id,
            event_ids=known.event_ids,
            kind=kind,
            facts=facts,
            receivers={} if silenced else receivers,
            lane=self._envelope.lane,
            trace=self._envelope.trace,
            of_alert=known.alert_id,
            silenced=silenced,
            article_revision=self._article.revision,
            seq=self._article.tagging.seq,
            not_before=not_before,
        )
        self._outbox.add(alert)
        yield alert
