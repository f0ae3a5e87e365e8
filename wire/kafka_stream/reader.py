"""Reads topics outside any group."""

import time
from collections.abc import Iterator
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from wire.errors import TemporaryError
from wire.kafka_stream.clients import open_consumer
from wire.kafka_stream.connecting import connecting
from wire.kafka_stream.connection import REQUEST_SECONDS, Connection
from wire.kafka_stream.errors import as_ours, translated
from wire.kafka_stream.names import Names
from wire.kafka_stream.topics import Topics
from wire.stream import Offsets, Partition, Record

_PAGE = 500
_POLL_MS = 500
_LONGEST_HOLD_MS = 20
_RETRY_SECONDS = 0.1


class KafkaStreamReader:
    """Sees committed records only."""

    def __init__(self, connection: Connection, names: Names, topics: Topics, admin: KafkaAdminClient) -> None:
        self._names = names
        self._topics = topics
        self._admin = admin
        with connecting(connection):
            self._consumer = open_consumer(
                connection,
                # At the end of a partition the broker holds the answer back for so long, and with it the next
                # partition's: nobody waits for new records here.
                fetch_max_wait_ms=_LONGEST_HOLD_MS,
            )

    def read(self, topic: str, *, offsets: Offsets | None = None) -> Iterator[Record]:
        """One partition after the other, each up to where it ended when the call was made."""
        for partition, end in self.end_offsets(topic).items():
            yield from self._read_partition(partition, (offsets or {}).get(partition, 0), end)

    def end_offsets(self, topic: str) -> dict[Partition, int]:
        partitions = self._topics.partitions(topic)
        with translated(f"asking for the ends of {topic}"):
            ends = self._consumer.end_offsets([self._names.theirs(one) for one in partitions])
        return {one: ends[self._names.theirs(one)] for one in partitions}

    def committed(self, group: str) -> dict[Partition, int]:
        offsets = self._group_offsets(self._names.group(group))
        return {self._names.ours(one): found.offset for one, found in offsets.items() if found.offset >= 0}

    def close(self) -> None:
        self._consumer.close(autocommit=False)

    def _group_offsets(self, group: str) -> dict[Any, Any]:
        deadline = time.monotonic() + REQUEST_SECONDS
        while True:
            try:
                offsets: dict[Any, Any] = self._admin.list_group_offsets({group: None})[group]
            except KafkaError as exc:
                # A young cluster still makes its offsets topic.
                if not exc.retriable or time.monotonic() > deadline:
                    raise as_ours(exc, f"asking for the offsets of {group}") from exc
                time.sleep(_RETRY_SECONDS)
            else:
                return offsets

    def _read_partition(self, partition: Partition, start: int, end: int) -> Iterator[Record]:
        theirs = self._names.theirs(partition)
        position = start
        if position < end:
            with translated(f"reading {partition.topic}"):
                self._consumer.assign([theirs])
                self._consumer.seek(theirs, position)
        silent_since = time.monotonic()
        while position < end:
            with translated(f"reading {partition.topic}"):
                page = self._consumer.poll(timeout_ms=_POLL_MS, max_records=_PAGE).get(theirs, [])
                # Markers of transactions and compacted records are passed without being given.
                position = self._consumer.position(theirs, timeout_ms=_POLL_MS) or position
            for record in page:
                if record.offset < end:
                    yield self._names.record(record)
            now = time.monotonic()
            if page:
                silent_since = now
            elif now - silent_since > 3 * REQUEST_SECONDS:
                raise TemporaryError(f"Kafka is away: nothing of {theirs.topic}[{theirs.partition}] came")
