"""The demo's sites on loopback: each publisher on an address of its own, all on one port."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from ipaddress import IPv4Address

from kaigong.demo import addresses
from kaigong.demo.model import DemoArticle
from kaigong.demo.render import Renderer
from kaigong.demo.sites import SITES, Column, Site
from kaigong.demo.web import media
from kaigong.demo.web.loopback import LoggedRequest, LoopbackServer, Request, Response
from kaigong.demo.world import World
from wire.clock import Clock, SystemClock

_RELATED = 4
_BLOCKED_SITE = "guanyun"


class DemoWeb:
    """`elapsed` tells the seconds of the demo that have passed; by default it begins with start().

    With `blocked`, one site answers 412 and a challenge page after `blocked_after` seconds.
    """

    def __init__(
        self,
        world: World,
        port: int = 0,
        first_address: str = "127.0.0.11",
        *,
        elapsed: Callable[[], float] | None = None,
        blocked: bool = False,
        blocked_after: float = 60.0,
        clock: Clock | None = None,
    ) -> None:
        self._world = world
        self._clock = clock or SystemClock()
        self._elapsed = elapsed or self._since_start
        self._started = self._clock.monotonic()
        self._blocked_after = blocked_after if blocked else float("inf")
        self._render = Renderer()
        self._sites = {str(IPv4Address(first_address) + number): one for number, one in enumerate(SITES)}
        self._server = LoopbackServer(list(self._sites), port, self._answer, self._clock)

    def start(self) -> None:
        self._server.start()
        self._started = self._clock.monotonic()

    def stop(self) -> None:
        self._server.stop()

    @property
    def log(self) -> list[LoggedRequest]:
        """Every request so far, in order."""
        return self._server.log

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def elapsed(self) -> float:
        return self._elapsed()

    def site_url(self, site: Site) -> str:
        host = next(host for host, one in self._sites.items() if one.key == site.key)
        return f"http://{host}:{self.port}"

    def list_url(self, site: Site, column: Column) -> str:
        return self.site_url(site) + addresses.list_path(site, column)

    def article_url(self, article: DemoArticle) -> str:
        site = next(one for one in SITES if one.key == article.site)
        return self.site_url(site) + addresses.article_path(site, article)

    def _since_start(self) -> float:
        return self._clock.monotonic() - self._started

    def _answer(self, request: Request) -> Response:
        site = self._sites[request.host]
        if request.method not in ("GET", "HEAD"):
            return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        if site.key == _BLOCKED_SITE and self._elapsed() >= self._blocked_after:
            return _html(media.CHALLENGE, HTTPStatus.PRECONDITION_FAILED)
        if request.path == "/robots.txt":
            return _robots(site)
        if (found := media.static(request.path)) is not None:
            return _conditional(request, _html("", kind=found.kind, body=found.body))
        return self._page(request, site)

    def _page(self, request: Request, site: Site) -> Response:
        shown = self._world.all(self._elapsed())
        if (place := addresses.find_list(site, request.path)) is not None:
            return self._list_page(request, site, place, shown)
        here = [one for one in shown if one.site == site.key]
        if request.path == "/":
            return _conditional(request, _html(self._render.home(site), charset=site.charset))
        for article in here:
            if addresses.article_path(site, article) == request.path:
                page = self._render.article_page(site, article, _related(article, here))
                return self._dated(request, site, page, [article])
        return _html(media.NOT_FOUND, HTTPStatus.NOT_FOUND)

    def _list_page(
        self, request: Request, site: Site, place: addresses.ListPath, shown: list[DemoArticle]
    ) -> Response:
        listed = [one for one in shown if (one.site, one.column) == (site.key, place.column.key)]
        if place.number > 1 and (place.number - 1) * place.column.page_size >= len(listed):
            return _html(media.NOT_FOUND, HTTPStatus.NOT_FOUND)
        return self._dated(
            request, site, self._render.list_page(site, place.column, listed, place.number), listed
        )

    def _dated(self, request: Request, site: Site, text: str, articles: list[DemoArticle]) -> Response:
        newest = max((one.appears for one in articles), default=0.0)
        modified = format_datetime(self._world.now + timedelta(seconds=int(newest)), usegmt=True)
        return _conditional(request, _html(text, charset=site.charset, headers={"Last-Modified": modified}))


def _related(article: DemoArticle, here: list[DemoArticle]) -> list[DemoArticle]:
    """Only what was there before it, so that the page of an article never changes."""
    before = [one for one in here if one.appears < article.appears and not one.disallowed]
    return before[:_RELATED]


def _html(
    text: str,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    charset: str = "utf-8",
    kind: str | None = None,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    # The newspaper's server names no charset, as old ones do: the page's own meta has to tell.
    html = "text/html" if charset == "gb18030" else "text/html; charset=utf-8"
    content = text.encode(charset) if body is None else body
    return Response(status, content, {"Content-Type": kind or html, **(headers or {})})


def _robots(site: Site) -> Response:
    if site.robots == "missing":
        return _html(media.NOT_FOUND, HTTPStatus.NOT_FOUND)
    if site.robots == "html":
        return _html(media.NOT_FOUND)
    rule = addresses.disallowed_folder(site) if site.robots == "rules" else ""
    return _html("", kind="text/plain", body=f"User-agent: *\nDisallow: {rule}\n".encode())


def _conditional(request: Request, response: Response) -> Response:
    """The response with an ETag, or 304 where the client already has it."""
    etag = f'"{sha256(response.body).hexdigest()[:20]}"'
    headers = {**response.headers, "ETag": etag}
    if (known := request.headers.get("if-none-match")) is not None:
        same = etag in known
    else:
        same = _not_modified(request.headers.get("if-modified-since"), headers.get("Last-Modified"))
    return (
        Response(HTTPStatus.NOT_MODIFIED, b"", headers)
        if same
        else Response(response.status, response.body, headers)
    )


def _not_modified(since: str | None, modified: str | None) -> bool:
    if since is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
