"""What a consuming stage is: a handler that the loop feeds with batches of decoded records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from wire.errors import InvalidMessageError
from wire.messages import Envelope
from wire.stream import NewRecord, Record


@dataclass(frozen=True, slots=True)
class Delivered:
    """A record together with its decoded envelope."""

    record: Record
    envelope: Envelope[Any]


@dataclass(slots=True)
class Outcome:
    """What a batch came to: records to publish with the commit, and records no retry can mend."""

    outputs: list[NewRecord] = field(default_factory=list)
    rejected: list[tuple[Record, InvalidMessageError]] = field(default_factory=list)


class Handler(Protocol):
    """One stage's work. Offsets, dead letters, retries and crashes are the loop's, a handler knows none."""

    @property
    def stage(self) -> str: ...

    @property
    def topics(self) -> Collection[str]: ...

    def handle(self, batch: Sequence[Delivered]) -> Outcome:
        """Do the batch; effects of its own are durable when it returns, and doing it twice is harmless.

        Raises TemporaryError when something downstream is away: the same batch comes again later.
        A record that cannot be handled goes into `Outcome.rejected`.
        """

    def close(self) -> None:
        """Release what it holds; twice is fine."""
