"""The notifier: sends what is due in the outbox, and notes before and after what may have arrived."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from loguru import logger

from consumers.alerting.locks import the_only_one
from consumers.alerting.mail import MailWriter
from consumers.alerting.model import DueDelivery
from consumers.alerting.outbox import Outbox
from consumers.alerting.pause import Pause
from consumers.alerting.relay import publish_changes
from consumers.alerting.sending import DeferredError, Mailer, RefusedError, ServerAwayError, UnansweredError
from wire.clock import Clock
from wire.errors import TemporaryError
from wire.messages import DeliveryState
from wire.metrics import Metrics, NoMetrics
from wire.retry import Backoff
from wire.settings import Settings
from wire.stopping import StopRequest
from wire.stream import Producer

_BATCH = 100
_GIVE_UP_AFTER = timedelta(days=3)
_SHORTEST_LOOK, _LONGEST_LOOK = 0.05, 0.5
_DEFERRED = Backoff(first=30.0, longest=3600.0)
_AWAY = Backoff(first=1.0, longest=60.0)


class Notifier:
    """One per outbox. A delivery that waits or fails never holds up another."""

    def __init__(
        self,
        outbox: Outbox,
        mailer: Mailer,
        producer: Producer,
        clock: Clock,
        settings: Settings,
        metrics: Metrics | None = None,
    ) -> None:
        self._outbox = outbox
        self._mailer = mailer
        self._producer = producer
        self._clock = clock
        self._has_server = bool(settings.smtp_host)
        self._writer = MailWriter(settings.mail_from, settings.zone)
        self._metrics = metrics or NoMetrics()
        self._server_pause = Pause(_AWAY, clock)
        self._stream_pause = Pause(_AWAY, clock)
        self._stopping = StopRequest()

    def run(self, stop: StopRequest, on_alive: Callable[[], None]) -> None:
        """Until `stop` is set; the mail in work is finished first. `on_alive` is called after every mail.

        Raises ConfigurationError when another notifier works on this outbox: each mail would go out twice.
        """
        with the_only_one(self._outbox.path.with_suffix(".notifier"), "notifier"):
            self._run(stop, on_alive)

    def _run(self, stop: StopRequest, on_alive: Callable[[], None]) -> None:
        self._stopping = stop
        if not self._has_server:
            logger.warning("no mail server is set (KAIGONG_SMTP_HOST): mails wait in the outbox")
        wait = _SHORTEST_LOOK
        while not stop.is_set():
            on_alive()
            tried = self.run_once(on_alive)
            wait = _SHORTEST_LOOK if tried else min(_LONGEST_LOOK, 2 * wait)
            stop.wait(wait)

    def run_once(self, on_alive: Callable[[], None] = lambda: None) -> int:
        """Try everything that is due now, and tell the stream; how many deliveries were tried."""
        tried = 0
        if self._has_server and self._server_pause.is_over():
            try:
                tried = self._send_due(on_alive)
                self._server_pause.after_success()
            except TemporaryError as exc:
                self._wait(exc)
            finally:
                self._mailer.close()
        self._tell_stream()
        return tried

    def close(self) -> None:
        self._mailer.close()
        self._outbox.close()
        self._producer.close()

    def _send_due(self, on_alive: Callable[[], None]) -> int:
        due = self._outbox.deliveries.due(_BATCH)
        for delivery in due:
            if self._stopping.is_set():
                break
            self._send(delivery)
            on_alive()
        return len(due)

    def _send(self, delivery: DueDelivery) -> None:
        """Raises TemporaryError when no delivery can be sent or noted now."""
        message = self._written(delivery)
        if message is None:
            return
        deliveries = self._outbox.deliveries
        try:
            self._mailer.send(message, before_data=lambda: deliveries.note_sending(delivery))
        except RefusedError as exc:
            self._fail(delivery, str(exc))
        except DeferredError as exc:
            self._retry(delivery, delivery.state, str(exc))
        except UnansweredError as exc:
            self._retry(delivery, "sending" if exc.may_have_arrived else delivery.state, str(exc))
        else:
            state = deliveries.note_sent(delivery)
            self._report(delivery, "sent", state=state)

    def _written(self, delivery: DueDelivery) -> EmailMessage | None:
        try:
            return self._writer.write(delivery)
        except Exception as exc:  # noqa: BLE001 - one mail that cannot be made must not hold up the others
            logger.opt(exception=exc).bind(alert_id=delivery.alert_id).error("mail cannot be written")
            self._fail(delivery, f"the mail cannot be written: {exc}")
            return None

    def _retry(self, delivery: DueDelivery, state: DeliveryState, error: str) -> None:
        now = self._clock.now()
        if delivery.first_attempt_at and now - delivery.first_attempt_at > _GIVE_UP_AFTER:
            self._fail(delivery, f"given up after {_GIVE_UP_AFTER.days} days: {error}")
            return
        delay = _DEFERRED.delay(delivery.attempts + 1)
        self._outbox.deliveries.note_retry(delivery, state, error, now + timedelta(seconds=delay))
        self._report(delivery, "retry", error=error, seconds=round(delay))

    def _fail(self, delivery: DueDelivery, error: str) -> None:
        if delivery.may_have_arrived:
            error = f"{error} (an earlier attempt may have arrived)"
        self._outbox.deliveries.note_failed(delivery, error)
        self._report(delivery, "failed", error=error)

    def _wait(self, exc: TemporaryError) -> None:
        """Everything that is due stays due."""
        seconds = round(self._server_pause.after_failure(), 1)
        logger.bind(error=str(exc), seconds=seconds).warning("mails wait")
        if isinstance(exc, ServerAwayError):
            self._outbox.deliveries.note_waiting(str(exc))

    def _tell_stream(self) -> None:
        if not self._stream_pause.is_over():
            return
        try:
            publish_changes(self._outbox, self._producer, self._clock)
            self._stream_pause.after_success()
        except TemporaryError as exc:
            # What was not told stays marked in the outbox, so the next round tells it.
            seconds = round(self._stream_pause.after_failure(), 1)
            logger.bind(error=str(exc), seconds=seconds).warning("the stream is away; mails go on")

    def _report(self, delivery: DueDelivery, result: str, **fields: object) -> None:
        self._metrics.count("kaigong_deliveries_total", labels={"result": result})
        bound = logger.bind(alert_id=delivery.alert_id, receiver=delivery.receiver, result=result, **fields)
        bound.log("INFO" if result == "sent" else "WARNING", "delivery tried")
