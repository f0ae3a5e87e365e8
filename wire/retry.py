"""Back-off with full jitter, as a sequence of delays the caller sleeps however it must."""

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Delays grow from `first` to `longest` seconds; each is drawn from the upper half of its range."""

    first: float = 0.5
    longest: float = 60.0
    factor: float = 2.0

    def delay(self, attempt: int, rng: random.Random | None = None) -> float:
        """Seconds before attempt number `attempt` (the first retry is 1)."""
        ceiling = min(self.longest, self.first * self.factor ** min(attempt - 1, 64))
        return (rng or random).uniform(ceiling / 2, ceiling)

    def delays(self) -> Iterator[float]:
        attempt = 1
        while True:
            yield self.delay(attempt)
            attempt += 1
