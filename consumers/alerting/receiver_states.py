"""What was decided about receivers while running: pauses; and when each had its last digest."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from consumers.alerting.times import moment
from wire.sqlite import immediate, translated


@dataclass(frozen=True, slots=True)
class ReceiverState:
    """A pause without `paused_until` lasts until somebody ends it."""

    paused: bool = False
    paused_until: datetime | None = None
    slot: datetime | None = None


class ReceiverStates:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, receiver: str) -> ReceiverState:
        with translated():
            row = self._connection.execute(
                "SELECT paused, paused_until, slot FROM receiver_states WHERE receiver = ?", (receiver,)
            ).fetchone()
        return ReceiverState(bool(row[0]), moment(row[1]), moment(row[2])) if row else ReceiverState()

    def pause(self, receiver: str, until: datetime | None) -> None:
        self._decide(receiver, True, until)

    def resume(self, receiver: str) -> None:
        self._decide(receiver, False, None)

    def begin(self, receiver: str, slot: datetime) -> None:
        """From this digest on; those before it are nobody's."""
        with immediate(self._connection) as connection:
            connection.execute(
                "INSERT INTO receiver_states (receiver, slot) VALUES (?, ?)"
                " ON CONFLICT (receiver) DO UPDATE SET slot = excluded.slot",
                (receiver, slot.timestamp()),
            )

    def _decide(self, receiver: str, paused: bool, until: datetime | None) -> None:
        """What waits for the receiver is planned anew."""
        with immediate(self._connection) as connection:
            connection.execute(
                "INSERT INTO receiver_states (receiver, paused, paused_until) VALUES (?, ?, ?)"
                " ON CONFLICT (receiver) DO UPDATE"
                " SET paused = excluded.paused, paused_until = excluded.paused_until",
                (receiver, paused, until and until.timestamp()),
            )
            connection.execute(
                "UPDATE deliveries SET next_at = 0 WHERE receiver = ? AND message_id IS NULL", (receiver,)
            )
