"""The outbox: alerts, their deliveries and messages, durable before anything is said or sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consumers.alerting import outbox_schema
from consumers.alerting.alerts import Alerts
from consumers.alerting.deliveries import Deliveries
from consumers.alerting.held_counts import HeldCounts
from consumers.alerting.items import Items
from consumers.alerting.messages import Messages
from consumers.alerting.outbox_writing import OutboxWriting
from consumers.alerting.receiver_states import ReceiverStates
from consumers.alerting.silences import Silences
from wire.clock import Clock
from wire.errors import TemporaryError
from wire.sqlite import connect, data_version, immediate


class Outbox:
    """One file, shared by the alerter, the notifier and the console. One instance per thread."""

    def __init__(self, path: Path, clock: Clock, mail_domain: str = "localhost") -> None:
        self.path = path
        self._clock = clock
        self._mail_domain = mail_domain
        self._connection = connect(path, synchronous="FULL")
        with immediate(self._connection):
            outbox_schema.create(self._connection)
        self.alerts = Alerts(self._connection)
        self.deliveries = Deliveries(self._connection, clock, mail_domain)
        self.held_back = HeldCounts(self._connection)
        self.items = Items(self._connection)
        self.messages = Messages(self._connection, clock)
        self.receivers = ReceiverStates(self._connection)
        self.silences = Silences(self._connection)
        self._version = data_version(self._connection)

    @contextmanager
    def writing(self) -> Iterator[OutboxWriting]:
        """All or nothing. Raises TemporaryError when the file is locked, full or gone."""
        with immediate(self._connection) as connection:
            yield OutboxWriting(connection, self._clock.now(), self._mail_domain)

    def has_changed(self) -> bool:
        """Whether another instance wrote since this was asked last; True as well when that cannot be told."""
        try:
            version = data_version(self._connection)
        except TemporaryError:
            return True
        changed, self._version = version != self._version, version
        return changed

    def close(self) -> None:
        self._connection.close()
