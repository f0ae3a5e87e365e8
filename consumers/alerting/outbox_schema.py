"""The outbox's tables."""

import sqlite3

from wire.errors import ConfigurationError

VERSION = 1

# `revision` grows with every change of an alert or its deliveries; what is above `published_revision` has
# not been said on the stream. Times are epoch seconds. `seen` is the newest (revision, tagging.seq) handled.
_TABLES = """
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
    published_revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_unpublished ON alerts (created_at) WHERE revision > published_revision;
CREATE INDEX alerts_by_time ON alerts (created_at);
CREATE TABLE deliveries (
    alert_id TEXT NOT NULL REFERENCES alerts,
    receiver TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    first_attempt_at REAL,
    next_at REAL,
    last_error TEXT,
    message_id TEXT NOT NULL,
    PRIMARY KEY (alert_id, receiver)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state IN ('pending', 'sending');
CREATE TABLE seen (
    article_id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file; run it inside a write transaction."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise ConfigurationError(
            f"the outbox is of version {found}, this Kaigong knows {VERSION}: update Kaigong"
        )
    if found == 0:
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
