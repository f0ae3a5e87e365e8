"""One POST over a connection of its own, to an address that is allowed, within a time that is kept."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from consumers.alerting.cutting import cut_after
from consumers.alerting.http_answers import visible
from consumers.alerting.sending import ServerAwayError, UnansweredError
from wire.addresses import AddressPolicy
from wire.errors import ConfigurationError

_MAX_ANSWER_BYTES = 1_000
_MAX_ADDRESSES = 3


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Target:
    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _default_port(self.is_secure) else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Raises ConfigurationError that does not repeat the URL: its path may be a secret."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError as exc:
        raise ConfigurationError("the URL has no host or port that can be read") from exc
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise ConfigurationError("the URL is expected as https://host/path, without user and password")
    is_secure = parts.scheme == "https"
    return Target(host, port or _default_port(is_secure), _path(parts), is_secure)


class HttpPost:
    """Redirects are not followed and no proxy is used: what is connected to is what was allowed."""

    def __init__(self, addresses: AddressPolicy, timeout: float) -> None:
        self._addresses = addresses
        self._timeout = timeout

    def __call__(
        self, target: Target, headers: Mapping[str, str], body: bytes, before_data: Callable[[], None]
    ) -> Answer:
        """Raises ServerAwayError before, and UnansweredError after `before_data`."""
        with closing(self._connect(target)) as connection:
            before_data()
            try:
                with cut_after(self._timeout, [connection]):
                    return _exchange(connection, target, headers, body)
            except (OSError, http.client.HTTPException) as exc:
                raise UnansweredError(
                    f"{target.host}: no answer: {_reason(exc)}", may_have_arrived=True
                ) from exc

    def _connect(self, target: Target) -> socket.socket:
        """Raises ServerAwayError."""
        try:
            connection = self._open(target)
        except OSError as exc:
            raise ServerAwayError(f"{target.host}:{target.port}: {_reason(exc)}") from exc
        if not target.is_secure:
            return connection
        try:
            with cut_after(self._timeout, [connection]):
                context = ssl.create_default_context()
                return context.wrap_socket(connection, server_hostname=target.host)
        except (OSError, ValueError) as exc:
            connection.close()
            raise ServerAwayError(f"{target.host}:{target.port}: no safe line: {_reason(exc)}") from exc

    def _open(self, target: Target) -> socket.socket:
        """To the first address that answers; the name is asked once, so that it cannot change its mind."""
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        hosts = [str(one[4][0]) for one in found]
        allowed = [host for host in hosts if self._addresses.permits(host)][:_MAX_ADDRESSES]
        if not allowed:
            raise ServerAwayError(
                f"{target.host} is at a private address; allow its network in KAIGONG_WEBHOOK_ALLOW_NETWORKS"
            )
        timeout = self._timeout / len(allowed)
        *others, last = allowed
        for host in others:
            try:
                return socket.create_connection((host, target.port), timeout)
            except OSError:
                continue
        return socket.create_connection((last, target.port), timeout)


def _exchange(connection: socket.socket, target: Target, headers: Mapping[str, str], body: bytes) -> Answer:
    line = http.client.HTTPConnection(target.host, target.port)
    line.sock = connection
    line.request("POST", target.path, body, {"Host": target.host_header, "Connection": "close", **headers})
    with line.getresponse() as response:
        # Of a yes nothing more is needed, and it need not come to an end.
        said = b"" if response.status < 300 else response.read(_MAX_ANSWER_BYTES)
        return Answer(response.status, response.getheader("Retry-After"), said)


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else path


def _default_port(is_secure: bool) -> int:
    return 443 if is_secure else 80


def _reason(exc: Exception) -> str:
    return visible(str(exc)) or type(exc).__name__
