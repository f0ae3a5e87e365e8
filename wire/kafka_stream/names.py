"""Our names and records, and Kafka's."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kafka import TopicPartition
from kafka.structs import OffsetAndMetadata

from wire.stream import Offsets, Partition, Record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Names:
    """Every name in the cluster begins with the prefix; the program knows them without it."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def topic(self, name: str) -> str:
        return f"{self._prefix}.{name}"

    def group(self, name: str) -> str:
        return f"{self._prefix}-{name}"

    def member(self, group: str, slot: str) -> str:
        """The name of a slot across restarts: its group_instance_id and its transactional_id."""
        return f"{self._prefix}-{group}-{slot}"

    def theirs(self, partition: Partition) -> TopicPartition:
        return TopicPartition(self.topic(partition.topic), partition.index)

    def ours(self, partition: TopicPartition) -> Partition:
        return Partition(partition.topic.removeprefix(f"{self._prefix}."), partition.partition)

    def their_offsets(self, offsets: Offsets) -> dict[TopicPartition, OffsetAndMetadata]:
        return {self.theirs(p): OffsetAndMetadata(offset, "", -1) for p, offset in offsets.items()}

    def record(self, record: Any) -> Record:
        """A ConsumerRecord as ours."""
        return Record(
            partition=self.ours(TopicPartition(record.topic, record.partition)),
            offset=record.offset,
            key=(record.key or b"").decode("utf-8", "surrogatepass"),
            value=record.value,
            headers={name: value.decode("utf-8", "surrogatepass") for name, value in record.headers},
            timestamp=_EPOCH + timedelta(milliseconds=record.timestamp),
        )


def their_headers(headers: Mapping[str, str]) -> list[tuple[str, bytes]]:
    return [(name, value.encode("utf-8", "surrogatepass")) for name, value in headers.items()]


def their_time(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // timedelta(milliseconds=1)
