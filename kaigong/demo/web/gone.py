"""Pages that are listed and are no article any more."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from kaigong.demo.web.family import html_response, not_found
from kaigong.demo.web.loopback import Response
from kaigong.demo.web.page import Parts, document

Gone = Callable[[Parts], Response]

HIJACKER = "127.0.77.254"


def _soft_404(parts: Parts) -> Response:
    main = '<div class="tips"><p>抱歉，您访问的页面不存在或已删除</p><a href="/">返回首页</a></div>'
    return html_response(document("页面不存在", [], main, parts.place, "utf-8"))


def _in_review(parts: Parts) -> Response:
    return html_response(
        document(parts.place.site, [], "<div>该信息正在审核中，请稍后访问。</div>", parts.place, "utf-8")
    )


def _to_home(parts: Parts) -> Response:
    return html_response(
        f'<html><script>window.location.href="{parts.place.address}/";</script><body></body></html>'
    )


def _redirected_home(parts: Parts) -> Response:
    return Response(HTTPStatus.FOUND, b"", {"Location": f"{parts.place.address}/"})


def _emptied(parts: Parts) -> Response:
    """The tags are still there, the text is not."""
    main = f'<div class="article">{parts.heading}<div>{parts.line}</div><div id="zoom"></div></div>'
    return html_response(document(parts.head_title, parts.metas, main, parts.place, "utf-8"))


def _loop(parts: Parts) -> Response:
    return Response(HTTPStatus.FOUND, b"", {"Location": parts.url})


def _hijacked(parts: Parts) -> Response:
    """A look-alike serves the same path with words of its own."""
    port = parts.place.address.rpartition(":")[2]
    return Response(
        HTTPStatus.FOUND, b"", {"Location": f"http://{HIJACKER}:{port}/copy/{parts.piece.token}.html"}
    )


def look_alike() -> Response:
    """What the hijacker serves."""
    text = "点击下载，注册即送。" * 20
    title = "港城推进招商引资工作"
    metas = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-01-01 08:00">'
    return html_response(
        f"<html><head>{metas}</head><body><h1>{title}</h1><div id='zoom'><p>{text}</p></div></body></html>"
    )


GONE: Mapping[str, Gone] = {
    "soft-404": _soft_404,
    "soft-404-in-review": _in_review,
    "soft-404-script": _to_home,
    "soft-404-redirect": _redirected_home,
    "deleted-text": _emptied,
    "redirect-loop": _loop,
    "redirect-hijacked": _hijacked,
    "status-404": lambda _: not_found(),
}
