"""Appending to and reading from the log, inside a transaction that the caller holds."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from wire.errors import ConfigurationError
from wire.partitions import partition_of
from wire.stream import NewRecord, Partition, Record, check_sizes


class Log:
    """The records of one prefix."""

    def __init__(self, connection: sqlite3.Connection, prefix: str) -> None:
        self._connection = connection
        self._prefix = prefix + "."
        self._limits: dict[str, tuple[int, int]] = {}

    def full(self, name: str) -> str:
        return self._prefix + name

    def partitions(self, topic: str) -> list[Partition]:
        return [Partition(topic, index) for index in range(self._limit(topic)[0])]

    def check(self, batch: Sequence[NewRecord]) -> None:
        check_sizes(batch, lambda topic: self._limit(topic)[1])

    def append(self, batch: Sequence[NewRecord], at: float) -> None:
        heads: dict[Partition, int] = {}
        rows = []
        for record in batch:
            partition = Partition(record.topic, partition_of(record.key, self._limit(record.topic)[0]))
            offset = heads.get(partition)
            if offset is None:
                offset = self.end(partition)
            heads[partition] = offset + 1
            headers = json.dumps(dict(record.headers), ensure_ascii=False)
            moment = at if record.timestamp is None else record.timestamp.timestamp()
            rows.append(
                (self.full(record.topic), partition.index, offset, record.key, headers, moment, record.value)
            )
        self._connection.executemany(
            "INSERT INTO records (topic, partition, offset, key, headers, at, value) VALUES (?,?,?,?,?,?,?)",
            rows,
        )
        self._connection.executemany(
            "UPDATE heads SET next_offset = ? WHERE topic = ? AND partition = ?",
            [(offset, self.full(p.topic), p.index) for p, offset in heads.items()],
        )

    def read(self, partition: Partition, start: int, limit: int) -> list[Record]:
        rows = self._connection.execute(
            "SELECT offset, key, value, headers, at FROM records "
            "WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?",
            (self.full(partition.topic), partition.index, start, limit),
        ).fetchall()
        return [
            Record(partition, offset, key, value, json.loads(headers), datetime.fromtimestamp(at, UTC))
            for offset, key, value, headers, at in rows
        ]

    def end(self, partition: Partition) -> int:
        row = self._connection.execute(
            "SELECT next_offset FROM heads WHERE topic = ? AND partition = ?",
            (self.full(partition.topic), partition.index),
        ).fetchone()
        if row is None:
            raise ConfigurationError(f"topic {partition.topic} has not been created")
        return int(row[0])

    def committed(self, group: str, partition: Partition) -> int | None:
        row = self._connection.execute(
            "SELECT next_offset FROM offsets WHERE grp = ? AND topic = ? AND partition = ?",
            (self.full(group), self.full(partition.topic), partition.index),
        ).fetchone()
        return None if row is None else int(row[0])

    def commit(self, group: str, partition: Partition, offset: int) -> None:
        self._connection.execute(
            "INSERT INTO offsets (grp, topic, partition, next_offset) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset",
            (self.full(group), self.full(partition.topic), partition.index, offset),
        )

    def _limit(self, topic: str) -> tuple[int, int]:
        found = self._limits.get(topic)
        if found is None:
            row = self._connection.execute(
                "SELECT partitions, max_bytes FROM topics WHERE topic = ?", (self.full(topic),)
            ).fetchone()
            if row is None:
                raise ConfigurationError(f"topic {topic} has not been created")
            found = self._limits[topic] = (int(row[0]), int(row[1]))
        return found
