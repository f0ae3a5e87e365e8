"""A mailbox for the demo: an SMTP server on loopback that keeps every message as a file."""

import asyncio
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from kaigong.demo.loop_thread import LoopThread
from wire.errors import ConfigurationError

_HOST = "127.0.0.1"


class _Keep:
    """Writes a message to its folder before the client is told that it was taken."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._count = len(list(directory.glob("*.eml")))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        self._count += 1
        path = self._directory / f"{self._count:05d}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(envelope.original_content or b"")
        unfinished.replace(path)
        return "250 OK"


class Mailbox:
    """Takes every mail on 127.0.0.1; port 0 finds a free one, which `port` tells after start()."""

    def __init__(self, directory: Path, port: int = 0) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.host = _HOST
        self.port = port
        self._directory = directory
        self._keep = _Keep(directory)
        self._loop = LoopThread("demo-mailbox")
        self._server: asyncio.Server | None = None

    def start(self) -> None:
        """Raises ConfigurationError if the port cannot be had."""
        try:
            self._server = self._loop.run(self._listen())
        except OSError as exc:
            self._loop.stop()
            raise ConfigurationError(
                f"The demo's mailbox cannot listen on {_HOST}, port {self.port}: {exc.strerror}. "
                "Choose another port, or 0 for any."
            ) from exc
        self.port = int(self._server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        if self._server is not None:
            self._loop.run(self._close(self._server))
            self._server = None
        self._loop.stop()

    async def _listen(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: SMTP(self._keep, hostname="mailbox.demo"), _HOST, self.port)

    async def _close(self, server: asyncio.Server) -> None:
        server.close()

    def messages(self) -> list[EmailMessage]:
        """In the order of arrival."""
        return [_read(path) for path in sorted(self._directory.glob("*.eml"))]

    def tells_of(self, titles: Iterable[str]) -> bool:
        """Whether each of these articles has come in a mail."""
        mails = [words(message) for message in self.messages()]
        return all(any(title in mail for mail in mails) for title in titles)


def words(message: EmailMessage) -> str:
    """Of its plain text."""
    body = message.get_body(("plain",))
    return body.get_content() if body else ""


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
