"""Deliveries: which mail is due, and what became of each attempt."""

import sqlite3
from datetime import datetime

import msgspec

from consumers.alerting.model import DueDelivery, Facts
from consumers.alerting.times import from_seconds, moment
from wire.clock import Clock
from wire.messages import DeliveryState
from wire.sqlite import immediate, translated

_MAX_ERROR_CHARS = 300
_DUE = """
    SELECT d.alert_id, d.receiver, d.state, d.attempts, d.message_id, a.rule_id, d.first_attempt_at,
        a.created_at, a.facts
    FROM deliveries d JOIN alerts a USING (alert_id)
    WHERE d.state IN ('pending', 'sending') AND d.next_at <= ? ORDER BY d.next_at LIMIT ?
"""
_NOTE_WAITING = """
    UPDATE deliveries SET last_error = ? WHERE state IN ('pending', 'sending') AND next_at <= ?
"""
_CHANGE = """
    UPDATE deliveries SET state = ?, attempts = attempts + ?, last_error = ?, next_at = ?,
        first_attempt_at = coalesce(first_attempt_at, ?)
    WHERE alert_id = ? AND receiver = ?
"""
_facts = msgspec.json.Decoder(Facts)


class Deliveries:
    """The notifier's side of the outbox. Every note is durable when it returns."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def due(self, limit: int) -> list[DueDelivery]:
        """The waiting deliveries whose time has come, the longest due first."""
        with translated():
            rows = self._connection.execute(_DUE, (self._clock.now().timestamp(), limit)).fetchall()
        return [_due(*row) for row in rows]

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries are in which state."""
        with translated():
            rows = self._connection.execute("SELECT state, count(*) FROM deliveries GROUP BY state")
            return dict(rows.fetchall())

    def note_sending(self, delivery: DueDelivery) -> None:
        """From now on, and until an answer is noted, the mail may have arrived."""
        self._change(delivery, "sending", error=None, next_at=self._clock.now())

    def note_sent(self, delivery: DueDelivery) -> DeliveryState:
        state: DeliveryState = "uncertain" if delivery.may_have_arrived else "sent"
        self._change(delivery, state, attempts=1)
        return state

    def note_retry(self, delivery: DueDelivery, state: DeliveryState, error: str, next_at: datetime) -> None:
        self._change(delivery, state, attempts=1, error=error, next_at=next_at)

    def note_failed(self, delivery: DueDelivery, error: str) -> None:
        self._change(delivery, "failed", attempts=1, error=error)

    def note_waiting(self, error: str) -> None:
        """Why nothing that is due can be sent: no attempt of any delivery, and no news for the stream."""
        with immediate(self._connection) as connection:
            connection.execute(
                _NOTE_WAITING,
                (error[:_MAX_ERROR_CHARS], self._clock.now().timestamp()),
            )

    def _change(
        self,
        delivery: DueDelivery,
        state: DeliveryState,
        *,
        attempts: int = 0,
        error: str | None = None,
        next_at: datetime | None = None,
    ) -> None:
        now = self._clock.now().timestamp()
        with immediate(self._connection) as connection:
            connection.execute(
                _CHANGE,
                (
                    state,
                    attempts,
                    error and error[:_MAX_ERROR_CHARS],
                    next_at and next_at.timestamp(),
                    now,
                    delivery.alert_id,
                    delivery.receiver,
                ),
            )
            connection.execute(
                "UPDATE alerts SET revision = revision + 1 WHERE alert_id = ?", (delivery.alert_id,)
            )


def _due(
    alert_id: str,
    receiver: str,
    state: DeliveryState,
    attempts: int,
    mail: str,
    rule_id: str,
    first_attempt_at: float | None,
    created_at: float,
    facts: str,
) -> DueDelivery:
    return DueDelivery(
        alert_id=alert_id,
        receiver=receiver,
        state=state,
        attempts=attempts,
        first_attempt_at=moment(first_attempt_at),
        message_id=mail,
        rule_id=rule_id,
        created_at=from_seconds(created_at),
        facts=_facts.decode(facts),
    )
