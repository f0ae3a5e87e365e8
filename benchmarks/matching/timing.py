"""Times of what is done to many things, as percentiles."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Spread:
    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{_shown(self.p50)} | {_shown(self.p95)}"


def milliseconds(act: Callable[[T], object], things: Sequence[T], rounds: int) -> Spread:
    """The best of the rounds for each thing: what the work takes, not what the neighbours do."""
    best = [float("inf")] * len(things)
    for _ in range(rounds):
        for number, thing in enumerate(things):
            began = time.perf_counter()
            act(thing)
            best[number] = min(best[number], (time.perf_counter() - began) * 1000)
    return Spread(median(best), sorted(best)[len(best) * 95 // 100])


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"
