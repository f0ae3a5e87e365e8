"""Compaction and retention, which Kafka does itself. Neither ever passes a known group's offset."""

import sqlite3

from wire.sqlite import immediate

# Small steps, so that no writer waits long for a clean-up.
_STEP = 500

_SUPERSEDED = """
DELETE FROM records WHERE rowid IN (
    SELECT old.rowid FROM records AS old
    WHERE old.topic = :topic AND old.partition = :partition AND old.offset < :safe AND old.at < :before
      AND EXISTS (
        SELECT 1 FROM records AS newer
        WHERE newer.topic = old.topic AND newer.partition = old.partition
          AND newer.key = old.key AND newer.offset > old.offset
      )
    LIMIT :step
)"""
_EXPIRED = """
DELETE FROM records WHERE rowid IN (
    SELECT rowid FROM records
    WHERE topic = :topic AND partition = :partition AND offset < :safe AND at < :before
    LIMIT :step
)"""
# Groups that read this topic at all hold back what they have not committed yet.
_SAFE = """
SELECT h.topic, h.partition, t.compacted, t.kept_seconds,
       coalesce((SELECT min(o.next_offset) FROM offsets AS o
                 WHERE o.topic = h.topic AND o.partition = h.partition), h.next_offset)
FROM heads AS h JOIN topics AS t USING (topic) WHERE h.topic LIKE :prefix ESCAPE '\\'"""


def clean(connection: sqlite3.Connection, prefix: str, now: float) -> int:
    """Remove what the topics' rules allow; how many records went."""
    pattern = prefix.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%") + ".%"
    partitions = connection.execute(_SAFE, {"prefix": pattern}).fetchall()
    removed = 0
    for topic, partition, compacted, kept_seconds, safe in partitions:
        bounds = {
            "topic": topic, "partition": partition, "safe": safe, "before": now - kept_seconds, "step": _STEP,
        }  # fmt: skip
        removed += _remove(connection, _SUPERSEDED if compacted else _EXPIRED, bounds)
    return removed


def _remove(connection: sqlite3.Connection, statement: str, bounds: dict[str, object]) -> int:
    removed = 0
    while True:
        with immediate(connection):
            gone = connection.execute(statement, bounds).rowcount
        removed += gone
        if gone < _STEP:
            return removed
