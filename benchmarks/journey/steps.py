"""When each station had an article in hand: read from the stream and the outbox after the run."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from wire import codec
from wire.stream import Record, Stream
from wire.topics import TAGGED_ARTICLES

_TOLD = """
    SELECT a.article_id, a.created_at, m.created_at FROM alerts a
    JOIN deliveries d ON d.alert_id = a.alert_id JOIN messages m ON m.message_id = d.message_id
"""
_WAITING = """
    SELECT (SELECT count(*) FROM deliveries WHERE message_id IS NULL)
         + (SELECT count(*) FROM messages WHERE state IN ('pending', 'sending'))
"""


def tagged(stream: Stream, article_ids: Collection[str]) -> dict[str, Record]:
    """What the tagger made of each of these articles."""
    with closing(stream.reader()) as reader:
        return {record.key: record for record in reader.read(TAGGED_ARTICLES) if record.key in article_ids}


def tagged_at(record: Record) -> float:
    return codec.decode(record.value).produced_at.timestamp()


def told_at(outbox: Path) -> dict[str, tuple[float, float]]:
    """When its alert was put into the outbox, and when a message was made of it, by article."""
    with closing(sqlite3.connect(outbox)) as connection:
        return {article: (alert, message) for article, alert, message in connection.execute(_TOLD)}


def is_empty(outbox: Path) -> bool:
    """Whether nothing waits to be told."""
    with closing(sqlite3.connect(outbox)) as connection:
        return bool(connection.execute(_WAITING).fetchone()[0] == 0)
