"""The SQLite stream's factory, its producer and its reader."""

import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from wire.clock import Clock, SystemClock
from wire.sqlite import connect, immediate, translated
from wire.sqlite_stream import schema
from wire.sqlite_stream.cleaning import clean
from wire.sqlite_stream.consumer import SqliteConsumer
from wire.sqlite_stream.log import Log
from wire.sqlite_stream.membership import Membership
from wire.stream import NewRecord, Offsets, Partition, Record
from wire.topics import TopicSpec

_PAGE = 200


class SqliteStream:
    """All topics and offsets of one prefix in one file, shared by any number of processes of one machine."""

    def __init__(
        self,
        path: Path,
        prefix: str = "kaigong",
        *,
        clock: Clock | None = None,
        session_seconds: float = 10.0,
    ) -> None:
        self._path = path
        self._prefix = prefix
        self._clock = clock or SystemClock()
        self._session_seconds = session_seconds
        self._connection = connect(path)
        with translated():
            schema.create(self._connection)

    def create_topics(self, specs: Collection[TopicSpec]) -> None:
        log = Log(self._connection, self._prefix)
        with immediate(self._connection):
            for spec in specs:
                name = log.full(spec.name)
                # The number of partitions is fixed at birth: another one would break the order per key.
                self._connection.execute(
                    "INSERT INTO topics (topic, partitions, compacted, kept_seconds, max_bytes) "
                    "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET compacted = excluded.compacted, "
                    "kept_seconds = excluded.kept_seconds, max_bytes = excluded.max_bytes",
                    (name, spec.partitions, spec.compacted, spec.kept_for.total_seconds(), spec.max_bytes),
                )
                self._connection.executemany(
                    "INSERT INTO heads (topic, partition, next_offset) VALUES (?, ?, 0) "
                    "ON CONFLICT DO NOTHING",
                    [(name, partition.index) for partition in log.partitions(spec.name)],
                )

    def producer(self) -> "SqliteProducer":
        return SqliteProducer(connect(self._path), self._prefix, self._clock)

    def consumer(self, group: str, topics: Collection[str], slot: str = "0") -> SqliteConsumer:
        connection = connect(self._path)
        log = Log(connection, self._prefix)
        membership = Membership(connection, log, group, slot, topics, self._session_seconds)
        return SqliteConsumer(connection, log, membership, group, self._clock, self._session_seconds / 10)

    def reader(self) -> "SqliteReader":
        return SqliteReader(connect(self._path), self._prefix)

    def clean(self) -> int:
        return clean(self._connection, self._prefix, self._clock.now().timestamp())

    def close(self) -> None:
        self._connection.close()


class SqliteProducer:
    """Publishes each batch in one transaction. Safe to call from several threads."""

    def __init__(self, connection: sqlite3.Connection, prefix: str, clock: Clock) -> None:
        self._connection = connection
        self._log = Log(connection, prefix)
        self._clock = clock
        self._lock = threading.Lock()

    def publish(self, batch: Sequence[NewRecord]) -> None:
        with self._lock:
            self._log.check(batch)
            with immediate(self._connection):
                self._log.append(batch, self._clock.now().timestamp())

    def close(self) -> None:
        with self._lock:
            self._connection.close()


class SqliteReader:
    def __init__(self, connection: sqlite3.Connection, prefix: str) -> None:
        self._connection = connection
        self._log = Log(connection, prefix)

    def read(self, topic: str, *, offsets: Offsets | None = None) -> Iterator[Record]:
        for partition, end in self.end_offsets(topic).items():
            position = (offsets or {}).get(partition, 0)
            while position < end:
                # One page per query: no read transaction outlives it.
                with translated():
                    page = self._log.read(partition, position, _PAGE)
                if not page:
                    break
                for record in page:
                    if record.offset >= end:
                        break
                    yield record
                position = page[-1].next_offset

    def end_offsets(self, topic: str) -> dict[Partition, int]:
        with translated():
            return {partition: self._log.end(partition) for partition in self._log.partitions(topic)}

    def committed(self, group: str) -> dict[Partition, int]:
        prefix = self._log.full("")
        with translated():
            rows = self._connection.execute(
                "SELECT topic, partition, next_offset FROM offsets WHERE grp = ?", (self._log.full(group),)
            ).fetchall()
        return {Partition(topic.removeprefix(prefix), index): offset for topic, index, offset in rows}

    def close(self) -> None:
        self._connection.close()
