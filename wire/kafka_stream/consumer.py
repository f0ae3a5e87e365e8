"""A member of a group on Kafka: static membership, explicit commits, transactions."""

from collections.abc import Collection, Sequence

from kafka import TopicPartition
from kafka.errors import KafkaError

from wire.errors import FencedError, TemporaryError
from wire.kafka_stream.clients import open_consumer
from wire.kafka_stream.connecting import connecting
from wire.kafka_stream.connection import REQUEST_SECONDS, Connection
from wire.kafka_stream.errors import translated
from wire.kafka_stream.names import Names
from wire.kafka_stream.topics import Topics
from wire.kafka_stream.transaction import Transactor
from wire.stream import NewRecord, Offsets, Partition, Record, next_offsets

_TIMEOUT_MS = round(REQUEST_SECONDS * 1000)


class KafkaStreamConsumer:
    """After every failure the position is read anew from the committed offsets: the client's has moved on."""

    def __init__(
        self, connection: Connection, names: Names, topics: Topics, group: str, subscribed: Collection[str],
        slot: str, session_seconds: float, max_poll_seconds: float,
    ) -> None:  # fmt: skip
        self._names = names
        self._topics = topics
        self._member = names.member(group, slot)
        self._transactor = Transactor(connection, names, topics, self._member)
        # What this assignment delivered, what was delivered by one that is over, and what is committed.
        self._delivered: dict[Partition, int] = {}
        self._stale: dict[Partition, int] = {}
        self._committed: dict[Partition, int] = {}
        self._generation = -1
        self._rewinding = False
        with connecting(connection):
            self._transactor.recover()
            self._consumer = open_consumer(
                connection,
                group_id=names.group(group),
                group_instance_id=self._member,
                session_timeout_ms=round(session_seconds * 1000),
                heartbeat_interval_ms=round(session_seconds * 1000 / 5),
                max_poll_interval_ms=round(max_poll_seconds * 1000),
            )
            self._consumer.subscribe(topics=[names.topic(topic) for topic in subscribed])

    def poll(self, max_records: int, timeout: float) -> list[Record]:
        with translated("polling"):
            if self._rewinding:
                self._seek_committed()
            self._take_up_joining()
            batches = self._consumer.poll(timeout_ms=round(timeout * 1000), max_records=max_records)
            self._note_generation()
        records = [self._names.record(record) for batch in batches.values() for record in batch]
        self._delivered |= next_offsets(records)
        if not records:
            self._pass_markers()
        return records

    def assignment(self) -> frozenset[Partition]:
        return frozenset(self._names.ours(partition) for partition in self._consumer.assignment())

    def pause(self, partitions: Collection[Partition]) -> None:
        self._consumer.pause(*self._theirs(partitions))

    def resume(self, partitions: Collection[Partition]) -> None:
        self._consumer.resume(*self._theirs(partitions))

    def commit(self, offsets: Offsets) -> None:
        self.atomically((), offsets)

    def atomically(self, outputs: Sequence[NewRecord], offsets: Offsets) -> None:
        self._topics.check_sizes(outputs)
        try:
            self._check_owned(offsets)
            with translated("committing"):
                self._write(outputs, offsets)
        except (FencedError, TemporaryError):
            self.rewind()
            raise
        self._committed |= offsets

    def rewind(self) -> None:
        # The next poll does it: only there may Kafka be away.
        self._rewinding = True

    def lag(self) -> int:
        with translated("asking for the lag"):
            owned = self._consumer.assignment()
            ends = self._consumer.end_offsets(owned)
            begins = self._consumer.beginning_offsets(owned)
            return sum(ends[one] - max(self._ask_committed(one) or 0, begins[one]) for one in owned)

    def close(self) -> None:
        """A static member stays in its group: restarted within the session time, it goes on where it was."""
        try:
            self._consumer.close(autocommit=False, timeout_ms=_TIMEOUT_MS)
        finally:
            self._transactor.close()

    def _write(self, outputs: Sequence[NewRecord], offsets: Offsets) -> None:
        if outputs:
            self._transactor.run(outputs, offsets, self._consumer.group_metadata())
        elif offsets:
            self._consumer.commit(self._names.their_offsets(offsets), timeout_ms=_TIMEOUT_MS)

    def _check_owned(self, offsets: Offsets) -> None:
        """Raises FencedError for records of a lost partition, also when it was lost and came back."""
        owned = self.assignment()
        for partition, offset in offsets.items():
            lost = partition not in owned
            old = self._stale.get(partition, 0) >= offset > self._delivered.get(partition, 0)
            if lost or old:
                raise FencedError(
                    f"{self._member} no longer owns {partition.topic}[{partition.index}] as it was when its "
                    "records were read"
                )

    def _note_generation(self) -> None:
        generation = self._consumer.group_metadata().generation_id
        if generation != self._generation:
            self._generation = generation
            self._stale |= self._delivered
            self._delivered.clear()
            self._committed.clear()

    def _take_up_joining(self) -> None:
        """Go on with a join that outlasted the last poll; kafka-python 3.0 may forget it.

        It joins anew when the partitions it knows have changed, and takes them for unchanged as soon as it
        has assigned them as leader: a poll that ends just then leaves a member that owns nothing, sends no
        heartbeats and never joins again.
        """
        coordinator = self._consumer._coordinator  # noqa: SLF001
        if coordinator._join_task is not None:  # noqa: SLF001
            coordinator.request_rejoin()

    def _seek_committed(self) -> None:
        """Only now are the committed offsets the last word: `recover` ends a commit of unknown outcome."""
        self._transactor.recover()
        for partition in self._consumer.assignment():
            committed = self._ask_committed(partition)
            if committed is None:
                self._consumer.seek_to_beginning(partition)
            else:
                self._consumer.seek(partition, committed)
        self._delivered.clear()
        self._stale.clear()
        self._rewinding = False

    def _pass_markers(self) -> None:
        """Commit past the transaction markers, which nobody is given, so that an idle group has no lag."""
        passed: dict[Partition, int] = {}
        try:
            for partition in self.assignment():
                committed = self._committed.get(partition, 0)
                if self._delivered.get(partition, 0) <= committed:
                    position = self._consumer.position(self._names.theirs(partition), timeout_ms=100)
                    if position is not None and position > committed:
                        passed[partition] = position
            if passed:
                self._consumer.commit(self._names.their_offsets(passed), timeout_ms=1000)
                self._committed |= passed
        except KafkaError:
            pass  # nothing depends on it, and the next idle poll tries again

    def _ask_committed(self, partition: TopicPartition) -> int | None:
        offset: int | None = self._consumer.committed(partition, timeout_ms=_TIMEOUT_MS)
        return offset

    def _theirs(self, partitions: Collection[Partition]) -> list[TopicPartition]:
        """Those of them that are still ours: the others have nobody to pause them for."""
        return [self._names.theirs(one) for one in self.assignment() & frozenset(partitions)]
