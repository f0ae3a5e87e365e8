"""The metrics catalogue: a name that is not here is a type error."""

from collections.abc import Mapping
from typing import Literal, Protocol

CounterName = Literal[
    # Records handled by a stage, by outcome: done, dead_letter, crashed.
    "kaigong_records_total",
    # Fetched links by their one final disposition: published, unchanged, thin, blocked, off_window, invalid.
    "kaigong_dispositions_total",
    # Alerts created, by kind: new, update, withdrawn, late.
    "kaigong_alerts_total",
    # Delivery attempts, by result: sent, retry, failed.
    "kaigong_deliveries_total",
    # How often a stage waited for something downstream.
    "kaigong_waits_total",
]
GaugeName = Literal[
    # Records of the assigned partitions that are not committed yet.
    "kaigong_lag_records",
]
TimerName = Literal[
    # Seconds a stage took for one batch, effects flushed and offsets committed.
    "kaigong_batch_seconds",
]
Labels = Mapping[str, str]


class Metrics(Protocol):
    def count(self, name: CounterName, by: int = 1, labels: Labels | None = None) -> None: ...

    def gauge(self, name: GaugeName, value: float, labels: Labels | None = None) -> None: ...

    def time(self, name: TimerName, seconds: float, labels: Labels | None = None) -> None: ...


class NoMetrics:
    """Counts nothing; the default."""

    def count(self, name: CounterName, by: int = 1, labels: Labels | None = None) -> None: ...

    def gauge(self, name: GaugeName, value: float, labels: Labels | None = None) -> None: ...

    def time(self, name: TimerName, seconds: float, labels: Labels | None = None) -> None: ...


class RecordedMetrics:
    """Keeps sums in memory, for reports and tests."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        self.values: dict[tuple[str, tuple[tuple[str, str], ...]], float] = {}

    def count(self, name: CounterName, by: int = 1, labels: Labels | None = None) -> None:
        key = (name, tuple(sorted((labels or {}).items())))
        self.counts[key] = self.counts.get(key, 0) + by

    def gauge(self, name: GaugeName, value: float, labels: Labels | None = None) -> None:
        self.values[name, tuple(sorted((labels or {}).items()))] = value

    def time(self, name: TimerName, seconds: float, labels: Labels | None = None) -> None:
        self.values[name, tuple(sorted((labels or {}).items()))] = seconds

    def total(self, name: CounterName) -> int:
        return sum(value for (counted, _), value in self.counts.items() if counted == name)
