"""Dead letters: records that cannot be handled, kept whole, with who, when, what and where in headers."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from wire.clock import Clock
from wire.stream import NewRecord, Record
from wire.topics import dead_letter_topic

PREFIX = "dead-letter-"
# A header is for reading; the value is there to be looked at.
_LONGEST_ERROR = 2_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a dead letter came from."""

    topic: str
    partition: int
    offset: int
    stage: str
    reason: str
    error: str
    at: str


def dead_letter(
    record: Record, *, stage: str, member: str, reason: str, error: str, clock: Clock
) -> NewRecord:
    """The record for `<stage>.dead-letters.v1`: original key and bytes, the story in headers.

    `reason` is `invalid` or `crashed`; `error` says what and where.
    """
    story = {
        "stage": stage,
        "member": member,
        "reason": reason,
        "error": error[:_LONGEST_ERROR],
        "at": clock.now().isoformat(),
        "topic": record.topic,
        "partition": str(record.partition.index),
        "offset": str(record.offset),
    }
    headers = original_headers(record.headers) | {PREFIX + name: value for name, value in story.items()}
    return NewRecord(dead_letter_topic(stage), record.key, record.value, headers)


def original_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if not name.startswith(PREFIX)}


def origin(headers: Mapping[str, str]) -> Origin:
    """Read the story back; a missing part is empty."""
    found = {name: headers.get(PREFIX + name, "") for name in ("topic", "stage", "reason", "error", "at")}
    return Origin(
        partition=int(headers.get(PREFIX + "partition") or -1),
        offset=int(headers.get(PREFIX + "offset") or -1),
        **found,
    )


class DeadLetterLimit:
    """Says when there are too many: then it is the stage that is sick, not the records."""

    def __init__(self, limit: int, window_seconds: float, clock: Clock) -> None:
        self._limit = limit
        self._window = window_seconds
        self._clock = clock
        self._times: deque[float] = deque()

    def exceeded_by(self, count: int) -> bool:
        """Note `count` new dead letters; whether more than the limit fell within the window."""
        now = self._clock.monotonic()
        self._times.extend([now] * count)
        while self._times and self._times[0] <= now - self._window:
            self._times.popleft()
        return len(self._times) > self._limit
