"""The ports through which messages leave, and the four ways in which that can fail."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Protocol

from consumers.alerting.model import DueMessage
from consumers.alerting.receivers import Receiver
from wire.errors import KaigongError, TemporaryError


class ServerAwayError(TemporaryError):
    """Nothing can be sent now: no connection, no encryption, no login, or a sender that is refused.

    `retry_after` are the seconds that the server asked for.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeferredError(TemporaryError):
    """The server will not take this mail now (4xx); it has not taken it."""


class UnansweredError(TemporaryError):
    """The line broke without an answer. `may_have_arrived` when the mail itself was on its way."""

    def __init__(self, message: str, *, may_have_arrived: bool) -> None:
        super().__init__(message)
        self.may_have_arrived = may_have_arrived


class RefusedError(KaigongError):
    """The server will never take this mail (5xx)."""


class Channel(Protocol):
    """One way to reach receivers: it writes the message in its own form and hands it over."""

    def why_not(self, receiver: Receiver) -> str | None:
        """What is not set so that nothing can go out at all; messages wait meanwhile."""

    def send(self, message: DueMessage, receiver: Receiver, before_data: Callable[[], None]) -> None:
        """As `Mailer.send`. Raises the errors of this module, and ValueError for what cannot be written."""

    def tell(self, receiver: Receiver, subject: str, text: str) -> None:
        """Something else than alerts, as a test or news for the operators; not kept, not repeated."""

    def rest(self) -> None:
        """Nothing is to be sent just now: a line that has been idle for long is given up."""

    def close(self) -> None:
        """Leave the server politely; the next send connects again."""


class Mailer(Protocol):
    def send(self, message: EmailMessage, before_data: Callable[[], None]) -> None:
        """Returns after the server took the mail. `before_data` is called once the receiver is accepted
        and before any content goes out.

        Raises the errors of this module.
        """

    def rest(self) -> None:
        """Nothing is to be sent just now: a line that has been idle for long is given up."""

    def close(self) -> None:
        """Leave the server politely; the next send connects again."""
