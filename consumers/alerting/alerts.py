"""Alerts as messages, read from the outbox."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from consumers.alerting.model import Facts
from consumers.alerting.times import from_seconds, moment
from wire.messages import Alert, AlertKind, Delivery, Lane
from wire.sqlite import immediate, translated

_SELECT = """
    SELECT alert_id, revision, rule_id, story_id, article_id, kind, created_at, event_ids, facts,
        acknowledged, of_alert, silenced, lane, trace
    FROM alerts
"""
_UNPUBLISHED = _SELECT + "WHERE revision > published_revision ORDER BY created_at LIMIT ?"
_BY_ID = _SELECT + "WHERE alert_id = ?"
_DELIVERIES = """
    SELECT d.receiver, coalesce(m.state, 'pending'), coalesce(d.message_id, d.own_id),
        coalesce(m.attempts, 0), coalesce(m.next_at, d.next_at), m.last_error,
        coalesce(m.form = 'digest', 0), d.held, m.sent_at
    FROM deliveries d LEFT JOIN messages m ON m.message_id = d.message_id
    WHERE d.alert_id = ? ORDER BY d.receiver
"""
_NEWEST = (
    _SELECT
    + """
    WHERE (? IS NULL OR rule_id = ?) AND (? IS NULL OR kind = ?) AND NOT (? AND acknowledged)
    ORDER BY created_at DESC, alert_id LIMIT ?
"""
)
_BY_START = _SELECT + "WHERE substr(alert_id, 1, length(?1)) = ?1 ORDER BY alert_id LIMIT ?2"
_facts = msgspec.json.Decoder(Facts)
_event_ids = msgspec.json.Decoder(list[str])


class Alerts:
    """What is known of every alert, and which changes the stream has not been told."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def unpublished(self, limit: int) -> list[tuple[Alert, Lane, str]]:
        """Alerts with news for the stream, the oldest first, each with its lane and trace."""
        return self._select(_UNPUBLISHED, (limit,))

    def note_published(self, alerts: Sequence[Alert]) -> None:
        with immediate(self._connection) as connection:
            connection.executemany(
                "UPDATE alerts SET published_revision = max(published_revision, ?) WHERE alert_id = ?",
                [(alert.revision, alert.alert_id) for alert in alerts],
            )

    def get(self, alert_id: str) -> Alert | None:
        found = self._select(_BY_ID, (alert_id,))
        return found[0][0] if found else None

    def newest(
        self,
        limit: int = 1000,
        *,
        rule_id: str | None = None,
        kind: AlertKind | None = None,
        open_only: bool = False,
    ) -> list[Alert]:
        """The newest first; `open_only` leaves out what somebody acknowledged."""
        found = self._select(_NEWEST, (rule_id, rule_id, kind, kind, open_only, limit))
        return [alert for alert, _, _ in found]

    def beginning_with(self, start: str, limit: int = 10) -> list[Alert]:
        """Those whose id begins so."""
        found = self._select(_BY_START, (start, limit))
        return [alert for alert, _, _ in found]

    def acknowledge(self, alert_id: str, *, acknowledged: bool = True) -> None:
        with immediate(self._connection) as connection:
            connection.execute(
                "UPDATE alerts SET acknowledged = ?, revision = revision + 1"
                " WHERE alert_id = ? AND acknowledged != ?",
                (acknowledged, alert_id, acknowledged),
            )

    def _select(self, query: str, values: tuple[object, ...]) -> list[tuple[Alert, Lane, str]]:
        # One read transaction, so that an alert's revision and its deliveries are of the same moment.
        with translated(), self._reading() as connection:
            rows = connection.execute(query, values).fetchall()
            return [(_alert(row[:-2], self._deliveries(row[0])), *row[-2:]) for row in rows]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN")
        try:
            yield self._connection
        finally:
            self._connection.execute("COMMIT")

    def _deliveries(self, alert_id: str) -> list[Delivery]:
        rows = self._connection.execute(_DELIVERIES, (alert_id,))
        return [
            Delivery(
                alert_id=alert_id,
                receiver=receiver,
                state=state,
                message_id=mail,
                attempts=attempts,
                next_at=moment(next_at),
                last_error=error,
                digest=bool(digest),
                held=held,
                sent_at=moment(sent_at),
            )
            for receiver, state, mail, attempts, next_at, error, digest, held, sent_at in rows
        ]


_COLUMNS = (
    "alert_id", "revision", "rule_id", "story_id", "article_id", "kind", "created_at", "event_ids", "facts",
    "acknowledged", "of_alert", "silenced",
)  # fmt: skip


def _alert(row: Sequence[Any], deliveries: list[Delivery]) -> Alert:
    fields = dict(zip(_COLUMNS, row, strict=True))
    return msgspec.convert(
        fields
        | {
            "created_at": from_seconds(fields["created_at"]),
            "event_ids": _event_ids.decode(fields["event_ids"]),
            "facts": _facts.decode(fields["facts"]),
            "deliveries": deliveries,
            "acknowledged": bool(fields["acknowledged"]),
        },
        Alert,
    )
