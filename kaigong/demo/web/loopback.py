"""A small HTTP server on many loopback addresses and one port, with a log of every request."""

import asyncio
import errno
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from kaigong.demo.loop_thread import LoopThread
from wire.clock import Clock
from wire.errors import ConfigurationError

_HEAD_LIMIT = 32_768
_BODY_LIMIT = 65_536
_HEAD_SECONDS = 30.0
_PORT_TRIES = 20


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is decoded and without a query; header names are lower case."""

    host: str
    method: str
    path: str
    headers: Mapping[str, str]
    query: str = ""
    body: bytes = b""

    @property
    def parameters(self) -> dict[str, str]:
        """Of the query and of a form that was posted, decoded."""
        posted = self.body.decode("utf-8", "replace") if self._is_form else ""
        return dict(parse_qsl(self.query, keep_blank_values=True) + parse_qsl(posted, keep_blank_values=True))

    @property
    def _is_form(self) -> bool:
        return self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True)
class Response:
    """`status` may be one that no standard knows; `wait` are seconds that the site takes its time."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as the site saw it, from `at` to `ended`: seconds of the clock's monotonic time."""

    at: float
    host: str
    method: str
    path: str
    status: int
    user_agent: str
    validators: tuple[str, ...] = ()
    query: str = ""
    ended: float = 0.0


class LoopbackServer:
    """Serves `answer` on every address, in a thread of its own with one event loop."""

    def __init__(
        self, addresses: Sequence[str], port: int, answer: Callable[[Request], Response], clock: Clock
    ) -> None:
        self.port = port
        self._addresses = list(addresses)
        self._answer = answer
        self._clock = clock
        self._log: list[LoggedRequest] = []
        self._loop = LoopThread("demo-web")
        self._server: asyncio.Server | None = None

    @property
    def log(self) -> list[LoggedRequest]:
        return list(self._log)

    def forget(self) -> None:
        """Begin the log anew."""
        self._log.clear()

    def start(self) -> None:
        """Raises ConfigurationError if an address or the port cannot be had."""
        try:
            self._loop.run(self._listen())
        except OSError as exc:
            self._loop.stop()
            raise ConfigurationError(
                f"The demo sites cannot listen on port {self.port} of {', '.join(self._addresses)}: "
                f"{exc.strerror}. Choose another port, or 0 for any; on macOS, first add them to lo0."
            ) from exc

    def stop(self) -> None:
        if self._server is not None:
            self._loop.run(self._close(self._server))
            self._server = None
        self._loop.stop()

    async def _listen(self) -> None:
        for _ in range(_PORT_TRIES):
            port = self.port or await self._free_port()
            try:
                self._server = await asyncio.start_server(
                    self._talk, self._addresses, port, limit=_HEAD_LIMIT
                )
            except OSError as exc:
                # A port that is free on the first address may be taken on the next one.
                if self.port or exc.errno != errno.EADDRINUSE:
                    raise
            else:
                self.port = port
                return
        raise OSError(errno.EADDRINUSE, "no port is free on all addresses")

    async def _free_port(self) -> int:
        async with await asyncio.start_server(self._talk, self._addresses[0], 0) as probe:
            return int(probe.sockets[0].getsockname()[1])

    async def _close(self, server: asyncio.Server) -> None:
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while await self._exchange(reader, writer, host):
                pass
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the client went away, or never finished its request
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> bool:
        """One request and its response; false when the connection is to be closed."""
        async with asyncio.timeout(_HEAD_SECONDS):
            request = _parse(await reader.readuntil(b"\r\n\r\n"), host)
            if request is not None:
                request = await _with_body(request, reader)
        begun = self._clock.monotonic()
        response = self._answer(request) if request else Response(HTTPStatus.BAD_REQUEST)
        await asyncio.sleep(response.wait)
        if request:
            self._note(request, response, begun)
        keep = request is not None and request.headers.get("connection", "").lower() != "close"
        writer.write(_encode(response, with_body=request is None or request.method != "HEAD", keep=keep))
        await writer.drain()
        return keep

    def _note(self, request: Request, response: Response, begun: float) -> None:
        validators = tuple(name for name in ("if-none-match", "if-modified-since") if name in request.headers)
        self._log.append(
            LoggedRequest(
                at=begun,
                host=request.host,
                method=request.method,
                path=request.path,
                status=int(response.status),
                user_agent=request.headers.get("user-agent", ""),
                validators=validators,
                query=request.query,
                ended=self._clock.monotonic(),
            )
        )


async def _with_body(request: Request, reader: asyncio.StreamReader) -> Request:
    """Raises ConnectionError for a body that is too long or of unknown length."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _BODY_LIMIT or "transfer-encoding" in request.headers:
        raise ConnectionError(f"a body of {length} bytes is not taken")
    return replace(request, body=await reader.readexactly(int(length)))


def _parse(head: bytes, host: str) -> Request | None:
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    try:
        address = urlsplit(words[1])
        path, query = unquote(address.path), address.query
    except ValueError:
        return None
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Request(host, words[0], path, headers, query)


def _encode(response: Response, *, with_body: bool, keep: bool) -> bytes:
    headers = {
        "Date": formatdate(usegmt=True),
        "Server": "nginx",
        **response.headers,
        "Content-Length": str(len(response.body)),
        "Connection": "keep-alive" if keep else "close",
    }
    if response.status == HTTPStatus.NOT_MODIFIED:
        del headers["Content-Length"]
    lines = [f"HTTP/1.1 {int(response.status)} {_phrase(response.status)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head + response.body if with_body else head


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
