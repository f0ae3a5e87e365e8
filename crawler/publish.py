"""From extracted pages to the stream, in batches from a thread of its own; noted only when acknowledged."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loguru import logger

from crawler.drafts import Draft, revised, state_record, withdrawn
from crawler.records import Disposition, Link
from crawler.retries import settled
from crawler.revisits import Revisits
from crawler.sources import Source
from crawler.state import CrawlState
from wire.clock import Clock
from wire.errors import RecordTooLargeError, TemporaryError
from wire.messages import Article, SourceState
from wire.metrics import Metrics
from wire.retry import Backoff
from wire.stream import NewRecord, Producer

_MAX_BATCH = 100
_LINGER_SECONDS = 0.05
_LAST_SECONDS = 2.0


@dataclass(slots=True)
class _Job:
    """A record to publish, or none; then the note; then the news for whoever waits."""

    record: NewRecord | None
    link: Link | None
    copy: Article | None = None
    disposition: Disposition | None = None
    before: Link | None = None
    acknowledged: Callable[[], None] | None = None
    done: "asyncio.Future[Disposition | None] | None" = None


class Publisher:
    """`on_failure` is called from the thread when the stream fails in a way that no waiting mends."""

    def __init__(
        self,
        producer: Producer,
        state: CrawlState,
        clock: Clock,
        metrics: Metrics,
        revisits: Revisits,
        *,
        on_failure: Callable[[BaseException], object],
        backoff: Backoff | None = None,
    ) -> None:
        self._producer = producer
        self._state = state
        self._clock = clock
        self._metrics = metrics
        self._revisits = revisits
        self._on_failure = on_failure
        self._backoff = backoff or Backoff()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    async def article(self, draft: Draft) -> Disposition:
        """Publish a draft if its content is new; returns what became of it, after it was noted."""
        revision = revised(draft, self._copy(draft.link), self._clock.now(), self._revisits)
        done = asyncio.get_running_loop().create_future()
        link = revision.link
        self._jobs.put(
            _Job(revision.record, link, revision.copy, link.disposition, before=draft.link, done=done)
        )
        disposition: Disposition = await done
        return disposition

    def source_state(self, state: SourceState, acknowledged: Callable[[], None]) -> None:
        record = state_record(state, self._clock.now())
        self._jobs.put(_Job(record, None, acknowledged=acknowledged))

    def note(self, link: Link, disposition: Disposition, noted: Callable[[], None]) -> None:
        """Note what became of a link that has nothing to publish; `noted` is called from the thread."""
        noted_link = settled(link, disposition, self._clock.now(), self._revisits)
        self._jobs.put(_Job(None, noted_link, acknowledged=noted))

    def withdrawal(self, link: Link, source: Source, noted: Callable[[], None]) -> None:
        """Publish that an article is gone for good, and note it; `noted` is called from the thread."""
        revision = withdrawn(link, source, self._copy(link), self._clock.now(), self._revisits)
        self._jobs.put(_Job(revision.record, revision.link, revision.copy, before=link, acknowledged=noted))

    def _copy(self, link: Link) -> Article | None:
        return self._state.copy(link.article_id) if link.revision else None

    def close(self, timeout: float) -> bool:
        """Publish and note what is queued; False when that took longer than `timeout` seconds."""
        self._jobs.put(None)
        self._thread.join(timeout)
        finished = not self._thread.is_alive()
        self._stopping.set()
        # Whoever waits for the stream is woken by that; the state must not be closed under its feet.
        self._thread.join(_LAST_SECONDS)
        return finished

    def _run(self) -> None:
        try:
            while (batch := self._collect()) is not None:
                self._handle(batch)
        except BaseException as exc:  # noqa: BLE001 - reported to the engine, which stops and raises it
            if not self._stopping.is_set():
                self._on_failure(exc)

    def _collect(self) -> list[_Job] | None:
        first = self._jobs.get()
        if first is None:
            return None
        batch = [first]
        deadline = time.monotonic() + _LINGER_SECONDS
        while len(batch) < _MAX_BATCH:
            try:
                job = self._jobs.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            batch.append(job)
        return batch

    def _handle(self, batch: list[_Job]) -> None:
        self._publish([job for job in batch if job.record is not None])
        links = [job.link for job in batch if job.link is not None]
        copies = [job.copy for job in batch if job.copy is not None]
        self._insist(lambda: self._state.note(links, copies))
        for job in batch:
            if job.acknowledged is not None:
                job.acknowledged()
        # One call for all: each wakes the loop through a socket.
        if loop := next((job.done.get_loop() for job in batch if job.done is not None), None):
            loop.call_soon_threadsafe(_tell, batch)

    def _publish(self, jobs: list[_Job]) -> None:
        records = [job.record for job in jobs if job.record is not None]
        if not records:
            return
        try:
            self._insist(lambda: self._producer.publish(records))
        except RecordTooLargeError as exc:
            if len(jobs) > 1:
                for job in jobs:
                    self._publish([job])
                return
            logger.bind(key=records[0].key, error=str(exc)).warning("record too large for its topic")
            self._mark_invalid(jobs[0])

    def _mark_invalid(self, job: _Job) -> None:
        if job.before is not None:
            job.disposition, job.copy = "invalid", None
            job.link = settled(job.before, "invalid", self._clock.now(), self._revisits)

    def _insist(self, action: Callable[[], None]) -> None:
        """Do it, however long the stream is away, unless the crawler stops meanwhile."""
        attempt = 0
        while True:
            try:
                return action()
            except TemporaryError as exc:
                attempt += 1
                pause = self._backoff.delay(attempt)
                self._metrics.count("kaigong_waits_total", labels={"stage": "crawler"})
                logger.bind(error=str(exc), seconds=round(pause, 1)).warning("stream is away, waiting")
                if self._stopping.wait(pause):
                    raise


def _tell(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        if job.done is not None and not job.done.done():
            job.done.set_result(job.disposition)
