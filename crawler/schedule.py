"""When a source is looked at next. The due times live in the crawl state; the scheduler only wakes."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from crawler.records import SourceRecord

_JITTER = 0.1
_LONGEST_FAILING_FACTOR = 16
_LONGEST_SPREAD_SECONDS = 30.0
_SPREAD_STEP_SECONDS = 0.5


def next_due(record: SourceRecord, interval: float, now: datetime, rng: random.Random) -> datetime:
    """One interval from now; a failing source is asked more and more seldom, a resting one after its rest."""
    factor = min(2**record.failures, _LONGEST_FAILING_FACTOR)
    due = now + timedelta(seconds=interval * factor * (1 + rng.uniform(0, _JITTER)))
    return max(due, record.resting_until) if record.resting_until else due


def spread(overdue: Iterable[SourceRecord], now: datetime) -> dict[str, datetime]:
    """New due times for what became overdue while the crawler was stopped, the longest overdue first."""
    queue = sorted(overdue, key=lambda record: (record.next_due or now, record.source_id))
    step = min(_SPREAD_STEP_SECONDS, _LONGEST_SPREAD_SECONDS / max(len(queue), 1))
    return {record.source_id: now + timedelta(seconds=step * n) for n, record in enumerate(queue)}


class Wakeups:
    """Calls functions again and again inside the running event loop. A late call is never left out."""

    def __init__(self, on_error: Callable[[BaseException], None]) -> None:
        self._on_error = on_error
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)

    def every(self, seconds: float, call: Callable[[], None]) -> None:
        self._scheduler.add_job(_in_loop(call), "interval", seconds=seconds, next_run_time=datetime.now(UTC))

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _failed(self, event: JobExecutionEvent) -> None:
        self._on_error(event.exception)


def _in_loop(call: Callable[[], None]) -> Callable[[], object]:
    """A coroutine function: APScheduler runs plain functions in a thread."""

    async def job() -> None:
        call()

    return job
