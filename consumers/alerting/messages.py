"""Messages: which are due, and what became of each attempt. Every alert in one follows its state."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec

from consumers.alerting.model import Content, DueMessage, Form
from consumers.alerting.times import from_seconds, moment
from wire.clock import Clock
from wire.messages import DeliveryState
from wire.sqlite import immediate, translated

_MAX_ERROR_CHARS = 300
_WAITS = "state IN ('pending', 'sending')"
_DUE = f"""
    SELECT message_id, receiver, form, state, attempts, first_attempt_at, created_at, content
    FROM messages
    WHERE {_WAITS} AND next_at <= ? AND receiver NOT IN (SELECT value FROM json_each(?))
    ORDER BY next_at, receiver, message_id LIMIT ?
"""  # noqa: S608
_CHANGE = """
    UPDATE messages SET state = ?, attempts = attempts + ?, last_error = ?, next_at = ?,
        first_attempt_at = coalesce(first_attempt_at, ?), content = iif(?, NULL, content), sent_at = ?
    WHERE message_id = ?
"""
_FOLLOW = """
    UPDATE alerts SET revision = revision + 1
    WHERE alert_id IN (SELECT alert_id FROM deliveries WHERE message_id = ?)
"""
_FAILED = """
    SELECT receiver, count(*), last_error, max(created_at) FROM messages
    WHERE state = 'failed' AND created_at > ? GROUP BY receiver ORDER BY receiver
"""
_content = msgspec.json.Decoder(Content)


class Messages:
    """The notifier's side of the outbox. Every note is durable when it returns."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def due(self, limit: int, without: Collection[str] = ()) -> list[DueMessage]:
        """The messages whose time has come, the longest due first, but those to receivers in `without`."""
        values = (self._clock.now().timestamp(), json.dumps(sorted(without)), limit)
        with translated():
            rows = self._connection.execute(_DUE, values).fetchall()
        return [_due(*row) for row in rows]

    def receivers_due(self) -> list[str]:
        with translated():
            rows = self._connection.execute(
                f"SELECT DISTINCT receiver FROM messages WHERE {_WAITS} AND next_at <= ?",  # noqa: S608
                (self._clock.now().timestamp(),),
            )
            return [receiver for (receiver,) in rows]

    def made_since(
        self, receiver: str, since: datetime, forms: Collection[Form] = ("single", "digest")
    ) -> list[datetime]:
        """When the receiver's messages of late were made."""
        with translated():
            rows = self._connection.execute(
                "SELECT created_at FROM messages WHERE receiver = ? AND created_at >= ?"
                " AND form IN (SELECT value FROM json_each(?))",
                (receiver, since.timestamp(), json.dumps(list(forms))),
            )
            return [from_seconds(at) for (at,) in rows]

    def failed_since(self, since: datetime) -> dict[str, tuple[int, str]]:
        """How many messages were given up by receiver, and why the last one was."""
        with translated():
            rows = self._connection.execute(_FAILED, (since.timestamp(),)).fetchall()
        return {receiver: (count, error or "") for receiver, count, error, _ in rows}

    def note_sending(self, message: DueMessage) -> None:
        """From now on, and until an answer is noted, the message may have arrived."""
        self._change(message, "sending", next_at=self._clock.now())

    def note_sent(self, message: DueMessage) -> DeliveryState:
        state: DeliveryState = "uncertain" if message.may_have_arrived else "sent"
        self._change(message, state, attempts=1)
        return state

    def note_retry(self, message: DueMessage, state: DeliveryState, error: str, next_at: datetime) -> None:
        self._change(message, state, attempts=1, error=error, next_at=next_at)

    def note_failed(self, message: DueMessage, error: str) -> None:
        self._change(message, "failed", attempts=1, error=error)

    def note_untaken(self, message: DueMessage) -> None:
        """It had begun, and the server said that it takes nothing: as if it had not."""
        self._change(message, message.state, next_at=self._clock.now())

    def note_waiting(self, messages: Sequence[DueMessage], error: str) -> None:
        """Why those of these that still wait cannot be sent: no attempt, and no news for the stream."""
        with immediate(self._connection) as connection:
            connection.executemany(
                f"UPDATE messages SET last_error = ? WHERE message_id = ? AND {_WAITS}",  # noqa: S608
                [(error[:_MAX_ERROR_CHARS], message.message_id) for message in messages],
            )

    def forget_far_waits(self, longest: timedelta) -> None:
        """A clock that was put back leaves times that nobody should wait for."""
        now = self._clock.now()
        with immediate(self._connection) as connection:
            connection.execute(
                f"UPDATE messages SET next_at = ? WHERE {_WAITS} AND next_at > ?",  # noqa: S608
                (now.timestamp(), (now + longest).timestamp()),
            )

    def _change(
        self,
        message: DueMessage,
        state: DeliveryState,
        *,
        attempts: int = 0,
        error: str | None = None,
        next_at: datetime | None = None,
    ) -> None:
        is_final = state in ("sent", "uncertain", "failed")
        now = self._clock.now().timestamp()
        values = (
            state,
            attempts,
            error and error[:_MAX_ERROR_CHARS],
            next_at and next_at.timestamp(),
            now,
            is_final,
            now if state in ("sent", "uncertain") else None,
            message.message_id,
        )
        with immediate(self._connection) as connection:
            connection.execute(_CHANGE, values)
            connection.execute(_FOLLOW, (message.message_id,))


def _due(
    message_id: str,
    receiver: str,
    form: Form,
    state: DeliveryState,
    attempts: int,
    first_attempt_at: float | None,
    created_at: float,
    content: str,
) -> DueMessage:
    return DueMessage(
        message_id=message_id,
        receiver=receiver,
        form=form,
        state=state,
        attempts=attempts,
        first_attempt_at=moment(first_attempt_at),
        created_at=from_seconds(created_at),
        content=_content.decode(content),
    )
