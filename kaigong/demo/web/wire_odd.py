"""Pathologies of the transport: lies about the charset, refusals, pretexts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus

from kaigong.demo.web import media
from kaigong.demo.web.family import html_response
from kaigong.demo.web.loopback import Request, Response

CharsetLie = Callable[[str], tuple[bytes, str]]

# Each tells how a page is sent: its bytes, and what the header says of them.
CHARSET_LIES: Mapping[str, CharsetLie] = {
    "gb18030-as-utf-8": lambda page: (_meta(page, "gb2312").encode("gb18030"), "text/html; charset=utf-8"),
    "gb18030-as-latin-1": lambda page: (
        _meta(page, "gb2312").encode("gb18030"),
        "text/html;charset=ISO-8859-1",
    ),
    "utf-8-as-gb2312": lambda page: (_meta(page, "gb2312").encode(), "text/html"),
    "utf-8-with-bom": lambda page: (b"\xef\xbb\xbf" + _meta(page, "gb2312").encode(), "text/html"),
    "no-charset": lambda page: (page.replace("charset=utf-8", "", 1).encode("gb18030"), "text/html"),
}


def _meta(page: str, charset: str) -> str:
    return page.replace("charset=utf-8", f"charset={charset}", 1)


def disguised(response: Response, lie: str) -> Response:
    """The same page with a charset that is not what it says; other things than pages are left alone."""
    if not response.headers.get("Content-Type", "").startswith("text/html; charset=utf-8"):
        return response
    body, kind = CHARSET_LIES[lie](response.body.decode())
    return replace(response, body=body, headers={**response.headers, "Content-Type": kind})


class Gate:
    """Refuses or fobs off, as the site's oddities say; counts what was asked for."""

    def __init__(self, oddities: frozenset[str], home: str) -> None:
        self._oddities = oddities
        self._home = home
        self._asked = 0

    def answer(self, request: Request) -> Response | None:
        self._asked += request.path != "/robots.txt"
        for name in self._oddities & GATES.keys():
            if response := GATES[name](request, self._asked, self._home):
                return response
        return None


def _challenge(status: int, page: str, headers: Mapping[str, str]) -> "Refusal":
    def refuse(request: Request, asked: int, home: str) -> Response | None:  # noqa: ARG001
        if request.path == "/robots.txt":
            return None
        return replace(html_response(page, status), headers={"Content-Type": "text/html", **headers})

    return refuse


def _busy(request: Request, asked: int, home: str) -> Response | None:  # noqa: ARG001
    """Too many requests, once; it says for how long it wants to be left alone."""
    if asked != 4:
        return None
    return Response(HTTPStatus.TOO_MANY_REQUESTS, b"busy", {"Retry-After": "1", "Content-Type": "text/plain"})


def _fobbed_off(request: Request, asked: int, home: str) -> Response | None:
    """After a burst everything is the home page, with status 200."""
    return html_response(home) if asked > 8 and request.path != "/robots.txt" else None


def _robots(text: str, status: int, kind: str) -> "Refusal":
    def answer(request: Request, asked: int, home: str) -> Response | None:  # noqa: ARG001
        if request.path != "/robots.txt":
            return None
        return Response(status, text.encode(), {"Content-Type": kind})

    return answer


Refusal = Callable[[Request, int, str], Response | None]

_JSL = "<script>document.cookie=('_')+('_jsl_clearance_s')+'=1';location.href=location.pathname</script>"
_SHORT = "<html><body>请稍候，正在进行安全验证…<script>var $_ts={};</script></body></html>"
_PLAIN = "text/plain"

GATES: Mapping[str, Refusal] = {
    "challenge-412": _challenge(412, media.CHALLENGE, {}),
    "challenge-521": _challenge(521, _JSL, {"Set-Cookie": "__jsluid_s=0123; path=/; HttpOnly"}),
    "challenge-200": _challenge(200, _SHORT, {}),
    "denied-403": _challenge(403, "<html><h1>403 Forbidden</h1></html>", {}),
    "busy-429": _busy,
    "throttled-to-home": _fobbed_off,
    "robots-is-html": _robots(media.NOT_FOUND, 200, "text/html"),
    "robots-is-down": _robots("", 503, _PLAIN),
    "robots-disallows-list": _robots("User-agent: *\nDisallow: /\n", 200, _PLAIN),
    "robots-disallows-folder": _robots("User-agent: *\nDisallow: /files/\nDisallow: /nbgl/\n", 200, _PLAIN),
}
