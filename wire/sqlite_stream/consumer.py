"""A member of a group on the SQLite log."""

import sqlite3
from collections.abc import Collection, Sequence

from wire.clock import Clock
from wire.errors import FencedError, TemporaryError
from wire.sqlite import data_version, immediate, translated
from wire.sqlite_stream.log import Log
from wire.sqlite_stream.membership import Membership
from wire.stream import NewRecord, Offsets, Partition, Record

# A look at data_version costs microseconds; the longest wait bounds what an idle machine spends on it.
_SHORTEST_WAIT = 0.05
_LONGEST_WAIT = 0.5


class SqliteConsumer:
    def __init__(
        self, connection: sqlite3.Connection, log: Log, membership: Membership, group: str, clock: Clock,
        heartbeat_seconds: float,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._log = log
        self._membership = membership
        self._group = group
        self._clock = clock
        self._heartbeat_seconds = heartbeat_seconds
        self._next_heartbeat = 0.0
        self._assigned: frozenset[Partition] = frozenset()
        self._positions: dict[Partition, int] = {}
        self._paused: set[Partition] = set()
        self._turn = 0
        self._closed = False
        with immediate(connection):
            membership.join(self._now())

    def poll(self, max_records: int, timeout: float) -> list[Record]:
        deadline = self._clock.monotonic() + timeout
        wait = _SHORTEST_WAIT
        version = data_version(self._connection)
        while True:
            self._stay_alive()
            if records := self._fetch(max_records):
                return records
            # Sleep until someone commits, a heartbeat is due or the time is up.
            while True:
                left = deadline - self._clock.monotonic()
                if left <= 0:
                    return []
                self._clock.sleep(min(wait, left))
                wait = min(wait * 1.5, _LONGEST_WAIT)
                if (seen := data_version(self._connection)) != version:
                    version, wait = seen, _SHORTEST_WAIT
                    break
                if self._clock.monotonic() >= self._next_heartbeat:
                    break

    def assignment(self) -> frozenset[Partition]:
        return self._assigned

    def pause(self, partitions: Collection[Partition]) -> None:
        self._paused |= set(partitions)

    def resume(self, partitions: Collection[Partition]) -> None:
        self._paused -= set(partitions)

    def commit(self, offsets: Offsets) -> None:
        self.atomically((), offsets)

    def atomically(self, outputs: Sequence[NewRecord], offsets: Offsets) -> None:
        self._log.check(outputs)
        try:
            with immediate(self._connection):
                self._membership.check(offsets.keys())
                self._log.append(outputs, self._now())
                for partition, offset in offsets.items():
                    self._log.commit(self._group, partition, offset)
        except (FencedError, TemporaryError):
            self.rewind()
            raise

    def rewind(self) -> None:
        self._positions.clear()
        self._next_heartbeat = 0.0

    def lag(self) -> int:
        with translated():
            return sum(self._log.end(p) - (self._log.committed(self._group, p) or 0) for p in self._assigned)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        with immediate(self._connection):
            self._membership.leave()
        self._connection.close()

    def _stay_alive(self) -> None:
        if self._clock.monotonic() < self._next_heartbeat:
            return
        with immediate(self._connection):
            self._assigned = self._membership.heartbeat(self._now())
        self._positions = {p: o for p, o in self._positions.items() if p in self._assigned}
        self._paused &= self._assigned
        self._next_heartbeat = self._clock.monotonic() + self._heartbeat_seconds

    def _fetch(self, max_records: int) -> list[Record]:
        """Up to `max_records` of the open partitions, beginning with another one each time."""
        ready = sorted(self._assigned - self._paused)
        if not ready:
            return []
        self._turn = (self._turn + 1) % len(ready)
        found: list[Record] = []
        with translated():
            for partition in ready[self._turn :] + ready[: self._turn]:
                position = self._position(partition)
                records = self._log.read(partition, position, max_records - len(found))
                if records:
                    self._positions[partition] = records[-1].next_offset
                    found += records
                if len(found) >= max_records:
                    break
        return found

    def _position(self, partition: Partition) -> int:
        if partition not in self._positions:
            # A group that is new to a partition begins with its earliest record.
            self._positions[partition] = self._log.committed(self._group, partition) or 0
        return self._positions[partition]

    def _now(self) -> float:
        return self._clock.now().timestamp()
