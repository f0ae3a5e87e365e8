"""Leaving something alone for a while after it failed."""

from wire.clock import Clock
from wire.retry import Backoff


class Pause:
    """Longer after every failure, none after a success."""

    def __init__(self, backoff: Backoff, clock: Clock) -> None:
        self._backoff = backoff
        self._clock = clock
        self._failures = 0
        self._until = float("-inf")

    def is_over(self) -> bool:
        return self._clock.monotonic() >= self._until

    def after_failure(self, at_least: float = 0.0) -> float:
        """Begin a pause; its length in seconds."""
        self._failures += 1
        delay = max(at_least, self._backoff.delay(self._failures))
        self._until = self._clock.monotonic() + delay
        return delay

    def after_success(self) -> None:
        self._failures = 0
