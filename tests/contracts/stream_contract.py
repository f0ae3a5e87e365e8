"""The stream port's contract. Every adapter's test module subclasses StreamContract and gives it a stream.

An adapter may offer several handles on the same stream, as several processes would have.
"""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from wire.clock import SystemClock
from wire.errors import FencedError, RecordTooLargeError, TemporaryError
from wire.stream import Consumer, NewRecord, Record, Stream, next_offsets
from wire.topics import TopicSpec

INPUT = TopicSpec("input.v1", 4, compacted=False, kept_for=timedelta(days=90), max_bytes=100_000)
OUTPUT = TopicSpec("output.v1", 2, compacted=True, kept_for=timedelta(days=1), max_bytes=1_000)


def new(key: str, value: bytes | None = b"v", topic: str = INPUT.name, **headers: str) -> NewRecord:
    return NewRecord(topic, key, value, headers)


def poll(consumer: Consumer, max_records: int, timeout: float) -> list[Record]:
    """As a stage does: two members polled in turn by one thread may wait for each other for a while."""
    try:
        return consumer.poll(max_records, timeout)
    except TemporaryError:
        consumer.rewind()
        return []


def drain(consumer: Consumer, expected: int, *, tries: int = 200) -> list[Record]:
    """Poll until this many records have come, bounded."""
    records: list[Record] = []
    for _ in range(tries):
        records += poll(consumer, 100, 0.1)
        if len(records) >= expected:
            break
    return records


def settle(*consumers: Consumer, partitions: int = INPUT.partitions) -> None:
    """Poll all members until every partition has one owner and each member its share; nothing is consumed."""
    clock = SystemClock()
    end = clock.monotonic() + 60
    while True:
        for consumer in consumers:
            poll(consumer, 1, 0.02)
            consumer.rewind()
        shares = [len(consumer.assignment()) for consumer in consumers]
        if sum(shares) == partitions and max(shares) - min(shares) <= 1:
            break
        assert clock.monotonic() < end, f"the group did not settle: {shares}"


