"""A UCAP-like site with many articles on loopback, served from memory by a process of its own."""

import asyncio
import sys
from datetime import UTC, datetime

from corpus import articles, page

PER_PAGE = 100
_HEAD = (
    "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
    "Content-Length: {length}\r\nConnection: keep-alive\r\n\r\n"
)


def build(count: int) -> dict[str, bytes]:
    """Every path of the site with its whole answer."""
    now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    pages: dict[str, str] = {}
    links: list[str] = []
    for number, article in enumerate(articles(count, now=now)):
        path = f"/bench/yw/202603/{number:032x}.shtml"
        pages[path] = page(article)
        title = article.title
        links.append(
            f'<li><a href="{path}" title="{title}">{title}</a><span class="time">2026-03-02</span></li>'
        )
    total = -(-count // PER_PAGE)
    for n in range(1, total + 1):
        items = "".join(links[(n - 1) * PER_PAGE : n * PER_PAGE])
        name = "/bench/yw/list.shtml" if n == 1 else f"/bench/yw/list_{n}.shtml"
        script = f"createPageHTML('page_div',{total},{n},'list','shtml',{count});"
        pages[name] = (
            f'<html><body><ul class="pageList newsList">{items}</ul><div id="page_div"></div>'
            f"<script>{script}</script></body></html>"
        )
    return {path: _answer("200 OK", text) for path, text in pages.items()}


def _answer(status: str, text: str) -> bytes:
    body = text.encode()
    return _HEAD.format(status=status, length=len(body)).encode() + body


class _Site(asyncio.Protocol):
    def __init__(self, answers: dict[str, bytes]) -> None:
        self._answers = answers
        self._missing = _answer("404 Not Found", "")
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            path = head.split(b" ", 2)[1].decode()
            self._transport.write(self._answers.get(path, self._missing))  # type: ignore[attr-defined]


async def serve(count: int) -> None:
    answers = build(count)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Site(answers), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
