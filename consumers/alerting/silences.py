"""Silences: for a time, alerts that fit are made and shown, but nobody is told."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec import Struct

from consumers.alerting.model import Facts
from consumers.alerting.times import from_seconds
from wire.identity import digest
from wire.sqlite import immediate, translated

_facts = msgspec.json.Decoder(Facts)
_WAITING = """
    SELECT a.alert_id, a.rule_id, a.story_id, a.facts FROM alerts a
    WHERE a.alert_id IN (SELECT alert_id FROM deliveries WHERE message_id IS NULL)
"""


class Matcher(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is given must hold. `place` is a code, and every place in it fits."""

    alert: str | None = None
    rule: str | None = None
    place: str | None = None
    source: str | None = None
    story: str | None = None
    type: str | None = None
    industry: str | None = None

    def fits(self, alert_id: str, rule_id: str, story_id: str, facts: Facts) -> bool:
        return all(
            wanted is None or wanted == value
            for wanted, value in (
                (self.alert, alert_id),
                (self.rule, rule_id),
                (self.story, story_id),
                (self.source, facts.get("source_id")),
                (self.type, facts.get("type")),
                (self.industry, facts.get("industry")),
            )
        ) and (self.place is None or _lies_in(str(facts.get("place_code") or ""), self.place))

    def given(self) -> dict[str, str]:
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in fields.items() if value is not None}

    def __bool__(self) -> bool:
        return bool(self.given())


_matcher = msgspec.json.Decoder(Matcher)


@dataclass(frozen=True, slots=True)
class Silence:
    silence_id: str
    matcher: Matcher
    created_at: datetime
    until: datetime
    comment: str


class Silences:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, matcher: Matcher, now: datetime, until: datetime, comment: str = "") -> tuple[str, int]:
        """Its id, and how many waiting alerts it has silenced at once."""
        silence_id = digest("silence", str(msgspec.json.encode(matcher)), now.isoformat())[:12]
        with immediate(self._connection) as connection:
            connection.execute(
                "INSERT INTO silences VALUES (?, ?, ?, ?, ?)",
                (
                    silence_id,
                    msgspec.json.encode(matcher).decode(),
                    now.timestamp(),
                    until.timestamp(),
                    comment,
                ),
            )
            found = [
                alert_id
                for alert_id, rule_id, story_id, facts in connection.execute(_WAITING).fetchall()
                if matcher.fits(alert_id, rule_id, story_id, _facts.decode(facts))
            ]
            for alert_id in found:
                connection.execute(
                    "DELETE FROM deliveries WHERE alert_id = ? AND message_id IS NULL", (alert_id,)
                )
                connection.execute(
                    "UPDATE alerts SET silenced = ?, revision = revision + 1 WHERE alert_id = ?",
                    (silence_id, alert_id),
                )
        return silence_id, len(found)

    def end(self, silence_id: str, now: datetime) -> bool:
        """Whether there was one in force. What it silenced stays untold."""
        with immediate(self._connection) as connection:
            changed = connection.execute(
                "UPDATE silences SET until = ? WHERE silence_id = ? AND until > ?",
                (now.timestamp(), silence_id, now.timestamp()),
            )
            return changed.rowcount > 0

    def in_force(self, now: datetime) -> list[Silence]:
        with translated():
            return silences_in_force(self._connection, now)


def silences_in_force(connection: sqlite3.Connection, now: datetime) -> list[Silence]:
    rows = connection.execute(
        "SELECT silence_id, matcher, created_at, until, comment FROM silences"
        " WHERE until > ? ORDER BY created_at, silence_id",
        (now.timestamp(),),
    )
    return [
        Silence(silence_id, _matcher.decode(matcher), from_seconds(created_at), from_seconds(until), comment)
        for silence_id, matcher, created_at, until, comment in rows
    ]


def _lies_in(code: str, place: str) -> bool:
    """Codes are nested by pairs of digits: 320706 lies in 320700 and 320000."""
    stem = place
    while len(stem) > 2 and stem.endswith("00"):
        stem = stem[:-2]
    return bool(code) and code.startswith(stem)
