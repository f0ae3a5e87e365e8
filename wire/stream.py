"""The stream port: what every adapter (SQLite, Kafka) offers and the contract suite checks.

Offsets are always the *next* record to read. A consumer has two: the position, which moves with every poll,
and the committed offset, which only `commit` and `atomically` move.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from wire.errors import RecordTooLargeError
from wire.topics import TopicSpec


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    topic: str
    index: int


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be published; `value` None forgets the key. `timestamp` is now, unless given."""

    topic: str
    key: str
    value: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)
    timestamp: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    partition: Partition
    offset: int
    key: str
    value: bytes | None
    headers: Mapping[str, str]
    timestamp: datetime

    @property
    def topic(self) -> str:
        return self.partition.topic

    @property
    def next_offset(self) -> int:
        """The only place where an offset is counted up."""
        return self.offset + 1


Offsets = Mapping[Partition, int]


def next_offsets(records: Sequence[Record]) -> dict[Partition, int]:
    """The offsets to commit once these records are done."""
    offsets: dict[Partition, int] = {}
    for record in records:
        offsets[record.partition] = max(record.next_offset, offsets.get(record.partition, 0))
    return offsets


def check_sizes(batch: Sequence[NewRecord], max_bytes: Callable[[str], int]) -> None:
    """Raises RecordTooLargeError for a value over the limit of its topic, before anything is written."""
    for record in batch:
        size, limit = len(record.value or b""), max_bytes(record.topic)
        if size > limit:
            raise RecordTooLargeError(
                f"a value of {size:,} bytes for {record.topic} (key {record.key}) is over its "
                f"limit of {limit:,} bytes"
            )


class Producer(Protocol):
    def publish(self, batch: Sequence[NewRecord]) -> None:
        """Write the batch; returns when it is durable.

        Raises RecordTooLargeError before anything is written, TemporaryError when the stream is away.
        """

    def close(self) -> None:
        """Close; twice is fine."""


class Consumer(Protocol):
    """One member of a group. Not thread-safe. `group` and `slot` name it across restarts."""

    def poll(self, max_records: int, timeout: float) -> list[Record]:
        """Records after the position, in order per partition; empty after `timeout` seconds.

        Polling also keeps the membership alive, so poll while paused.
        """

    def assignment(self) -> frozenset[Partition]:
        """The partitions this member owns now."""

    def pause(self, partitions: Collection[Partition]) -> None:
        """Return nothing from these until `resume`."""

    def resume(self, partitions: Collection[Partition]) -> None: ...

    def commit(self, offsets: Offsets) -> None:
        """Move the committed offsets. Raises FencedError when a partition was lost meanwhile."""

    def atomically(self, outputs: Sequence[NewRecord], offsets: Offsets) -> None:
        """Publish the outputs and move the committed offsets, both or neither.

        Raises FencedError when a partition was lost, TemporaryError when the stream is away; after
        either nothing was written and the position is back at the committed offsets.
        """

    def rewind(self) -> None:
        """Set the position back to the committed offsets."""

    def lag(self) -> int:
        """How many records of the assigned partitions are not committed yet."""

    def close(self) -> None:
        """Leave the group; twice is fine. The slot stays known, its offsets too."""


class Reader(Protocol):
    """Reads a topic outside any group, from the beginning."""

    def read(self, topic: str, *, offsets: Offsets | None = None) -> Iterator[Record]:
        """Every record of the topic that is there now, in order per partition."""

    def end_offsets(self, topic: str) -> dict[Partition, int]: ...

    def committed(self, group: str) -> dict[Partition, int]: ...

    def close(self) -> None: ...


class Stream(Protocol):
    """The adapter's factory. Names given to it are without the prefix."""

    def create_topics(self, specs: Collection[TopicSpec]) -> None:
        """Create what is missing; existing topics keep their records."""

    def producer(self) -> Producer: ...

    def consumer(self, group: str, topics: Collection[str], slot: str = "0") -> Consumer: ...

    def reader(self) -> Reader: ...

    def clean(self) -> int:
        """Apply compaction and retention where the engine does not do it itself; records removed."""

    def close(self) -> None: ...
