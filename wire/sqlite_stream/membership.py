"""Who owns which partition: members of a group by slot, each partition leased to one of them.

A restarted slot takes its leases back at once (its epoch counts up, which fences the old incarnation);
a slot that falls silent loses them after the session time.
"""

import sqlite3
from collections.abc import Collection

from wire.errors import FencedError
from wire.sqlite_stream.log import Log
from wire.stream import Partition


class Membership:
    """One member's view. Every method runs inside a transaction that the caller holds."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        log: Log,
        group: str,
        slot: str,
        topics: Collection[str],
        session_seconds: float,
    ) -> None:
        self._connection = connection
        self._log = log
        self._group = log.full(group)
        self._slot = slot
        self._topics = sorted(topics)
        self._session = session_seconds
        self._epoch = 0

    def join(self, now: float) -> None:
        row = self._connection.execute(
            "INSERT INTO members (grp, slot, epoch, live, heartbeat) VALUES (?, ?, 1, 1, ?) "
            "ON CONFLICT DO UPDATE SET epoch = epoch + 1, live = 1, heartbeat = excluded.heartbeat "
            "RETURNING epoch",
            (self._group, self._slot, now),
        ).fetchone()
        self._epoch = int(row[0])

    def leave(self) -> None:
        """Give everything back, unless a newer incarnation already has it."""
        left = self._connection.execute(
            "UPDATE members SET live = 0 WHERE grp = ? AND slot = ? AND epoch = ?",
            (self._group, self._slot, self._epoch),
        )
        if left.rowcount:
            self._connection.execute(
                "DELETE FROM leases WHERE grp = ? AND slot = ?", (self._group, self._slot)
            )

    def heartbeat(self, now: float) -> frozenset[Partition]:
        """Stay alive, bury silent members, release and take leases; what this member owns now.

        Raises FencedError when a newer incarnation of the slot has joined.
        """
        beaten = self._connection.execute(
            "UPDATE members SET heartbeat = ?, live = 1 WHERE grp = ? AND slot = ? AND epoch = ?",
            (now, self._group, self._slot, self._epoch),
        )
        if not beaten.rowcount:
            raise FencedError(f"slot {self._slot} of {self._group} was taken over by a newer process")
        self._connection.execute(
            "UPDATE members SET live = 0 WHERE grp = ? AND live = 1 AND heartbeat < ?",
            (self._group, now - self._session),
        )
        self._connection.execute(
            "DELETE FROM leases WHERE grp = ?1 AND slot NOT IN "
            "(SELECT slot FROM members WHERE grp = ?1 AND live = 1)",
            (self._group,),
        )
        self._settle()
        return self._owned()

    def check(self, partitions: Collection[Partition]) -> None:
        """Raises FencedError unless this incarnation owns all of them."""
        row = self._connection.execute(
            "SELECT epoch FROM members WHERE grp = ? AND slot = ?", (self._group, self._slot)
        ).fetchone()
        if row is None or row[0] != self._epoch:
            raise FencedError(f"slot {self._slot} of {self._group} was taken over by a newer process")
        if lost := set(partitions) - self._owned():
            names = ", ".join(f"{p.topic}[{p.index}]" for p in sorted(lost))
            raise FencedError(f"slot {self._slot} of {self._group} no longer owns {names}")

    def _settle(self) -> None:
        wanted = self._wanted()
        for partition in self._owned() - wanted:
            self._connection.execute(
                "DELETE FROM leases WHERE grp = ? AND topic = ? AND partition = ?",
                (self._group, self._log.full(partition.topic), partition.index),
            )
        for partition in wanted:
            self._connection.execute(
                "INSERT INTO leases (grp, topic, partition, slot) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (self._group, self._log.full(partition.topic), partition.index, self._slot),
            )

    def _wanted(self) -> set[Partition]:
        """An even share: the n-th live slot takes every n-th partition."""
        rows = self._connection.execute(
            "SELECT slot FROM members WHERE grp = ? AND live = 1 ORDER BY slot", (self._group,)
        )
        slots = [row[0] for row in rows]
        every = [partition for topic in self._topics for partition in self._log.partitions(topic)]
        return set(every[slots.index(self._slot) :: len(slots)])

    def _owned(self) -> frozenset[Partition]:
        rows = self._connection.execute(
            "SELECT topic, partition FROM leases WHERE grp = ? AND slot = ?", (self._group, self._slot)
        ).fetchall()
        held = {(topic, index) for topic, index in rows}
        return frozenset(
            partition
            for topic in self._topics
            for partition in self._log.partitions(topic)
            if (self._log.full(partition.topic), partition.index) in held
        )
