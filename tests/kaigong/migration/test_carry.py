"""A stream is carried to another: the same records in the same places, every group where it was."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from migration.migration_samples import READS, SHORT_LIVED, content, waiting, worked_stream

from kaigong.migration.carry import carry
from kaigong.migration.copying import ForeignRecordsError
from kaigong.migration.plan import Plan
from kaigong.output import progress
from wire.sqlite_stream import SqliteStream
from wire.stream import Consumer, NewRecord, Producer, Reader, Stream, next_offsets
from wire.topics import ARTICLES, TOPICS, TopicSpec


class KilledError(Exception):
    """Where the process would have ended."""


class DyingStream:
    """A stream whose producer dies in its n-th batch, half of which is written."""

    def __init__(self, stream: Stream, lives: int) -> None:
        self._stream = stream
        self._lives = lives

    def producer(self) -> Producer:
        return _DyingProducer(self._stream.producer(), self._lives)

    def reader(self) -> Reader:
        return self._stream.reader()

    def consumer(self, group: str, topics: Collection[str], slot: str = "0") -> Consumer:
        return self._stream.consumer(group, topics, slot)

    def create_topics(self, specs: Collection[TopicSpec]) -> None:
        self._stream.create_topics(specs)

    def clean(self) -> int:
        return self._stream.clean()

    def close(self) -> None:
        self._stream.close()


class _DyingProducer:
    def __init__(self, producer: Producer, lives: int) -> None:
        self._producer = producer
        self._lives = lives

    def publish(self, batch: Sequence[NewRecord]) -> None:
        if self._lives == 0:
            self._producer.publish(batch[: len(batch) // 2])
            raise KilledError
        self._lives -= 1
        self._producer.publish(batch)

    def close(self) -> None:
        self._producer.close()


@pytest.fixture
def source(tmp_path: Path) -> Iterator[SqliteStream]:
    with closing(worked_stream(tmp_path / "old.db", seed=4)) as stream:
        yield stream


@pytest.fixture
def target(tmp_path: Path) -> Iterator[SqliteStream]:
    with closing(SqliteStream(tmp_path / "new.db", "kaigong")) as stream:
        stream.create_topics(TOPICS.values())
        yield stream


def carried(source: Stream, target: Stream) -> Plan:
    with progress() as bar:
        return carry(source, target, bar)


def publish(stream: Stream, *records: NewRecord) -> None:
    with closing(stream.producer()) as producer:
        producer.publish(records)


def test_the_sample_has_gaps_and_groups_at_different_places(source: Stream) -> None:
    """Without these the other tests would prove little."""
    with closing(source.reader()) as reader:
        ends = sum(sum(reader.end_offsets(topic).values()) for topic in TOPICS)
    assert 0 < sum(map(len, content(source).values())) < ends
    assert {group for group, _ in waiting(source)} == set(READS)


def test_records_keep_their_place_and_groups_go_on_where_they_were(source: Stream, target: Stream) -> None:
    plan = carried(source, target)
    assert content(target) == content(source)
    assert waiting(target) == waiting(source)
    assert plan.total == sum(map(len, content(source).values()))


@pytest.mark.parametrize("lives", [0, 1, 7, 15])
def test_a_move_that_was_killed_is_finished_by_the_next_one(
    source: Stream, target: Stream, lives: int
) -> None:
    with pytest.raises(KilledError):
        carried(source, DyingStream(target, lives))
    assert content(target) != content(source)
    carried(source, target)
    assert content(target) == content(source)
    assert waiting(target) == waiting(source)


def test_what_came_to_the_source_since_is_carried_too(source: Stream, target: Stream) -> None:
    carried(source, target)
    publish(source, NewRecord(ARTICLES, "new", b"later"))
    carried(source, target)
    assert content(target) == content(source)


def test_a_compacted_copy_is_still_known_as_one(source: Stream, target: Stream) -> None:
    """A broker compacts the half-done copy as soon as its records are old enough."""
    carried(source, target)
    target.create_topics(SHORT_LIVED)
    assert target.clean() > 0
    before = content(target)
    carried(source, target)
    assert content(target) == before


def test_a_target_that_lived_on_is_refused_and_left_alone(source: Stream, target: Stream) -> None:
    carried(source, target)
    publish(target, NewRecord(ARTICLES, "k", b"written by a stage on the target"))
    before = content(target), waiting(target)
    with pytest.raises(ForeignRecordsError, match=r"articles\.v1.* the source .*KAIGONG_PREFIX"):
        carried(source, target)
    assert (content(target), waiting(target)) == before


def test_a_target_of_another_stream_is_refused(source: Stream, target: Stream) -> None:
    publish(target, *(NewRecord(ARTICLES, f"键-{n}", b"not from here") for n in range(25)))
    before = content(target)
    with pytest.raises(ForeignRecordsError, match="another record at offset 0"):
        carried(source, target)
    assert content(target) == before


def test_a_group_is_never_set_back(source: Stream, target: Stream) -> None:
    """A stage may run on the target before the move is marked as done."""
    carried(source, target)
    with closing(target.consumer("tagger", READS["tagger"])) as tagger:
        records = tagger.poll(10_000, 1)
        assert records
        tagger.commit(next_offsets(records))
    left = waiting(target)
    assert left != waiting(source)
    carried(source, target)
    assert waiting(target) == left
