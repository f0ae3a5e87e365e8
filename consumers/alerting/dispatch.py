"""Sends the messages that are due, each over its receiver's channel, and notes before and after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from loguru import logger

from consumers.alerting.desk import Desk
from consumers.alerting.directory import Directory
from consumers.alerting.grouping import LONGEST_RETRY
from consumers.alerting.lines import Lines, line_of
from consumers.alerting.model import DueMessage
from consumers.alerting.outbox import Outbox
from consumers.alerting.pause import Pause
from consumers.alerting.receivers import ChannelName, Receiver
from consumers.alerting.sending import Channel, DeferredError, RefusedError, ServerAwayError, UnansweredError
from wire.clock import Clock
from wire.errors import TemporaryError
from wire.messages import DeliveryState
from wire.metrics import Metrics, NoMetrics
from wire.retry import Backoff
from wire.stopping import StopRequest

_BATCH = 100
# How long a round waits for a line that says nothing, and how many notes it takes, while others may be due.
_PATIENCE = 0.05
_NOTES = 100
_GIVE_UP_AFTER = timedelta(days=3)
_DEFERRED = Backoff(first=30.0, longest=LONGEST_RETRY.total_seconds())
_AWAY = Backoff(first=1.0, longest=60.0)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One sent message, and what was raised; `begun` when the server may have had some of it."""

    message: DueMessage
    receiver: Receiver
    error: Exception | None
    begun: bool


