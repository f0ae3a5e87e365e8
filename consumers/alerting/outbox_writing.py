"""The alerter's side of the outbox, inside one transaction."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from consumers.alerting.held_counts import HeldCounts
from consumers.alerting.model import Facts, NewAlert, message_id
from consumers.alerting.said import Said
from consumers.alerting.silences import silences_in_force
from consumers.alerting.times import from_seconds
from consumers.alerting.times_of_day import When, parse_when
from wire.messages import AlertKind

_FACTS = msgspec.json.Decoder(Facts)
_IDS = msgspec.json.Decoder(list[str])
_KNOWN = """
    SELECT alert_id, rule_id, story_id, article_id, kind, event_ids, facts, article_revision, seq, of_alert
    FROM alerts
"""


@dataclass(frozen=True, slots=True)
class KnownAlert:
    """What the alerter must know of an alert that exists."""

    alert_id: str
    rule_id: str
    story_id: str
    article_id: str
    kind: AlertKind
    event_ids: tuple[str, ...]
    facts: Facts
    article_revision: int
    seq: int
    of_alert: str | None


class OutboxWriting:
    def __init__(self, connection: sqlite3.Connection, now: datetime, mail_domain: str) -> None:
        self._connection = connection
        self._now = now.timestamp()
        self._mail_domain = mail_domain
        self.held_back = HeldCounts(connection)

    def seen(self, article_id: str) -> tuple[int, int] | None:
        found: tuple[int, int] | None = self._connection.execute(
            "SELECT revision, seq FROM seen WHERE article_id = ?", (article_id,)
        ).fetchone()
        return found

    def note_seen(self, article_id: str, order: tuple[int, int]) -> None:
        self._connection.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (article_id, *order))

    def said(self, article_id: str) -> Said | None:
        found = self._connection.execute(
            "SELECT seq, sentences FROM said WHERE article_id = ?", (article_id,)
        ).fetchone()
        return Said.of(*found) if found else None

    def note_said(self, article_id: str, seq: int, sentences: bytes) -> None:
        """The tagger that read it first stays the first."""
        self._connection.execute(
            "INSERT INTO said (article_id, seq, at, sentences) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (article_id) DO UPDATE SET at = excluded.at, sentences = excluded.sentences",
            (article_id, seq, self._now, sentences),
        )

    def forget_said(self, before: datetime) -> None:
        """Of articles that were not handled since."""
        self._connection.execute("DELETE FROM said WHERE at < ?", (before.timestamp(),))

    def get(self, alert_id: str) -> KnownAlert | None:
        return next(iter(self._select("WHERE alert_id = ?", alert_id)), None)

    def of_story(self, rule_id: str, story_id: str) -> list[KnownAlert]:
        """What a rule told of a story first; updates and withdrawals are not among them."""
        where = "WHERE story_id = ? AND rule_id = ? AND of_alert IS NULL ORDER BY created_at, alert_id"
        return self._select(where, story_id, rule_id)

    def of_article(self, article_id: str) -> list[KnownAlert]:
        where = "WHERE article_id = ? AND of_alert IS NULL ORDER BY created_at, alert_id"
        return self._select(where, article_id)

    def add(self, alert: NewAlert) -> None:
        """Raises sqlite3.IntegrityError for an alert that exists: ask `get` first."""
        self._connection.execute(
            "INSERT INTO alerts (alert_id, rule_id, story_id, article_id, event_ids, kind, facts, created_at,"
            " lane, trace, of_alert, silenced, article_revision, seq)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                alert.alert_id,
                alert.rule_id,
                alert.story_id,
                alert.article_id,
                _json(list(alert.event_ids)),
                alert.kind,
                _json(alert.facts),
                self._now,
                alert.lane,
                alert.trace,
                alert.of_alert,
                alert.silenced,
                alert.article_revision,
                alert.seq,
            ),
        )
        self.deliver(alert.alert_id, alert.receivers, alert.not_before)

    def deliver(
        self, alert_id: str, receivers: Mapping[str, When | None], not_before: datetime | None = None
    ) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO deliveries (alert_id, receiver, own_id, notify, not_before, next_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    alert_id,
                    receiver,
                    message_id(alert_id, receiver, self._mail_domain),
                    str(when) if when else None,
                    not_before and not_before.timestamp(),
                    self._now,
                )
                for receiver, when in receivers.items()
            ],
        )

    def change(
        self,
        alert_id: str,
        facts: Facts,
        *,
        event_ids: Sequence[str] | None = None,
        order: tuple[int, int] | None = None,
    ) -> None:
        """New facts; what is None stays as it is."""
        revision, seq = order or (None, None)
        self._connection.execute(
            "UPDATE alerts SET facts = ?, event_ids = coalesce(?, event_ids), revision = revision + 1,"
            " article_revision = coalesce(?, article_revision), seq = coalesce(?, seq) WHERE alert_id = ?",
            (_json(facts), None if event_ids is None else _json(list(event_ids)), revision, seq, alert_id),
        )

    def note_copy(self, alert_id: str, article_id: str) -> bool:
        """Whether this copy of the story is new."""
        added = self._connection.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (alert_id, article_id))
        return added.rowcount > 0

    def copies(self, alert_id: str) -> int:
        found = self._connection.execute("SELECT count(*) FROM copies WHERE alert_id = ?", (alert_id,))
        return int(found.fetchone()[0])

    def got(self, alert_id: str) -> dict[str, When | None]:
        """Who got this alert or is about to, each with its own time; not who could not be reached."""
        rows = self._connection.execute(
            "SELECT d.receiver, d.notify FROM deliveries d JOIN messages m ON m.message_id = d.message_id"
            " WHERE d.alert_id = ? AND m.state != 'failed' ORDER BY d.receiver",
            (alert_id,),
        )
        return {receiver: parse_when(notify) if notify else None for receiver, notify in rows}

    def silence_of(self, alert_id: str, rule_id: str, story_id: str, facts: Facts) -> str | None:
        """The silence in force that this alert fits."""
        for silence in silences_in_force(self._connection, from_seconds(self._now)):
            if silence.matcher.fits(alert_id, rule_id, story_id, facts):
                return silence.silence_id
        return None

    def is_untold(self, alert_id: str) -> bool:
        """Whether none of its deliveries has become part of a message yet."""
        found = self._connection.execute(
            "SELECT count(*) FROM deliveries WHERE alert_id = ? AND message_id IS NOT NULL", (alert_id,)
        )
        return bool(found.fetchone()[0] == 0)

    def _select(self, where: str, *values: str) -> list[KnownAlert]:
        return [_known(row) for row in self._connection.execute(_KNOWN + where, values).fetchall()]


def _known(row: Sequence[Any]) -> KnownAlert:
    alert_id, rule_id, story_id, article_id, kind, event_ids, facts, article_revision, seq, of_alert = row
    return KnownAlert(
        alert_id=alert_id,
        rule_id=rule_id,
        story_id=story_id,
        article_id=article_id,
        kind=kind,
        event_ids=tuple(_IDS.decode(event_ids)),
        facts=_FACTS.decode(facts),
        article_revision=article_revision,
        seq=seq,
        of_alert=of_alert,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
