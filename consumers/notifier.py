"""The notifier: makes messages of what waits in the outbox, and sends them when their time has come."""

from collections.abc import Callable

from loguru import logger

from consumers.alerting.background import SourcesOf, unknown
from consumers.alerting.directory import Directory
from consumers.alerting.dispatch import Dispatch
from consumers.alerting.grouping import Grouping
from consumers.alerting.locks import the_only_one
from consumers.alerting.outbox import Outbox
from consumers.alerting.pause import Pause
from consumers.alerting.relay import publish_changes
from consumers.alerting.schedule import Calendar
from wire.clock import Clock
from wire.errors import TemporaryError
from wire.retry import Backoff
from wire.stopping import StopRequest
from wire.stream import Producer

# A look whether the outbox has changed costs microseconds; all else (times, receivers) may wait for the last.
_LOOK_SECONDS = 0.05
_LOOKS = 10
_AWAY = Backoff(first=1.0, longest=60.0)


class Notifier:
    """One per outbox. A message that waits or fails never holds up another."""

    def __init__(
        self,
        outbox: Outbox,
        directory: Callable[[], Directory],
        dispatch: Dispatch,
        calendar: Calendar,
        producer: Producer,
        clock: Clock,
        sources: SourcesOf = unknown,
    ) -> None:
        self._outbox = outbox
        self._directory = directory
        self._dispatch = dispatch
        self._grouping = Grouping(outbox, calendar, clock, sources)
        self._producer = producer
        self._clock = clock
        self._outbox_pause = Pause(_AWAY, clock)
        self._stream_pause = Pause(_AWAY, clock)
        self._stopping = StopRequest()

    def run(self, stop: StopRequest, on_alive: Callable[[], None]) -> None:
        """Until `stop` is set; the message in work is finished first. `on_alive` is called after each.

        Raises ConfigurationError when another notifier works on this outbox: each mail would go out twice.
        """
        with the_only_one(self._outbox.path.with_suffix(".notifier"), "notifier"):
            self._stopping = stop
            try:
                self._rounds(stop, on_alive)
            finally:
                # After an unknown error too: the process cannot end while a line waits for its note.
                stop.set()
                self._dispatch.finish(on_alive)

    def _rounds(self, stop: StopRequest, on_alive: Callable[[], None]) -> None:
        while not stop.is_set():
            on_alive()
            tried = self._round(on_alive, wait=False)
            if self._dispatch.is_busy and self._outbox_pause.is_over():
                continue  # it has waited for the lines already
            self._rest(stop, looks=1 if tried else _LOOKS)

    def _rest(self, stop: StopRequest, looks: int) -> None:
        """Until somebody else writes to the outbox, but no longer than so many looks."""
        for _ in range(looks):
            if stop.wait(_LOOK_SECONDS) or self._outbox.has_changed():
                return

    def run_once(self) -> int:
        """Plan and send everything that is due now, and tell the stream; how many messages were tried."""
        return self._round(lambda: None, wait=True)

    def _round(self, on_alive: Callable[[], None], *, wait: bool) -> int:
        tried = 0
        if self._outbox_pause.is_over():
            try:
                directory = self._directory()
                self._grouping.round(directory)
                tried = self._dispatch.round(directory, self._stopping, on_alive, wait=wait)
                self._outbox_pause.after_success()
            except TemporaryError as exc:
                seconds = round(self._outbox_pause.after_failure(), 1)
                logger.bind(error=str(exc), seconds=seconds).warning("the outbox is away; messages wait")
        self._tell_stream()
        return tried

    def close(self) -> None:
        self._dispatch.close()
        self._outbox.close()
        self._producer.close()

    def _tell_stream(self) -> None:
        if not self._stream_pause.is_over():
            return
        try:
            publish_changes(self._outbox, self._producer, self._clock)
            self._stream_pause.after_success()
        except TemporaryError as exc:
            # What was not told stays marked in the outbox, so the next round tells it.
            seconds = round(self._stream_pause.after_failure(), 1)
            logger.bind(error=str(exc), seconds=seconds).warning("the stream is away; messages go on")
