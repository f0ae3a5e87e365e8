"""The SQLite stream: the port's contract, and what SQLite must do itself that Kafka's broker does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from contracts.stream_contract import INPUT, OUTPUT, StreamContract, drain, new

from wire.clock import ManualClock
from wire.errors import ConfigurationError, TemporaryError
from wire.sqlite_stream import SqliteStream
from wire.stream import Stream, next_offsets


class TestSqliteStream(StreamContract):
    @pytest.fixture
    def stream(self, tmp_path: Path) -> Iterator[Stream]:
        self.path = tmp_path / "stream.db"
        self.handles = [SqliteStream(self.path, "test", session_seconds=2)]
        yield self.handles[0]
        for handle in self.handles:
            handle.close()

    def another_handle(self, stream: Stream) -> Stream:
        self.handles.append(SqliteStream(self.path, "test", session_seconds=2))
        return self.handles[-1]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def stream(tmp_path: Path, clock: ManualClock) -> Iterator[SqliteStream]:
    stream = SqliteStream(tmp_path / "stream.db", "test", clock=clock)
    stream.create_topics([INPUT, OUTPUT])
    yield stream
    stream.close()


def values(stream: SqliteStream, topic: str) -> list[bytes | None]:
    reader = stream.reader()
    found = [record.value for record in reader.read(topic)]
    reader.close()
    return found


def test_compaction_keeps_the_latest_for_ever_and_all_revisions_for_a_while(
    stream: SqliteStream, clock: ManualClock
) -> None:
    producer = stream.producer()
    producer.publish([new("a", b"1", OUTPUT.name)])
    clock.advance(timedelta(hours=23))
    producer.publish([new("a", b"2", OUTPUT.name), new("a", b"3", OUTPUT.name)])
    assert stream.clean() == 0
    clock.advance(timedelta(hours=2))
    assert stream.clean() == 1
    assert values(stream, OUTPUT.name) == [b"2", b"3"]
    clock.advance(timedelta(days=400))
    stream.clean()
    assert values(stream, OUTPUT.name) == [b"3"]
    producer.close()


def test_retention_never_passes_a_known_groups_offset(stream: SqliteStream, clock: ManualClock) -> None:
    producer = stream.producer()
    producer.publish([new("same-key", str(n).encode()) for n in range(4)])
    consumer = stream.consumer("slow", [INPUT.name])
    consumer.commit(next_offsets(consumer.poll(2, 1)))
    clock.advance(timedelta(days=200))
    assert stream.clean() == 2
    consumer.rewind()
    assert [record.value for record in drain(consumer, 2)] == [b"2", b"3"]
    consumer.close()
    producer.close()


def test_offsets_are_never_given_twice_after_cleaning(stream: SqliteStream, clock: ManualClock) -> None:
    producer = stream.producer()
    producer.publish([new("k", b"old")])
    clock.advance(timedelta(days=200))
    assert stream.clean() == 1
    producer.publish([new("k", b"new")])
    reader = stream.reader()
    assert [record.offset for record in reader.read(INPUT.name)] == [1]
    reader.close()
    producer.close()


def test_a_silent_member_loses_its_partitions_after_the_session_time(
    stream: SqliteStream, clock: ManualClock
) -> None:
    dead = stream.consumer("g", [INPUT.name], slot="0")
    dead.poll(1, 0)
    other = stream.consumer("g", [INPUT.name], slot="1")
    other.poll(1, 0)
    assert not other.assignment()
    clock.advance(timedelta(seconds=11))
    other.poll(1, 0)
    assert len(other.assignment()) == INPUT.partitions
    dead.close()
    other.close()


def test_an_unknown_topic_is_named(stream: SqliteStream) -> None:
    producer = stream.producer()
    with pytest.raises(ConfigurationError, match=r"nowhere\.v1 has not been created"):
        producer.publish([new("k", topic="nowhere.v1")])
    producer.close()


def test_prefixes_in_one_file_do_not_meet(tmp_path: Path) -> None:
    ours, theirs = (SqliteStream(tmp_path / "stream.db", prefix) for prefix in ("a_b", "axb"))
    for stream in (ours, theirs):
        stream.create_topics([INPUT])
    producer = ours.producer()
    producer.publish([new("k")])
    assert values(ours, INPUT.name) == [b"v"]
    assert values(theirs, INPUT.name) == []
    producer.close()
    ours.close()
    theirs.close()


def test_a_file_that_cannot_be_opened_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "stream.db").mkdir()
    with pytest.raises(TemporaryError, match=r"stream\.db"):
        SqliteStream(tmp_path / "stream.db")
