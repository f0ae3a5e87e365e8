"""Chat and push services through Apprise, which only this module imports, and requests, which it uses."""

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import apprise
import requests
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from consumers.alerting.cutting import cut_after
from consumers.alerting.sending import ServerAwayError, UnansweredError
from wire.errors import ConfigurationError

# It logs tokens: in URLs it calls, and in tokens it refuses.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
# Their limit counts bytes, which Apprise takes for characters; the others are safe with bytes too.
_MAX_BYTES = {"wecombot": 2_000, "dingtalk": 19_000, "feishu": 19_000, "lark": 19_000}
_MAX_ANSWER_BYTES = 2_000

_Event = requests.Response | requests.RequestException
_sockets: ContextVar[list[socket.socket] | None] = ContextVar("kaigong_apprise_sockets", default=None)
_events: ContextVar[list[_Event] | None] = ContextVar("kaigong_apprise_events", default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered. `taken` is what Apprise thinks of it."""

    status: int
    retry_after: str | None
    body: bytes
    taken: bool


class Service:
    """One receiver's service, as its URL names it."""

    def __init__(self, url: str, timeout: float) -> None:
        """Raises ConfigurationError that does not repeat the URL."""
        asset = apprise.AppriseAsset(
            app_id="Kaigong", async_mode=False, http_redirects=False, service_timeout=0
        )
        service = apprise.Apprise.instantiate(url, asset=asset)
        if service is None:
            raise ConfigurationError("the URL is none of Apprise's, or not whole; see docs/receivers.md")
        _keep_to_us(service, timeout)
        self._service = service
        self._timeout = timeout
        self._line = apprise.Apprise(asset=asset)
        self._line.add(service)

    @property
    def schema(self) -> str:
        return str(self._service.schema)

    @property
    def has_title(self) -> bool:
        return bool(self._service.title_maxlen > 0)

    @property
    def body_bytes(self) -> int:
        """The largest body that is safe to send."""
        limit = int(self._service.body_maxlen)
        return min(limit, _MAX_BYTES.get(self.schema, limit))

    def send(self, title: str, body: str) -> Answer:
        """Raises ServerAwayError and UnansweredError; their text has no URL, as that of requests would."""
        try:
            with _watched() as events, _connected() as sockets, cut_after(2 * self._timeout, sockets):
                taken = bool(self._line.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT))
        except TimeoutError as exc:
            raise UnansweredError(f"{self.schema}: no answer in time", may_have_arrived=True) from exc
        match events[-1] if events else None:
            case requests.Response() as response:
                content = response.content[:_MAX_ANSWER_BYTES]
                return Answer(response.status_code, response.headers.get("Retry-After"), content, taken)
            case requests.RequestException() as failure:
                raise _failed(self.schema, failure)
            case _ if taken:
                return Answer(200, None, b"", taken)  # a service that speaks no HTTP
        raise UnansweredError(f"{self.schema}: not sent, and Apprise does not say why", may_have_arrived=True)


def _keep_to_us(service: Any, timeout: float) -> None:
    """What a URL may ask of Apprise, and the outbox does better: to try again, wait, cut or look away."""
    service.retry = 0
    service.optional = False
    service.redirects = False
    service.request_rate_per_sec = 0.0
    service.body_max_line_count = 0
    service.overflow_mode = apprise.OverflowMode.UPSTREAM
    service.socket_connect_timeout = service.socket_read_timeout = timeout


def _failed(schema: str, failure: requests.RequestException) -> ServerAwayError | UnansweredError:
    name = type(failure).__name__
    if isinstance(failure, requests.ConnectTimeout | requests.exceptions.SSLError) or _never_connected(
        failure
    ):
        return ServerAwayError(f"{schema}: no connection ({name})")
    return UnansweredError(f"{schema}: no answer ({name})", may_have_arrived=True)


def _never_connected(failure: requests.RequestException) -> bool:
    cause = getattr(failure.args[0], "reason", None) if failure.args else None
    return isinstance(cause, NewConnectionError)


@contextmanager
def _watched() -> Iterator[list[_Event]]:
    """All that is answered to Apprise, which itself tells only whether it worked."""
    events: list[_Event] = []
    token = _events.set(events)
    try:
        yield events
    finally:
        _events.reset(token)


@contextmanager
def _connected() -> Iterator[list[socket.socket]]:
    """The sockets that Apprise opens."""
    sockets: list[socket.socket] = []
    token = _sockets.set(sockets)
    try:
        yield sockets
    finally:
        _sockets.reset(token)


def _known(connect: Callable[[Any], None]) -> Callable[[Any], None]:
    def connected(connection: HTTPConnection) -> None:
        connect(connection)
        known = _sockets.get()
        if known is not None and isinstance(connection.sock, socket.socket):
            known.append(connection.sock)

    return connected


def _watch(send: Callable[..., requests.Response]) -> Callable[..., requests.Response]:
    def watched(
        session: requests.Session, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        events = _events.get()
        try:
            response = send(session, request, **options)
        except requests.RequestException as exc:
            if events is not None:
                events.append(exc)
            raise
        if events is not None:
            events.append(response)
        return response

    return watched


# Apprise has no place for a hook. Calls that are not Apprise's go through unchanged.
requests.Session.send = _watch(requests.Session.send)  # type: ignore[method-assign]
HTTPConnection.connect = _known(HTTPConnection.connect)  # type: ignore[method-assign,assignment]
HTTPSConnection.connect = _known(HTTPSConnection.connect)  # type: ignore[method-assign,assignment]
