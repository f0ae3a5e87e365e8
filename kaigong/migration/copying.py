"""Copying the records, and proving that the copy is one."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from kaigong.migration.plan import Plan, records_of
from wire.errors import ConfigurationError
from wire.stream import NewRecord, Partition, Producer, Reader, Record

_BATCH_RECORDS = 500
_BATCH_BYTES = 8 * 1024 * 1024
# Kafka keeps a record's time in milliseconds.
_SAME_TIME = timedelta(milliseconds=1)

Progress = Callable[[int], object]


class ForeignRecordsError(ConfigurationError):
    """The target holds something that did not come from this source. Nothing more is written to it."""

    def __init__(self, partition: Partition, what: str) -> None:
        super().__init__(
            f"{partition.topic}[{partition.index}] of the target {what}. Stages ran on it, or another stream "
            "was carried there. Give this one another KAIGONG_PREFIX, or delete the target's topics"
        )


def check(source: Reader, target: Reader, plan: Plan, progress: Progress) -> dict[Partition, int]:
    """How many records of each partition are in the target, none but the source's own first ones.

    Raises ForeignRecordsError for anything else there.
    """
    return {partition: _check(source, target, partition, plan, progress) for partition in plan.records}


def copy(
    source: Reader, target: Reader, producer: Producer, copied: dict[Partition, int], progress: Progress
) -> None:
    """Write what is missing, `copied` being there already."""
    for partition, done in copied.items():
        # Asked again: a process that was killed may have had a batch on the way.
        if target.end_offsets(partition.topic)[partition] != done:
            raise ForeignRecordsError(partition, "has grown while it was looked at")
        _copy(source, producer, partition, done, progress)


def _check(source: Reader, target: Reader, partition: Partition, plan: Plan, progress: Progress) -> int:
    end = target.end_offsets(partition.topic).get(partition)
    if end is None:
        raise ForeignRecordsError(partition, "does not exist: the topic has another number of partitions")
    if end > plan.records[partition]:
        raise ForeignRecordsError(partition, f"holds {end:,} records, the source {plan.records[partition]:,}")
    if end == 0:
        return 0
    originals = enumerate(records_of(source, partition))
    for written in records_of(target, partition):
        # The target may already have compacted some away; offsets tell which.
        original = next(record for number, record in originals if number == written.offset)
        if not _is_copy(written, original):
            raise ForeignRecordsError(partition, f"holds another record at offset {written.offset:,}")
        progress(1)
    return end


def _is_copy(written: Record, original: Record) -> bool:
    return (
        written.key == original.key
        and written.value == original.value
        and dict(written.headers) == dict(original.headers)
        and abs(written.timestamp - original.timestamp) <= _SAME_TIME
    )


def _copy(source: Reader, producer: Producer, partition: Partition, done: int, progress: Progress) -> None:
    batch: list[NewRecord] = []
    size = 0
    for number, record in enumerate(records_of(source, partition)):
        if number < done:
            continue
        batch.append(NewRecord(record.topic, record.key, record.value, record.headers, record.timestamp))
        size += len(record.value or b"")
        if len(batch) >= _BATCH_RECORDS or size >= _BATCH_BYTES:
            _publish(producer, batch, progress)
            batch, size = [], 0
    _publish(producer, batch, progress)


def _publish(producer: Producer, batch: Sequence[NewRecord], progress: Progress) -> None:
    if batch:
        producer.publish(batch)
        progress(len(batch))
