"""A small real web server on loopback that keeps a log of its requests and can misbehave."""

import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"


@dataclass
class Visit:
    """One request as the site saw it; `begun` and `ended` are monotonic."""

    path: str
    headers: Mapping[str, str]
    begun: float
    ended: float = 0.0
    status: int = 0


Behaviour = Callable[["Exchange"], None]
Page = Answer | str | Behaviour


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer; a page that is a function drives it by hand."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        visit = Visit(self.path, dict(self.headers.items()), time.monotonic())
        site = self.server.site
        with site.lock:
            site.visits.append(visit)
        page = site.pages.get(self.path, Answer(b"nothing here", 404))
        try:
            if callable(page):
                page(self)
            else:
                self.answer(page if isinstance(page, Answer) else Answer(page.encode()))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            visit.ended = time.monotonic()
            visit.status = getattr(self, "sent", 0)

    def answer(self, answer: Answer) -> None:
        self.head(answer.status, {"Content-Type": answer.content_type, **answer.headers}, len(answer.body))
        self.wfile.write(answer.body)

    def head(self, status: int, headers: Mapping[str, str], length: int | None) -> None:
        self.sent = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: "Site"

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class Site:
    """Serves `pages` (path → page) on one loopback address until closed."""

    def __init__(self, host: str, pages: dict[str, Page] | None = None, port: int = 0) -> None:
        self.host = host
        self.pages: dict[str, Page] = pages or {}
        self.visits: list[Visit] = []
        self.lock = threading.Lock()
        self._scheme = "http"
        self._server = _Server((host, port), Exchange)
        self._server.site = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{self._scheme}://{self.host}:{self.port}"

    def secure(self, context: ssl.SSLContext) -> None:
        """Speak TLS from the next connection on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https"

    def paths(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        return [visit.path for visit in self.visits if visit.path != "/robots.txt"]

    def count(self, path: str) -> int:
        return sum(visit.path == path for visit in self.visits)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving(*sites: Site) -> Iterator[None]:
    try:
        yield
    finally:
        for site in sites:
            site.close()


def listing(*paths: str, titles: Mapping[str, str] | None = None, after: str = "") -> str:
    titles = {path: f"关于{path}号事项的通报" for path in paths} | dict(titles or {})
    links = "".join(
        f'<li><a href="{path}">{titles[path]}</a><span>2026-01-0{n % 9 + 1}</span></li>'
        for n, path in enumerate(paths)
    )
    return f'<html><head><title>要闻</title></head><body><ul class="list">{links}</ul>{after}</body></html>'


def article(title: str, text: str = "", date: str = "2026-01-05 09:30") -> str:
    body = text or f"{title}的有关情况如下。全市各有关单位按照计划推进各项工作，项目建设取得新的进展。" * 3
    return (
        f'<html><head><title>{title}</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{date}"><meta name="ContentSource" content="测试市人民政府网"></head>'
        f'<body><h1>{title}</h1><div id="zoom"><p>{body}</p></div></body></html>'
    )


def slow_drip(chunk: bytes, pause: float, times: int) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.head(200, {"Content-Type": "text/html"}, None)
        for _ in range(times):
            exchange.wfile.write(chunk)
            exchange.wfile.flush()
            time.sleep(pause)

    return behave


def reset(exchange: Exchange) -> None:
    """Tear the connection down in the middle of the answer."""
    exchange.head(200, {"Content-Type": "text/html"}, 1000)
    exchange.wfile.write(b"<html>")
    exchange.wfile.flush()
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    exchange.connection.close()
    exchange.close_connection = True


def gzip_bomb(size: int) -> Answer:
    return Answer(gzip.compress(b"0" * size), headers={"Content-Encoding": "gzip"})


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(b"", status, {"Location": to})


def conditional(body: str, etag: str) -> Behaviour:
    """304 for who has this version already."""

    def behave(exchange: Exchange) -> None:
        if exchange.headers.get("If-None-Match") == etag:
            exchange.answer(Answer(b"", 304, {"ETag": etag}))
        else:
            exchange.answer(Answer(body.encode(), headers={"ETag": etag}))

    return behave
