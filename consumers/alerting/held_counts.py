"""How many keywords were held back, by day: for a rule's mails, and for a receiver's next digest."""

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from consumers.alerting.model import Background
from wire.sqlite import translated

# A digest after a long pause speaks of no more days than these.
KEPT_DAYS = 7
OF_ALL = ""


class HeldCount(NamedTuple):
    """`whose` is a receiver, or OF_ALL for all that was held back from the rule."""

    whose: str
    rule_id: str
    reason: str


class HeldCounts:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, counts: Mapping[HeldCount, int], day: date) -> None:
        """Inside the caller's transaction."""
        self._connection.executemany(
            "INSERT INTO held_back (whose, day, rule_id, reason, words) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET words = words + excluded.words",
            [
                (one.whose, day.isoformat(), one.rule_id, one.reason, words)
                for one, words in sorted(counts.items())
            ],
        )

    def of_rule(self, rule_id: str, day: date) -> Background:
        """What was held back from the rule that day."""
        with translated():
            rows = self._connection.execute(
                "SELECT reason, words FROM held_back WHERE whose = ? AND day = ? AND rule_id = ?",
                (OF_ALL, day.isoformat(), rule_id),
            )
            return Background(held_back=dict(rows.fetchall()), rule_ids=(rule_id,))

    def of_receiver(self, receiver: str, today: date) -> Background:
        """What was held back since the receiver's last digest, and from which rules, the most first."""
        since = today - timedelta(days=KEPT_DAYS)
        with translated():
            rows = self._connection.execute(
                "SELECT rule_id, reason, words FROM held_back WHERE whose = ? AND day > ? ORDER BY rule_id",
                (receiver, since.isoformat()),
            ).fetchall()
        reasons: dict[str, int] = {}
        rules: dict[str, int] = {}
        for rule_id, reason, words in rows:
            reasons[reason] = reasons.get(reason, 0) + words
            rules[rule_id] = rules.get(rule_id, 0) + words
        return Background(held_back=reasons, rule_ids=tuple(sorted(rules, key=lambda one: -rules[one])))

    def note_told(self, receiver: str) -> None:
        """The receiver's digest says it; inside the transaction in which it is made."""
        self._connection.execute("DELETE FROM held_back WHERE whose = ?", (receiver,))

    def forget(self, today: date) -> None:
        """What nobody will ask for; inside the caller's transaction."""
        since = today - timedelta(days=KEPT_DAYS)
        self._connection.execute("DELETE FROM held_back WHERE day <= ?", (since.isoformat(),))
