"""The consumer loop: the only place that commits."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loguru import logger

from consumers.crash_note import CrashNote
from consumers.dead_letter import DeadLetterLimit, dead_letter
from consumers.stage import Delivered, Handler, Outcome
from wire import codec
from wire.clock import Clock, SystemClock
from wire.errors import FencedError, InvalidMessageError, KaigongError, RecordTooLargeError, TemporaryError
from wire.metrics import Metrics, NoMetrics
from wire.retry import Backoff
from wire.stream import Consumer, NewRecord, Record, next_offsets

_POLL_SECONDS = 0.5


class TooManyDeadLettersError(KaigongError):
    """More dead letters than allowed. The stage stops with exit code 75 and is not restarted."""


@dataclass(frozen=True, slots=True)
class LoopConfig:
    member: str = "0"
    batch_records: int = 100
    dead_letter_limit: int = 100
    dead_letter_window: float = 600.0


class ConsumerLoop:
    """Polls, hands batches to the handler, and commits outputs, dead letters and offsets together."""

    def __init__(
        self,
        handler: Handler,
        consumer: Consumer,
        note: CrashNote,
        config: LoopConfig | None = None,
        *,
        liveness: Path | None = None,
        clock: Clock | None = None,
        metrics: Metrics | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self._handler = handler
        self._consumer = consumer
        self._note = note
        self._config = config or LoopConfig()
        self._liveness = liveness
        self._clock = clock or SystemClock()
        self._metrics = metrics or NoMetrics()
        self._backoff = backoff or Backoff()
        self._limit = DeadLetterLimit(
            self._config.dead_letter_limit, self._config.dead_letter_window, self._clock
        )
        self._labels = {"stage": handler.stage}
        self._touched = float("-inf")
        self._stopping = False

    def stop(self) -> None:
        """Finish the batch in work, commit it and return from run(). Safe to call from a signal handler."""
        self._stopping = True

    def run(self) -> None:
        """Until stop(). Raises TooManyDeadLettersError, and whatever a handler raises that it should not."""
        logger.info("stage started")
        try:
            while not self._stopping:
                self.step()
        finally:
            self._handler.close()
            self._consumer.close()
        logger.info("stage stopped")

    def step(self, timeout: float = _POLL_SECONDS) -> int:
        """One poll and what it brings; how many records were done."""
        self._touch()
        try:
            records = self._consumer.poll(self._config.batch_records, timeout)
        except TemporaryError as exc:
            self._wait(1, exc)
            return 0
        done = 0
        for chunk in self._note.divide(records):
            if not self._take(chunk):
                break
            done += len(chunk)
        return done

    def _take(self, records: list[Record]) -> bool:
        """Handle and commit; False when the records were given back unhandled and come again."""
        if not self._begin(records):
            self._give_back()
            return False
        began = self._clock.monotonic()
        try:
            taken = self._handle_and_commit(records)
        except (FencedError, TemporaryError) as exc:
            logger.bind(error=str(exc)).warning("batch not committed, it comes again")
            taken = False
        if not taken:
            self._give_back()
            return False
        self._note.done()
        self._metrics.time("kaigong_batch_seconds", self._clock.monotonic() - began, self._labels)
        return True

    def _begin(self, records: Sequence[Record]) -> bool:
        """Note what is taken in hand; False when that could not be noted until the stage must stop."""
        attempt = 0
        while True:
            try:
                self._note.begin(records)
            except TemporaryError as exc:
                attempt += 1
                if not self._wait(attempt, exc, records):
                    return False
            else:
                return True

    def _give_back(self) -> None:
        self._consumer.rewind()
        self._note.give_back()

    def _handle_and_commit(self, records: Sequence[Record]) -> bool:
        outcome = self._handle(records)
        if outcome is None:
            return False
        try:
            self._commit(records, outcome)
        except RecordTooLargeError as exc:
            # An output was refused for its size: find whose it was and dead-letter that record alone.
            if len(records) == 1:
                self._commit(records, Outcome(rejected=[(records[0], exc)]))
                return True
            return all(self._handle_and_commit([record]) for record in records)
        return True

    def _handle(self, records: Sequence[Record]) -> Outcome | None:
        """The handler's outcome plus what the loop itself refuses; None when stopped or fenced meanwhile."""
        decoded, refused = self._decode(records)
        attempt = 0
        while decoded:
            try:
                outcome = self._handler.handle(decoded)
            except TemporaryError as exc:
                attempt += 1
                if not self._wait(attempt, exc, records):
                    return None
                continue
            return Outcome(outcome.outputs, outcome.rejected + refused)
        return Outcome(rejected=refused)

    def _decode(
        self, records: Sequence[Record]
    ) -> tuple[list[Delivered], list[tuple[Record, InvalidMessageError]]]:
        decoded: list[Delivered] = []
        refused: list[tuple[Record, InvalidMessageError]] = []
        for record in records:
            if self._note.is_culprit(record):
                refused.append((record, _CrashedError("its handling ended the process again and again")))
                continue
            try:
                decoded.append(Delivered(record, codec.decode(record.value)))
            except InvalidMessageError as exc:
                refused.append((record, exc))
        return decoded, refused

    def _commit(self, records: Sequence[Record], outcome: Outcome) -> None:
        letters = [self._dead_letter(record, exc) for record, exc in outcome.rejected]
        self._consumer.atomically([*outcome.outputs, *letters], next_offsets(records))
        self._metrics.count(
            "kaigong_records_total", len(records) - len(letters), self._labels | {"outcome": "done"}
        )
        if not letters:
            return
        self._metrics.count("kaigong_records_total", len(letters), self._labels | {"outcome": "dead_letter"})
        if self._limit.exceeded_by(len(letters)):
            self._note.done()
            raise TooManyDeadLettersError(
                f"{self._handler.stage}: more than {self._config.dead_letter_limit} dead letters within "
                f"{self._config.dead_letter_window:.0f} s. Look at them with "
                f"`kaigong tail {self._handler.stage}.dead-letters.v1`, mend the cause, then "
                f"`kaigong replay {self._handler.stage}`"
            )

    def _dead_letter(self, record: Record, exc: InvalidMessageError) -> NewRecord:
        reason = "crashed" if isinstance(exc, _CrashedError) else "invalid"
        place = {"topic": record.topic, "partition": record.partition.index, "offset": record.offset}
        logger.bind(key=record.key, reason=reason, error=str(exc), **place).error("record dead-lettered")
        return dead_letter(
            record,
            stage=self._handler.stage,
            member=self._config.member,
            reason=reason,
            error=str(exc),
            clock=self._clock,
        )

    def _wait(self, attempt: int, exc: TemporaryError, records: Sequence[Record] = ()) -> bool:
        """Back off while polling goes on, paused; False when stopping or when a partition was lost."""
        delay = self._backoff.delay(attempt)
        bound = logger.bind(error=str(exc), attempt=attempt, seconds=round(delay, 1))
        bound.warning("something downstream is away, waiting")
        self._metrics.count("kaigong_waits_total", labels=self._labels)
        until = self._clock.monotonic() + delay
        while not self._stopping and (left := until - self._clock.monotonic()) > 0:
            self._touch()
            if not self._idle(min(left, _POLL_SECONDS)):
                return False
        owned = {record.partition for record in records} <= self._consumer.assignment()
        return owned and not self._stopping

    def _idle(self, seconds: float) -> bool:
        """Stay a member without taking records; False when some came all the same (newly assigned ones)."""
        began = self._clock.monotonic()
        paused = self._consumer.assignment()
        self._consumer.pause(paused)
        try:
            unexpected = self._consumer.poll(1, seconds)
        except TemporaryError:
            unexpected = []
        self._consumer.resume(paused)
        if unexpected:
            self._consumer.rewind()
            return False
        if (left := seconds - (self._clock.monotonic() - began)) > 0:
            self._clock.sleep(left)
        return True

    def _touch(self) -> None:
        """Say that the loop is alive, at most once a second."""
        now = time.monotonic()
        if self._liveness is None or now - self._touched < 1:
            return
        self._touched = now
        self._liveness.parent.mkdir(parents=True, exist_ok=True)
        self._liveness.touch()


class _CrashedError(InvalidMessageError):
    """A record that ended the process whenever it was handled."""
