"""A real HTTP server on loopback that keeps what it is sent and misbehaves as its script says.

Actions by the path's first part, one a request, then `200`:

    200, 404 …         answer this
    429:7              answer this with `Retry-After: 7`
    302                lead to /elsewhere
    drop               read the request, break the line
    hang               read the request, answer nothing until the server stops
    wait               200, but not before `go_on` is set
    endless            200, and a body that never ends
    drip               answer one byte of a header after the other, for ever
    json:{…}           200 with this body
"""

import ssl
import threading
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_DRIP_SECONDS = 0.05
_LONGEST_WAIT = 60.0


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return self.path.strip("/").split("/")[0].split("?")[0]


class HookServer:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.actions: dict[str, list[str]] = defaultdict(list)
        self.stopping = threading.Event()
        self.go_on = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"hooks": self}))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    def got(self, name: str) -> list[Request]:
        return [one for one in self.requests if one.name == name]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Handler(BaseHTTPRequestHandler):
    hooks: HookServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = Request(self.path, dict(self.headers.items()), body)
        self.hooks.requests.append(request)
        actions = self.hooks.actions[request.name]
        self._act(actions.pop(0) if actions else "200")

    def _act(self, action: str) -> None:
        self.close_connection = True
        if action == "hang":
            self.hooks.stopping.wait()
        elif action == "wait":
            self.hooks.go_on.wait(_LONGEST_WAIT)
            self._answer(200, b"")
        elif action == "drip":
            self._drip(b"X-Drip: ")
        elif action == "endless":
            self._drip(b"\r\n")
        elif action.startswith("json:"):
            self._answer(200, action.removeprefix("json:").encode())
        elif action != "drop":
            status, _, retry_after = action.partition(":")
            self._answer(int(status), b"scripted", retry_after)

    def _drip(self, start: bytes) -> None:
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + start)
            while not self.hooks.stopping.wait(_DRIP_SECONDS):
                self.wfile.write(b"x")
        except OSError:
            return  # the other side has had enough

    def _answer(self, status: int, body: bytes, retry_after: str = "") -> None:
        self.send_response(status)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002
