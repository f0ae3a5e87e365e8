"""What there is to carry over: the records of every partition, and where each group stands among them.

A new log counts its offsets from 0 and has no gaps, while the old one has lost what compaction and retention
removed. So the n-th record that is still there becomes offset n, and a group's position is how many of them
it has done.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaigong.dead_letters import replay_group
from wire.stream import Partition, Reader, Record
from wire.topics import CONSUMING_STAGES, TOPICS

GROUPS = (*CONSUMING_STAGES, *(replay_group(stage) for stage in CONSUMING_STAGES))


@dataclass(frozen=True, slots=True)
class Plan:
    records: Mapping[Partition, int]
    positions: Mapping[str, Mapping[Partition, int]]

    @property
    def total(self) -> int:
        return sum(self.records.values())

    def of_topic(self, topic: str) -> int:
        return sum(count for partition, count in self.records.items() if partition.topic == topic)

    def waiting(self, group: str) -> int:
        """What the group has still to do, in the partitions that it ever began."""
        return sum(self.records[partition] - done for partition, done in self.positions[group].items())


def survey(source: Reader) -> Plan:
    """Read the old log once."""
    committed = {group: source.committed(group) for group in GROUPS}
    records: dict[Partition, int] = {}
    done = {group: Counter(dict.fromkeys(offsets, 0)) for group, offsets in committed.items()}
    for topic in TOPICS:
        records |= dict.fromkeys(source.end_offsets(topic), 0)
        for record in source.read(topic):
            records[record.partition] += 1
            for group, offsets in committed.items():
                if record.offset < offsets.get(record.partition, 0):
                    done[group][record.partition] += 1
    return Plan(records, done)


def records_of(reader: Reader, partition: Partition) -> Iterator[Record]:
    """The records of one partition that are there now, in order."""
    others = {one: end for one, end in reader.end_offsets(partition.topic).items() if one != partition}
    return reader.read(partition.topic, offsets=others)
