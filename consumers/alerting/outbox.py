"""The outbox: alerts and their deliveries, durable before anything is said or sent."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from consumers.alerting import outbox_schema
from consumers.alerting.alerts import Alerts
from consumers.alerting.deliveries import Deliveries
from consumers.alerting.model import NewAlert, message_id
from wire.clock import Clock
from wire.sqlite import connect, immediate


class OutboxWriting:
    """The alerter's side of the outbox, inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, now: datetime, mail_domain: str) -> None:
        self._connection = connection
        self._now = now.timestamp()
        self._mail_domain = mail_domain

    def seen(self, article_id: str) -> tuple[int, int] | None:
        found: tuple[int, int] | None = self._connection.execute(
            "SELECT revision, seq FROM seen WHERE article_id = ?", (article_id,)
        ).fetchone()
        return found

    def note_seen(self, article_id: str, order: tuple[int, int]) -> None:
        self._connection.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (article_id, *order))

    def has(self, alert_id: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM alerts WHERE alert_id = ?", (alert_id,))
        return found.fetchone() is not None

    def add(self, alert: NewAlert) -> None:
        """Raises sqlite3.IntegrityError for an alert that exists: ask `has` first."""
        self._connection.execute(
            "INSERT INTO alerts (alert_id, rule_id, story_id, article_id, event_ids, kind, facts, created_at,"
            " lane, trace) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            ),
        )
        self._connection.executemany(
            "INSERT INTO deliveries (alert_id, receiver, next_at, message_id) VALUES (?, ?, ?, ?)",
            [
                (alert.alert_id, receiver, self._now, message_id(alert.alert_id, receiver, self._mail_domain))
                for receiver in alert.receivers
            ],
        )


class Outbox:
    """One file, shared by the alerter, the notifier and the console. One instance per thread."""

    def __init__(self, path: Path, clock: Clock, mail_domain: str = "localhost") -> None:
        self.path = path
        self._clock = clock
        self._mail_domain = mail_domain
        self._connection = connect(path, synchronous="FULL")
        with immediate(self._connection):
            outbox_schema.create(self._connection)
        self.alerts = Alerts(self._connection)
        self.deliveries = Deliveries(self._connection, clock)

    @contextmanager
    def writing(self) -> Iterator[OutboxWriting]:
        """All or nothing. Raises TemporaryError when the file is locked, full or gone."""
        with immediate(self._connection) as connection:
            yield OutboxWriting(connection, self._clock.now(), self._mail_domain)

    def close(self) -> None:
        self._connection.close()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
