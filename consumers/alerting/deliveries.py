"""Deliveries that are in no message yet: whose time has come, and what becomes of them."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

import msgspec

from consumers.alerting.model import Content, Form, digest_id, message_id
from consumers.alerting.planning import Wait, Waiting
from consumers.alerting.times import from_seconds, moment
from consumers.alerting.times_of_day import parse_when
from wire.clock import Clock
from wire.messages import DeliveryState
from wire.sqlite import immediate, translated

_WAITING = """
    SELECT d.alert_id, a.created_at, d.notify, d.not_before, a.kind = 'late', d.held,
        json_array(a.kind, a.story_id, json_extract(a.facts, '$.type', '$.state', '$.project'))
    FROM deliveries d JOIN alerts a USING (alert_id)
    WHERE d.receiver = ? AND d.message_id IS NULL AND d.next_at <= ?
"""
_COUNTS = """
    SELECT coalesce(m.state, 'pending') AS state, count(*)
    FROM deliveries d LEFT JOIN messages m ON m.message_id = d.message_id GROUP BY 1
"""


class Deliveries:
    """Every note is durable when it returns."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock, mail_domain: str) -> None:
        self._connection = connection
        self._clock = clock
        self._mail_domain = mail_domain

    def receivers_due(self) -> list[str]:
        """Those with a delivery that may be told now, the longest waiting first."""
        with translated():
            rows = self._connection.execute(
                "SELECT receiver FROM deliveries WHERE message_id IS NULL AND next_at <= ?"
                " GROUP BY receiver ORDER BY min(next_at), receiver",
                (self._clock.now().timestamp(),),
            )
            return [receiver for (receiver,) in rows]

    def waiting(self, receiver: str) -> list[Waiting]:
        """What may be told to a receiver now."""
        with translated():
            rows = self._connection.execute(_WAITING, (receiver, self._clock.now().timestamp())).fetchall()
        return [
            Waiting(
                alert_id,
                from_seconds(created_at),
                parse_when(notify) if notify else None,
                moment(not_before),
                bool(late),
                held is not None,
                same,
            )
            for alert_id, created_at, notify, not_before, late, held, same in rows
        ]

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries are in which state."""
        with translated():
            return dict(self._connection.execute(_COUNTS).fetchall())

    def resend(self, alert_id: str, receiver: str) -> bool:
        """Tell a receiver again, or for the first time, by a mail of its own; False while it waits anyhow."""
        with immediate(self._connection) as connection:
            known = connection.execute(
                "SELECT d.message_id, m.state FROM deliveries d"
                " LEFT JOIN messages m ON m.message_id = d.message_id"
                " WHERE d.alert_id = ? AND d.receiver = ?",
                (alert_id, receiver),
            ).fetchone()
            if known is not None and (known[0] is None or known[1] in ("pending", "sending")):
                return False
            now = self._clock.now()
            own_id = message_id(alert_id, receiver, self._mail_domain, now.isoformat())
            connection.execute(
                "INSERT OR REPLACE INTO deliveries (alert_id, receiver, own_id, notify, next_at)"
                " VALUES (?, ?, ?, 'now', ?)",
                (alert_id, receiver, own_id, now.timestamp()),
            )
            _bump(connection, [alert_id])
            return True

    def plan_anew(self) -> None:
        """All that waits is looked at again: receivers changed, or the clock did."""
        with immediate(self._connection) as connection:
            connection.execute("UPDATE deliveries SET next_at = 0 WHERE message_id IS NULL")

    def note_plan(
        self,
        receiver: str,
        groups: Iterable[tuple[Form, Sequence[str], Callable[[], Content]]],
        waits: Collection[Wait],
        slot: datetime | None = None,
    ) -> None:
        """The groups become messages and the others wait, all or nothing. `slot` is this digest's time.

        The content is asked for inside the transaction: whoever changes an alert before it expects the
        message to say so, and whoever does after it tells it by another.
        """
        now = self._clock.now().timestamp()
        with immediate(self._connection) as connection:
            for form, alert_ids, content in groups:
                self._group(connection, receiver, form, alert_ids, content, now, slot)
            for wait in waits:
                _wait(connection, receiver, wait)
            if slot is not None:
                connection.execute(
                    "INSERT INTO receiver_states (receiver, slot) VALUES (?, ?)"
                    " ON CONFLICT (receiver) DO UPDATE SET slot = excluded.slot",
                    (receiver, slot.timestamp()),
                )

    def _group(
        self,
        connection: sqlite3.Connection,
        receiver: str,
        form: Form,
        alert_ids: Sequence[str],
        content: Callable[[], Content],
        now: float,
        slot: datetime | None,
    ) -> None:
        own_ids = _own_ids(connection, receiver, alert_ids)
        if len(own_ids) < len(alert_ids):
            return  # somebody silenced one meanwhile: the next round plans the others
        if form == "single":
            name = own_ids[alert_ids[0]]
        else:
            at = slot.isoformat() if slot else ""
            name = digest_id(receiver, tuple(sorted(own_ids.values())) or (at,), self._mail_domain)
        # Only an empty digest can be there already: the clock was put back and comes to its time again.
        connection.execute(
            f"INSERT {'' if alert_ids else 'OR IGNORE'} INTO messages"  # noqa: S608
            " (message_id, receiver, form, next_at, created_at, content) VALUES (?, ?, ?, ?, ?, ?)",
            (name, receiver, form, now, now, msgspec.json.encode(content()).decode()),
        )
        connection.execute(
            "UPDATE deliveries SET message_id = ?, next_at = NULL, held = NULL"
            " WHERE receiver = ? AND alert_id IN (SELECT value FROM json_each(?))",
            (name, receiver, json.dumps(list(alert_ids))),
        )
        if form == "digest":
            _bump(connection, alert_ids)


def _wait(connection: sqlite3.Connection, receiver: str, wait: Wait) -> None:
    known = connection.execute(
        "SELECT held FROM deliveries WHERE alert_id = ? AND receiver = ?", (wait.alert_id, receiver)
    ).fetchone()
    connection.execute(
        "UPDATE deliveries SET next_at = ?, held = ?"
        " WHERE alert_id = ? AND receiver = ? AND message_id IS NULL",
        (wait.until and wait.until.timestamp(), wait.why, wait.alert_id, receiver),
    )
    if known != (wait.why,):
        _bump(connection, [wait.alert_id])


def _own_ids(connection: sqlite3.Connection, receiver: str, alert_ids: Sequence[str]) -> dict[str, str]:
    """Of those that still wait."""
    found = connection.execute(
        "SELECT alert_id, own_id FROM deliveries WHERE receiver = ? AND message_id IS NULL"
        " AND alert_id IN (SELECT value FROM json_each(?))",
        (receiver, json.dumps(list(alert_ids))),
    )
    return dict(found.fetchall())


def _bump(connection: sqlite3.Connection, alert_ids: Sequence[str]) -> None:
    """What changed of an alert's deliveries is news for the stream."""
    connection.execute(
        "UPDATE alerts SET revision = revision + 1 WHERE alert_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(alert_ids)),),
    )
