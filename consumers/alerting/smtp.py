"""Mail over SMTP, with one connection kept from mail to mail, and from round to round."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from loguru import logger

from consumers.alerting.sending import DeferredError, RefusedError, ServerAwayError, UnansweredError
from wire.clock import Clock, SystemClock
from wire.settings import Settings

_CLOSING = 421
# Servers end a line that is silent for minutes, some sooner: ask before the next mail, and leave in time.
_ASK_AFTER_SECONDS = 5.0
_LEAVE_AFTER_SECONDS = 60.0


class SmtpMailer:
    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._connection: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, message: EmailMessage, before_data: Callable[[], None]) -> None:
        kept = self._is_kept()
        try:
            self._send(message, before_data)
        except UnansweredError as exc:
            # Servers end a line that they find old; that says nothing about this mail.
            if exc.may_have_arrived or not kept:
                raise
            self._send(message, before_data)

    def _send(self, message: EmailMessage, before_data: Callable[[], None]) -> None:
        connection = self._connection = self._connection or self._connect()
        try:
            self._offer(connection, _address(message, "From"), _address(message, "To"))
            before_data()
            self._transmit(connection, message.as_bytes())
        except (DeferredError, RefusedError):
            self._keep_if_250(connection.rset)
            raise
        except BaseException:
            # Whatever it was: what the server expects next is not known any more.
            self._drop()
            raise
        finally:
            self._used_at = self._clock.monotonic()

    def rest(self) -> None:
        """Leave a server that has had nothing to do for long."""
        if self._connection is not None and self._silent_for() >= _LEAVE_AFTER_SECONDS:
            self.close()

    def probe(self) -> None:
        """Connect, log in and leave. Raises ServerAwayError."""
        self._connection = self._connect()
        self.close()

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def _is_kept(self) -> bool:
        """Whether there is a line to go on with; an old one is asked first."""
        if self._connection is not None and self._silent_for() >= _ASK_AFTER_SECONDS:
            self._keep_if_250(self._connection.noop)
        return self._connection is not None

    def _silent_for(self) -> float:
        return self._clock.monotonic() - self._used_at

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        where = f"{settings.smtp_host}:{settings.smtp_port}"
        try:
            connection = self._open()
        except UnicodeError as exc:
            raise ServerAwayError(f"{where}: no such name (KAIGONG_SMTP_HOST)") from exc
        except ssl.SSLError as exc:
            raise ServerAwayError(f"{where}: no safe line ({settings.smtp_security}): {exc}") from exc
        except (OSError, smtplib.SMTPException) as exc:
            raise ServerAwayError(f"{where}: {_reason(exc)}") from exc
        try:
            self._secure(connection)
            if settings.smtp_user:
                connection.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except UnicodeError:
            connection.close()
            # Its text would show a character of the password.
            raise ServerAwayError(f"{where}: user and password can only have ASCII characters") from None
        except (OSError, smtplib.SMTPException) as exc:
            connection.close()
            raise ServerAwayError(f"{where}: {_reason(exc)}") from exc
        logger.bind(server=where, security=settings.smtp_security).debug("mail server connected")
        return connection

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        address = (settings.smtp_host, settings.smtp_port)
        # Said in EHLO. Left to smtplib it would come from the DNS, which may take long to answer.
        domain = settings.mail_from.rpartition("@")[2]
        if settings.smtp_security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(*address, domain, timeout=settings.smtp_timeout, context=context)
        return smtplib.SMTP(*address, domain, timeout=settings.smtp_timeout)

    def _secure(self, connection: smtplib.SMTP) -> None:
        if self._settings.smtp_security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()

    def _offer(self, connection: smtplib.SMTP, sender: str, receiver: str) -> None:
        """Raises ServerAwayError for a refused sender: that concerns every mail, not this one."""
        try:
            code, text = connection.mail(sender)
            if code != 250:
                raise ServerAwayError(f"the sender {sender} was refused: {_said(code, text)}")
            code, text = connection.rcpt(receiver)
        except (OSError, smtplib.SMTPServerDisconnected) as exc:
            reason = f"the line broke before the mail: {_reason(exc)}"
            raise UnansweredError(reason, may_have_arrived=False) from exc
        if code == _CLOSING:
            raise ServerAwayError(f"the server is closing: {_said(code, text)}")
        if code not in (250, 251):
            raise _refusal(code, text)

    def _transmit(self, connection: smtplib.SMTP, content: bytes) -> None:
        try:
            code, text = connection.data(content)
        except smtplib.SMTPDataError as exc:
            raise _refusal(exc.smtp_code, exc.smtp_error) from exc
        except (OSError, smtplib.SMTPException) as exc:
            raise UnansweredError(f"no answer to the mail: {_reason(exc)}", may_have_arrived=True) from exc
        if code != 250:
            raise _refusal(code, text)

    def _keep_if_250(self, ask: Callable[[], tuple[int, bytes]]) -> None:
        """The next mail goes over a new line if this one is no good."""
        try:
            code, _ = ask()
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _address(message: EmailMessage, header: str) -> str:
    return str(message[header].addresses[0].addr_spec)


def _refusal(code: int, text: bytes | str) -> DeferredError | RefusedError:
    said = _said(code, text)
    return RefusedError(said) if code >= 500 else DeferredError(said)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"


def _reason(exc: Exception) -> str:
    if isinstance(exc, smtplib.SMTPResponseException):
        return _said(exc.smtp_code, exc.smtp_error)
    return str(exc) or type(exc).__name__
