"""How many dead letters of a stage wait for somebody to look at them."""

from wire.stream import Reader
from wire.topics import dead_letter_topic


def replay_group(stage: str) -> str:
    """The group whose offsets say which dead letters were given back."""
    return f"replay-{stage}"


def waiting(reader: Reader, stage: str) -> int:
    """Those that were not given back."""
    given_back = reader.committed(replay_group(stage))
    ends = reader.end_offsets(dead_letter_topic(stage))
    return sum(end - given_back.get(partition, 0) for partition, end in ends.items())