class Dispatch:
    """A server that is away, slow or silent keeps its own receivers waiting, and nobody else.

    Each line sends in a thread of its own; the outbox is touched by the caller's thread only.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[ChannelName, Channel],
        clock: Clock,
        metrics: Metrics | None = None,
    ) -> None:
        self._messages = outbox.messages
        self._channels = channels
        self._clock = clock
        self._metrics = metrics or NoMetrics()
        self._pauses: dict[str, Pause] = {}
        self._told: set[str] = set()
        self._desk = Desk()
        self._lines = Lines(self._desk)

    @property
    def is_busy(self) -> bool:
        return bool(self._lines.busy)

    def round(
        self, directory: Directory, stop: StopRequest, on_alive: Callable[[], None], *, wait: bool = True
    ) -> int:
        """Try everything that is due; how many messages were tried.

        Without `wait`, what takes long goes on in the next rounds. Raises TemporaryError when the outbox
        cannot note.
        """
        receivers = {name: directory.find(name) for name in self._messages.receivers_due()}
        waiting = {name for name, receiver in receivers.items() if not self._is_open(name, receiver)}
        batches: dict[str, list[tuple[DueMessage, Receiver]]] = {}
        for message in self._messages.due(_BATCH, waiting):
            if receiver := receivers.get(message.receiver):
                batches.setdefault(line_of(receiver), []).append((message, receiver))
        for line, batch in batches.items():
            self._lines.start(line, partial(self._work, batch, stop))
        tried = self._serve(on_alive, wait=wait)
        for name, channel in self._channels.items():
            if not any(line.startswith(name) for line in self._lines.busy):
                channel.rest()
        return tried

    def finish(self, on_alive: Callable[[], None] = lambda: None) -> None:
        """Let the messages in work come to their end. Nobody notes for the lines after that."""
        try:
            self._serve(on_alive, wait=True)
        except TemporaryError as exc:
            logger.bind(error=str(exc)).warning("the outbox is away; what was sent last will be sent again")
        finally:
            self._desk.close()

    def close(self) -> None:
        self.finish()
        self._lines.close()
        for channel in self._channels.values():
            channel.close()

    def _serve(self, on_alive: Callable[[], None], *, wait: bool) -> int:
        """Note for the lines what they ask for, until all are done."""
        tried = self._lines.ended()
        served = 0
        while self.is_busy and (wait or served < _NOTES):
            is_served = self._desk.serve(_PATIENCE)
            tried += self._lines.ended()
            on_alive()
            if not is_served and not wait:
                break
            served += 1
        return tried

    def _work(self, batch: Sequence[tuple[DueMessage, Receiver]], stop: StopRequest) -> int:
        """A line's messages, one after the other, as long as its server takes them; in its thread."""
        tried = 0
        for message, receiver in batch:
            if stop.is_set():
                break
            tried += 1
            attempt = self._attempt(message, receiver)
            if not self._desk.ask(partial(self._note, attempt, [one for one, _ in batch])):
                break
        return tried

    def _attempt(self, message: DueMessage, receiver: Receiver) -> _Attempt:
        begun = False

        def begin() -> None:
            nonlocal begun
            self._desk.ask(partial(self._messages.note_sending, message))
            begun = True

        try:
            self._channels[receiver.channel].send(message, receiver, begin)
        except Exception as exc:  # noqa: BLE001 - what it means is decided where it is noted
            return _Attempt(message, receiver, exc, begun)
        return _Attempt(message, receiver, None, begun)

    def _is_open(self, name: str, receiver: Receiver | None) -> bool:
        """Whether anything can go to this receiver now; what is not set is said once."""
        if receiver is None:
            self._tell_once(f"no receiver is called {name}; its messages wait")
            return False
        channel = self._channels.get(receiver.channel)
        why_not = channel.why_not(receiver) if channel else f"there is no channel {receiver.channel}"
        if why_not:
            whose = "" if receiver.channel == "smtp" else f"receiver {name}: "
            self._tell_once(f"{whose}{why_not}: messages wait in the outbox")
            return False
        return line_of(receiver) not in self._lines.busy and self._pause(receiver).is_over()

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            logger.warning(text)

    def _pause(self, receiver: Receiver) -> Pause:
        return self._pauses.setdefault(line_of(receiver), Pause(_AWAY, self._clock))

    def _note(self, attempt: _Attempt, peers: Sequence[DueMessage]) -> bool:
        """Whether the line goes on. Raises TemporaryError when the outbox cannot note."""
        message, receiver = attempt.message, attempt.receiver
        match attempt.error:
            case None:
                self._report(message, "sent", state=self._messages.note_sent(message))
            case RefusedError() as exc:
                self._fail(message, str(exc))
            case DeferredError() as exc:
                self._retry(message, message.state, str(exc))
            case UnansweredError() as exc:
                self._retry(message, "sending" if exc.may_have_arrived else message.state, str(exc))
                if receiver.channel != "smtp":
                    # Each silence costs a time-out: one at a time.
                    self._pause(receiver).after_failure()
                    return False
            case ServerAwayError() as exc:
                self._wait(attempt, exc, peers)
                return False
            case TemporaryError() as exc:
                raise exc
            case exc:
                # One message that cannot be made must not hold up the others.
                logger.opt(exception=exc).bind(message_id=message.message_id).error(
                    "message cannot be written"
                )
                self._fail(message, f"the message cannot be written: {exc}")
        self._pause(receiver).after_success()
        return True

    def _retry(self, message: DueMessage, state: DeliveryState, error: str) -> None:
        now = self._clock.now()
        if message.first_attempt_at and now - message.first_attempt_at > _GIVE_UP_AFTER:
            self._fail(message, f"given up after {_GIVE_UP_AFTER.days} days: {error}")
            return
        delay = _DEFERRED.delay(message.attempts + 1)
        self._messages.note_retry(message, state, error, now + timedelta(seconds=delay))
        self._report(message, "retry", error=error, seconds=round(delay))

    def _fail(self, message: DueMessage, error: str) -> None:
        if message.may_have_arrived:
            error = f"{error} (an earlier attempt may have arrived)"
        self._messages.note_failed(message, error)
        self._report(message, "failed", error=error)

    def _wait(self, attempt: _Attempt, exc: ServerAwayError, peers: Sequence[DueMessage]) -> None:
        """Everything that is due over this server stays due."""
        receiver = attempt.receiver
        seconds = round(self._pause(receiver).after_failure(exc.retry_after or 0.0), 1)
        logger.bind(channel=receiver.channel, error=str(exc), seconds=seconds).warning("messages wait")
        if attempt.begun:
            self._messages.note_untaken(attempt.message)
        self._messages.note_waiting(peers, str(exc))

    def _report(self, message: DueMessage, result: str, **fields: object) -> None:
        self._metrics.count("kaigong_deliveries_total", labels={"result": result})
        bound = logger.bind(message_id=message.message_id, receiver=message.receiver, form=message.form)
        bound.bind(result=result, **fields).log("INFO" if result == "sent" else "WARNING", "message tried")
