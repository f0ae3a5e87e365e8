"""From version 1, in which each delivery was a mail of its own, to version 2, in which messages have many."""

import sqlite3
from collections.abc import Callable

import msgspec

from consumers.alerting.model import Content, Facts, Item
from consumers.alerting.times import from_seconds

_ADDED = (
    "of_alert TEXT",
    "silenced TEXT",
    "article_revision INTEGER NOT NULL DEFAULT 0",
    "seq INTEGER NOT NULL DEFAULT 0",
)
_UNTRIED = "state = 'pending' AND attempts = 0"
_UNFINISHED = """
    SELECT d.message_id, a.alert_id, a.rule_id, a.story_id, a.kind, a.created_at, a.facts
    FROM deliveries_1 d JOIN alerts a USING (alert_id)
    WHERE d.state IN ('pending', 'sending') AND NOT (d.state = 'pending' AND d.attempts = 0)
"""


def to_version_2(connection: sqlite3.Connection, create_tables: Callable[[], None]) -> None:
    """What was tried keeps its state and Message-ID; what was not is planned anew."""
    for column in _ADDED:
        connection.execute(f"ALTER TABLE alerts ADD COLUMN {column}")
    connection.execute("DROP INDEX deliveries_due")
    connection.execute("ALTER TABLE deliveries RENAME TO deliveries_1")
    create_tables()
    connection.execute(
        f"""INSERT INTO messages (message_id, receiver, form, state, attempts, first_attempt_at, next_at,
                last_error, created_at)
            SELECT message_id, receiver, 'single', state, attempts, first_attempt_at, next_at, last_error,
                coalesce(first_attempt_at, a.created_at)
            FROM deliveries_1 JOIN alerts a USING (alert_id) WHERE NOT ({_UNTRIED})"""  # noqa: S608
    )
    connection.execute(
        f"""INSERT INTO deliveries (alert_id, receiver, own_id, message_id, next_at)
            SELECT alert_id, receiver, message_id, iif({_UNTRIED}, NULL, message_id), next_at
            FROM deliveries_1"""  # noqa: S608
    )
    for message_id, *fields in connection.execute(_UNFINISHED).fetchall():
        connection.execute(
            "UPDATE messages SET content = ? WHERE message_id = ?", (_content(*fields), message_id)
        )
    connection.execute("DROP TABLE deliveries_1")


def _content(alert_id: str, rule_id: str, story_id: str, kind: str, created_at: float, facts: str) -> str:
    item = Item(
        alert_id=alert_id,
        rule_id=rule_id,
        story_id=story_id,
        kind="late" if kind == "late" else "new",
        created_at=from_seconds(created_at),
        facts=msgspec.json.decode(facts, type=Facts),
    )
    return msgspec.json.encode(Content(items=(item,), total=1)).decode()
