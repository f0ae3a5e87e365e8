"""The tables of `stream.db`: the log, the offsets and who owns which partition."""

import sqlite3

_TABLES = """
CREATE TABLE IF NOT EXISTS topics (
    topic TEXT PRIMARY KEY,
    partitions INTEGER NOT NULL,
    compacted INTEGER NOT NULL,
    kept_seconds REAL NOT NULL,
    max_bytes INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS heads (
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    next_offset INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS records (
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    key TEXT NOT NULL,
    headers TEXT NOT NULL,
    at REAL NOT NULL,
    value BLOB
);
CREATE UNIQUE INDEX IF NOT EXISTS records_by_offset ON records (topic, partition, offset);
CREATE INDEX IF NOT EXISTS records_by_key ON records (topic, partition, key, offset);

CREATE TABLE IF NOT EXISTS offsets (
    grp TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    next_offset INTEGER NOT NULL,
    PRIMARY KEY (grp, topic, partition)
) WITHOUT ROWID;

-- An incarnation of a slot has an epoch; whoever holds an older one is fenced.
CREATE TABLE IF NOT EXISTS members (
    grp TEXT NOT NULL,
    slot TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    live INTEGER NOT NULL,
    heartbeat REAL NOT NULL,
    PRIMARY KEY (grp, slot)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS leases (
    grp TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    slot TEXT NOT NULL,
    PRIMARY KEY (grp, topic, partition)
) WITHOUT ROWID;
"""


def create(connection: sqlite3.Connection) -> None:
    connection.executescript(_TABLES)