class StreamContract:
    @pytest.fixture
    def stream(self) -> Iterator[Stream]:
        """A stream with a prefix of its own; `another_handle` must open the same one."""
        raise NotImplementedError

    def another_handle(self, stream: Stream) -> Stream:
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def topics(self, stream: Stream) -> None:
        stream.create_topics([INPUT, OUTPUT])

    @pytest.fixture
    def group(self) -> str:
        return f"group-{uuid.uuid4().hex[:8]}"

    def test_everything_of_a_record_survives(self, stream: Stream, group: str) -> None:
        producer, consumer = stream.producer(), stream.consumer(group, [INPUT.name])
        producer.publish(
            [new("海州区", "开工 🚧 \x00".encode(), schema="article/v1", trace="t-1"), new("k2", None)]
        )
        by_key = {record.key: record for record in drain(consumer, 2)}
        assert by_key["海州区"].value == "开工 🚧 \x00".encode()
        assert by_key["海州区"].headers == {"schema": "article/v1", "trace": "t-1"}
        assert by_key["海州区"].topic == INPUT.name
        assert by_key["海州区"].timestamp.utcoffset() == timedelta(0)
        assert by_key["k2"].value is None
        consumer.close()
        producer.close()

    def test_a_copy_keeps_the_time_of_its_original(self, stream: Stream, group: str) -> None:
        producer, consumer = stream.producer(), stream.consumer(group, [INPUT.name])
        when = datetime(2026, 3, 5, 1, 2, 3, 456_000, tzinfo=UTC)
        producer.publish([NewRecord(INPUT.name, "k", b"v", timestamp=when)])
        assert [record.timestamp for record in drain(consumer, 1)] == [when]
        consumer.close()
        producer.close()

    def test_topics_survive_being_created_again(self, stream: Stream, group: str) -> None:
        producer = stream.producer()
        producer.publish([new("a")])
        stream.create_topics([INPUT, OUTPUT])
        consumer = stream.consumer(group, [INPUT.name])
        assert [record.key for record in drain(consumer, 1)] == ["a"]
        consumer.close()
        producer.close()

    def test_a_new_group_begins_with_the_earliest_record(self, stream: Stream, group: str) -> None:
        producer = stream.producer()
        producer.publish([new(str(n)) for n in range(10)])
        consumer = stream.consumer(group, [INPUT.name])
        assert len(drain(consumer, 10)) == 10
        consumer.close()
        producer.close()

    def test_records_of_a_key_keep_their_order(self, stream: Stream, group: str) -> None:
        producer, consumer = stream.producer(), stream.consumer(group, [INPUT.name])
        rng = random.Random(7)
        written: dict[str, list[bytes]] = defaultdict(list)
        for batch in range(20):
            records = [new(f"key-{rng.randrange(9)}", f"{batch}-{n}".encode()) for n in range(15)]
            for record in records:
                written[record.key].append(record.value or b"")
            producer.publish(records)
        read: dict[str, list[bytes]] = defaultdict(list)
        for record in drain(consumer, 300):
            read[record.key].append(record.value or b"")
        assert read == written
        consumer.close()
        producer.close()

    def test_uncommitted_records_come_again_after_a_crash(self, stream: Stream, group: str) -> None:
        """A crash between effect and commit: the effect was done, the offset was not moved."""
        producer = stream.producer()
        producer.publish([new(str(n)) for n in range(20)])
        first = stream.consumer(group, [INPUT.name], slot="0")
        done = first.poll(8, 5)
        first.commit(next_offsets(done))
        lost = drain(first, 12)
        # No close: the process is gone. The same slot comes back.
        second = self.another_handle(stream).consumer(group, [INPUT.name], slot="0")
        again = drain(second, 12)
        assert sorted(r.key for r in again) == sorted(r.key for r in lost)
        assert not {r.key for r in again} & {r.key for r in done}
        second.close()
        first.close()
        producer.close()

    def test_a_returning_slot_fences_its_older_self(self, stream: Stream, group: str) -> None:
        producer = stream.producer()
        producer.publish([new(str(n)) for n in range(5)])
        zombie = stream.consumer(group, [INPUT.name], slot="0")
        records = drain(zombie, 5)
        fresh = self.another_handle(stream).consumer(group, [INPUT.name], slot="0")
        assert len(drain(fresh, 5)) == 5
        with pytest.raises(FencedError):
            zombie.atomically([new("k", b"late", OUTPUT.name)], next_offsets(records))
        fresh.commit(next_offsets(records))
        fresh.close()
        zombie.close()
        reader = stream.reader()
        assert list(reader.read(OUTPUT.name)) == []
        reader.close()
        producer.close()

    def test_two_members_share_the_partitions_and_every_record_comes_once(
        self, stream: Stream, group: str
    ) -> None:
        producer = stream.producer()
        one = stream.consumer(group, [INPUT.name], slot="0")
        two = self.another_handle(stream).consumer(group, [INPUT.name], slot="1")
        settle(one, two)
        assert not one.assignment() & two.assignment()
        producer.publish([new(f"key-{n}", str(n).encode()) for n in range(200)])
        seen: list[bytes] = []
        for _ in range(200):
            for member in (one, two):
                records = member.poll(20, 0.05)
                member.commit(next_offsets(records))
                seen += [record.value or b"" for record in records]
            if len(seen) >= 200:
                break
        assert sorted(seen) == sorted(str(n).encode() for n in range(200))
        one.close()
        two.close()
        producer.close()

    def test_a_leaving_member_hands_its_partitions_over(self, stream: Stream, group: str) -> None:
        one = stream.consumer(group, [INPUT.name], slot="0")
        two = self.another_handle(stream).consumer(group, [INPUT.name], slot="1")
        settle(one, two)
        two.close()
        settle(one)
        assert len(one.assignment()) == INPUT.partitions
        one.close()

    def test_a_lost_partition_cannot_be_committed(self, stream: Stream, group: str) -> None:
        producer = stream.producer()
        producer.publish([new(f"key-{n}") for n in range(50)])
        one = stream.consumer(group, [INPUT.name], slot="0")
        records = drain(one, 50)
        two = self.another_handle(stream).consumer(group, [INPUT.name], slot="1")
        settle(one, two)
        with pytest.raises(FencedError):
            one.atomically([new("k", b"late", OUTPUT.name)], next_offsets(records))
        reader = stream.reader()
        assert list(reader.read(OUTPUT.name)) == []
        reader.close()
        one.close()
        two.close()
        producer.close()

    def test_outputs_and_offsets_move_together(self, stream: Stream, group: str) -> None:
        producer = stream.producer()
        producer.publish([new("a"), new("b")])
        consumer = stream.consumer(group, [INPUT.name])
        records = drain(consumer, 2)
        consumer.atomically([new(r.key, b"tagged", OUTPUT.name) for r in records], next_offsets(records))
        reader = stream.reader()
        assert sorted(r.key for r in reader.read(OUTPUT.name)) == ["a", "b"]
        assert sum(reader.committed(group).values()) == 2
        reader.close()
        consumer.close()
        producer.close()

    def test_a_refused_output_moves_nothing(self, stream: Stream, group: str) -> None:
        producer = stream.producer()
        producer.publish([new("a")])
        consumer = stream.consumer(group, [INPUT.name])
        records = drain(consumer, 1)
        outputs = [new("a", b"fine", OUTPUT.name), new("a", b"x" * (OUTPUT.max_bytes + 1), OUTPUT.name)]
        with pytest.raises(RecordTooLargeError, match=r"output\.v1 \(key a\)"):
            consumer.atomically(outputs, next_offsets(records))
        reader = stream.reader()
        assert list(reader.read(OUTPUT.name)) == []
        assert sum(reader.committed(group).values()) == 0
        reader.close()
        consumer.rewind()
        assert len(drain(consumer, 1)) == 1
        consumer.close()
        producer.close()

    def test_the_largest_value_passes_and_one_byte_more_is_refused(self, stream: Stream, group: str) -> None:
        producer, consumer = stream.producer(), stream.consumer(group, [INPUT.name])
        producer.publish([new("big", b"x" * INPUT.max_bytes)])
        with pytest.raises(RecordTooLargeError):
            producer.publish([new("small"), new("big", b"x" * (INPUT.max_bytes + 1))])
        records = drain(consumer, 1)
        assert [len(r.value or b"") for r in records] == [INPUT.max_bytes]
        assert consumer.poll(10, 0.3) == []
        consumer.close()
        producer.close()

    def test_a_paused_partition_is_silent_and_kept(self, stream: Stream, group: str) -> None:
        producer, consumer = stream.producer(), stream.consumer(group, [INPUT.name])
        settle(consumer)
        consumer.pause(consumer.assignment())
        producer.publish([new("a")])
        assert consumer.poll(10, 0.3) == []
        assert len(consumer.assignment()) == INPUT.partitions
        consumer.resume(consumer.assignment())
        assert [r.key for r in drain(consumer, 1)] == ["a"]
        consumer.close()
        producer.close()

    def test_rewind_returns_to_the_committed_offsets(self, stream: Stream, group: str) -> None:
        producer, consumer = stream.producer(), stream.consumer(group, [INPUT.name])
        producer.publish([new(str(n)) for n in range(6)])
        first = consumer.poll(2, 5)
        consumer.commit(next_offsets(first))
        rest = drain(consumer, 4)
        consumer.rewind()
        assert sorted(r.key for r in drain(consumer, 4)) == sorted(r.key for r in rest)
        consumer.close()
        producer.close()

    def test_lag_counts_what_is_not_committed(self, stream: Stream, group: str) -> None:
        producer, consumer = stream.producer(), stream.consumer(group, [INPUT.name])
        settle(consumer)
        producer.publish([new(str(n)) for n in range(7)])
        records = drain(consumer, 7)
        assert consumer.lag() == 7
        consumer.commit(next_offsets(records))
        assert consumer.lag() == 0
        consumer.close()
        producer.close()

    def test_groups_do_not_disturb_each_other(self, stream: Stream, group: str) -> None:
        producer = stream.producer()
        producer.publish([new("a")])
        for name in (group, group + "-other"):
            consumer = stream.consumer(name, [INPUT.name])
            records = drain(consumer, 1)
            assert [r.key for r in records] == ["a"]
            consumer.commit(next_offsets(records))
            consumer.close()
        producer.close()

    def test_closing_twice_is_fine(self, stream: Stream, group: str) -> None:
        producer, consumer, reader = stream.producer(), stream.consumer(group, [INPUT.name]), stream.reader()
        for part in (producer, consumer, reader):
            part.close()
            part.close()

    def test_a_reader_reads_the_whole_topic_and_ends(self, stream: Stream) -> None:
        producer, reader = stream.producer(), stream.reader()
        producer.publish([new(str(n)) for n in range(500)])
        records = list(reader.read(INPUT.name))
        assert len(records) == 500
        assert sum(reader.end_offsets(INPUT.name).values()) == 500
        assert list(reader.read(INPUT.name, offsets=reader.end_offsets(INPUT.name))) == []
        reader.close()
        producer.close()
