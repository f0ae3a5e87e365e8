"""How many dead letters of a stage wait for somebody to look at them."""

from wire.stream import Reader
from wire.topics import dead_letter_topic


def replay_group(stage: str) -> str:
    """The group whose offsets say which dead letters were given back."""
    return f"replay-{stage}"


def waiting(reader: Reader, stage: str) -> int:
    """Those that were not given back. They are counted, for offsets of Kafka count transactions too."""
    topic = dead_letter_topic(stage)
    given_back = reader.committed(replay_group(stage))
    if all(given_back.get(partition, 0) >= end for partition, end in reader.end_offsets(topic).items()):
        return 0
    return sum(1 for _ in reader.read(topic, offsets=given_back))
