"""Sends the messages that are due, each over its receiver's channel, and notes before and after."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from loguru import logger

from consumers.alerting.directory import Directory
from consumers.alerting.grouping import LONGEST_RETRY
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
_GIVE_UP_AFTER = timedelta(days=3)
_DEFERRED = Backoff(first=30.0, longest=LONGEST_RETRY.total_seconds())
_AWAY = Backoff(first=1.0, longest=60.0)


class Dispatch:
    """A server that is away keeps the messages of its own receivers waiting, and of nobody else.

    All mail goes over one server; the other channels have one for each receiver.
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

    def round(self, directory: Directory, stop: StopRequest, on_alive: Callable[[], None]) -> int:
        """Try everything that is due; how many messages were tried."""
        receivers = {name: directory.find(name) for name in self._messages.receivers_due()}
        waiting = {name for name, receiver in receivers.items() if not self._is_open(name, receiver)}
        due = self._messages.due(_BATCH, waiting)
        tried = 0
        try:
            for message in due:
                receiver = receivers.get(message.receiver)
                if stop.is_set():
                    break
                if receiver is not None and self._pause(receiver).is_over():
                    peers = [one for one in due if _line(receivers.get(one.receiver)) == _line(receiver)]
                    self._try(message, receiver, peers)
                    tried += 1
                    on_alive()
        finally:
            for channel in self._channels.values():
                channel.rest()
        return tried

    def close(self) -> None:
        for channel in self._channels.values():
            channel.close()

    def _is_open(self, name: str, receiver: Receiver | None) -> bool:
        """Whether anything can go to this receiver now; what is not set is said once."""
        if receiver is None:
            self._tell_once(f"no receiver is called {name}; its messages wait")
            return False
        channel = self._channels.get(receiver.channel)
        why_not = channel.why_not(receiver) if channel else f"there is no channel {receiver.channel}"
        if why_not:
            self._tell_once(f"{why_not}: messages wait in the outbox")
            return False
        return self._pause(receiver).is_over()

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            logger.warning(text)

    def _pause(self, receiver: Receiver) -> Pause:
        return self._pauses.setdefault(_line(receiver), Pause(_AWAY, self._clock))

    def _try(self, message: DueMessage, receiver: Receiver, peers: Sequence[DueMessage]) -> None:
        """Raises TemporaryError when the outbox cannot note."""
        channel = self._channels[receiver.channel]
        try:
            channel.send(message, receiver, before_data=lambda: self._messages.note_sending(message))
        except RefusedError as exc:
            self._fail(message, str(exc))
        except DeferredError as exc:
            self._retry(message, message.state, str(exc))
        except UnansweredError as exc:
            self._retry(message, "sending" if exc.may_have_arrived else message.state, str(exc))
            if receiver.channel != "smtp":
                # Each silence costs a time-out: one at a time, or all other receivers would wait for them.
                self._pause(receiver).after_failure()
                return
        except ServerAwayError as exc:
            self._wait(receiver, exc, peers)
            return
        except TemporaryError:
            raise
        except Exception as exc:  # noqa: BLE001 - one message that cannot be made must not hold up the others
            logger.opt(exception=exc).bind(message_id=message.message_id).error("message cannot be written")
            self._fail(message, f"the message cannot be written: {exc}")
        else:
            self._report(message, "sent", state=self._messages.note_sent(message))
        self._pause(receiver).after_success()

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

    def _wait(self, receiver: Receiver, exc: ServerAwayError, peers: Sequence[DueMessage]) -> None:
        """Everything that is due over this server stays due."""
        seconds = round(self._pause(receiver).after_failure(exc.retry_after or 0.0), 1)
        logger.bind(channel=receiver.channel, error=str(exc), seconds=seconds).warning("messages wait")
        self._messages.note_waiting(peers, str(exc))

    def _report(self, message: DueMessage, result: str, **fields: object) -> None:
        self._metrics.count("kaigong_deliveries_total", labels={"result": result})
        bound = logger.bind(message_id=message.message_id, receiver=message.receiver, form=message.form)
        bound.bind(result=result, **fields).log("INFO" if result == "sent" else "WARNING", "message tried")


def _line(receiver: Receiver | None) -> str:
    """What all have in common that fail together."""
    if receiver is None:
        return ""
    return "smtp" if receiver.channel == "smtp" else f"{receiver.channel} {receiver.id}"
