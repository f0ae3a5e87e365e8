"""Setting every group's committed offsets in the target."""

import time
from contextlib import closing

from kaigong.migration.plan import Plan
from wire.errors import TemporaryError
from wire.stream import Consumer, Offsets, Reader, Stream

_PATIENCE_SECONDS = 60.0


def set_positions(target: Stream, reader: Reader, plan: Plan) -> None:
    """Put each group where it stood. Never back: what a stage has done since stays done."""
    for group, positions in plan.positions.items():
        held = reader.committed(group)
        ahead = {partition: done for partition, done in positions.items() if done > held.get(partition, 0)}
        if ahead:
            _commit(target, group, ahead)


def _commit(target: Stream, group: str, offsets: Offsets) -> None:
    topics = {partition.topic for partition in offsets}
    # The slot of the stage itself: it takes the place over at once when it starts.
    with closing(target.consumer(group, topics)) as member:
        _await_assignment(member, group, offsets)
        member.commit(offsets)


def _await_assignment(member: Consumer, group: str, offsets: Offsets) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not member.assignment() >= offsets.keys():
        if time.monotonic() > deadline:
            raise TemporaryError(
                f"the group {group} gave its partitions to somebody else: is a stage running on the target?"
            )
        # What a poll brings is not lost: only commit moves the group.
        member.poll(1, 0.2)
