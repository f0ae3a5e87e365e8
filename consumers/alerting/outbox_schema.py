"""The outbox's tables, and how older files become of this version."""

import sqlite3
from collections.abc import Iterable

from consumers.alerting.outbox_migration import to_version_2
from wire.errors import ConfigurationError

VERSION = 3

# `revision` grows with every change of an alert or its deliveries; what is above `published_revision` has
# not been said on the stream. Times are epoch seconds. `seen` is the newest (revision, tagging.seq) handled.
# `article_revision` and `seq` are those from which an alert's facts come. An update or a withdrawal is an
# alert of its own, `of_alert` the one that was told first.
ALERTS = """
CREATE TABLE alerts (
    alert_id TEXT PRIMARY KEY,
    rule_id TEXT NOT NULL,
    story_id TEXT NOT NULL,
    article_id TEXT NOT NULL,
    event_ids TEXT NOT NULL,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    created_at REAL NOT NULL,
    lane TEXT NOT NULL,
    trace TEXT NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 1,
    published_revision INTEGER NOT NULL DEFAULT 0,
    of_alert TEXT,
    silenced TEXT,
    article_revision INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_unpublished ON alerts (created_at) WHERE revision > published_revision;
CREATE INDEX alerts_by_time ON alerts (created_at);
"""

ALERTS_BY_STORY = """
CREATE INDEX alerts_by_story ON alerts (story_id, rule_id);
CREATE INDEX alerts_by_article ON alerts (article_id);
CREATE TABLE copies (
    alert_id TEXT NOT NULL REFERENCES alerts,
    article_id TEXT NOT NULL,
    PRIMARY KEY (alert_id, article_id)
) STRICT, WITHOUT ROWID;
"""

# A delivery waits (`next_at`, or without one for a change of the receivers) until it becomes part of a
# message, whose state is then its own. `own_id` is the Message-ID it has when it goes by itself.
DELIVERIES = """
CREATE TABLE messages (
    message_id TEXT PRIMARY KEY,
    receiver TEXT NOT NULL,
    form TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    first_attempt_at REAL,
    next_at REAL,
    last_error TEXT,
    created_at REAL NOT NULL,
    sent_at REAL,
    content TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_due ON messages (next_at) WHERE state IN ('pending', 'sending');
CREATE INDEX messages_failed ON messages (created_at) WHERE state = 'failed';
CREATE INDEX messages_by_receiver ON messages (receiver, created_at);
CREATE TABLE deliveries (
    alert_id TEXT NOT NULL REFERENCES alerts,
    receiver TEXT NOT NULL,
    own_id TEXT NOT NULL,
    message_id TEXT REFERENCES messages,
    notify TEXT,
    not_before REAL,
    next_at REAL,
    held TEXT,
    PRIMARY KEY (alert_id, receiver)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_waiting ON deliveries (next_at, receiver) WHERE message_id IS NULL;
CREATE INDEX deliveries_by_message ON deliveries (message_id);
"""

# What people decide: silences, and receivers that are paused. `slot` is the last digest's time.
DECISIONS = """
CREATE TABLE silences (
    silence_id TEXT PRIMARY KEY,
    matcher TEXT NOT NULL,
    created_at REAL NOT NULL,
    until REAL NOT NULL,
    comment TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE receiver_states (
    receiver TEXT PRIMARY KEY,
    paused INTEGER NOT NULL DEFAULT 0,
    paused_until REAL,
    slot REAL
) STRICT, WITHOUT ROWID;
"""

SEEN = """
CREATE TABLE seen (
    article_id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

# What each article said last, so that an edit is told from a better tagger: see `said.py`.
SAID = """
CREATE TABLE said (
    article_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    at REAL NOT NULL,
    sentences BLOB NOT NULL
) STRICT, WITHOUT ROWID;
"""

# Keywords that were no event: `whose` is a receiver, each word once, or '' for all of a rule's.
HELD_BACK = """
CREATE TABLE held_back (
    whose TEXT NOT NULL,
    day TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    words INTEGER NOT NULL,
    PRIMARY KEY (whose, day, rule_id, reason)
) STRICT, WITHOUT ROWID;
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file, or bring an older one up to date; run it inside a write transaction."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise ConfigurationError(
            f"the outbox is of version {found}, this Kaigong knows {VERSION}: update Kaigong"
        )
    if found == 0:
        run(connection, (ALERTS, ALERTS_BY_STORY, DELIVERIES, DECISIONS, SEEN, SAID, HELD_BACK))
    elif found == 1:
        to_version_2(connection, lambda: run(connection, (ALERTS_BY_STORY, DELIVERIES, DECISIONS)))
    if found in (1, 2):
        run(connection, (SAID, HELD_BACK))
    if found < VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")


def run(connection: sqlite3.Connection, scripts: Iterable[str]) -> None:
    """`executescript` would end the transaction."""
    for script in scripts:
        for statement in script.split(";"):
            connection.execute(statement)
