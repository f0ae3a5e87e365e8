"""An HTTP server between a client and Elasticsearch that may answer, change or cut off a request."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: bytes
    authorization: str | None = None

    @property
    def is_bulk(self) -> bool:
        return self.path.startswith("/_bulk")


@dataclass(frozen=True)
class Answer:
    """`status` 0 closes the connection without a word."""

    status: int
    body: bytes = b"{}"
    content_type: str = "application/vnd.elasticsearch+json;compatible-with=8"
    product: str = "Elasticsearch"

    @classmethod
    def error(cls, status: int, reason: str) -> "Answer":
        return cls(
            status, json.dumps({"error": {"type": "test", "reason": reason}, "status": status}).encode()
        )

    @property
    def json(self) -> Any:
        return json.loads(self.body)


CUT_OFF = Answer(0)
Forward = Callable[[Request], Answer]
Intercept = Callable[[Request, Forward], Answer]


class Between:
    """`intercept` decides about every request; by default it forwards."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self.intercept: Intercept = lambda request, forward: forward(request)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _forward(self, request: Request) -> Answer:
        connection = HTTPConnection(self._target.hostname or "", self._target.port, timeout=60)
        media = "application/vnd.elasticsearch+{}; compatible-with=8"
        kind = "x-ndjson" if request.is_bulk else "json"
        headers = {"Content-Type": media.format(kind), "Accept": media.format("json")}
        try:
            connection.request(request.method, request.path, request.body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answer = between.intercept(
                    Request(self.command, self.path, body, self.headers.get("Authorization")),
                    between._forward,
                )
                if not answer.status:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("X-Elastic-Product", answer.product)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve  # noqa: N815 - named by http.server

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by http.server
                """Tests are told enough by their assertions."""

        return Handler


@contextmanager
def between(url: str) -> Iterator[Between]:
    server = Between(url)
    server.start()
    try:
        yield server
    finally:
        server.close()
