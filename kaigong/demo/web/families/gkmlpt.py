"""gkmlpt: the catalogue of public information, all of it from one JSON address, a hundred at a time."""

from http import HTTPStatus
from typing import Any

from kaigong.demo.web.family import Family, html_response, json_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece

_SID = "755031"
_SIZE = 100


class Gkmlpt(Family):
    entry = "/gkmlpt/index"
    unit = ""
    column = "0"

    def path(self, piece: Piece) -> str:
        return f"{self.unit}/gkmlpt/content/{piece.token[0]}/{int(piece.token[:6], 16)}/post_{int(piece.token[:6], 16)}.html"

    def listing(self, request: Request) -> Response | None:
        if request.path == f"{self.unit}/gkmlpt/index":
            return self.list_page(
                '<div id="app" class="gkmlpt"></div>\n'
                f"<script>var _CONFIG = {{ HOST: '', PATH: '{self.unit}/gkmlpt', SID: '{_SID}', COLUMN: 0 }};</script>"
                '<script src="/gkmlpt/assets/index.js"></script>'
            )
        if request.path != f"{self.unit}/gkmlpt/api/all/{self.column}":
            return None
        asked = request.parameters
        if asked.get("sid") != _SID:
            return html_response("", HTTPStatus.NOT_FOUND)
        # Page 0 and page 1 are the same.
        number = max(int(asked.get("page", "1")), 1)
        pieces = self.shelf.window((number - 1) * _SIZE, number * _SIZE)
        return json_response(
            {"total": len(self.shelf.pieces), "articles": [self._article(piece) for piece in pieces]}
        )

    def _article(self, piece: Piece) -> dict[str, Any]:
        seconds = int(piece.published.timestamp())
        return {
            "id": int(piece.token[:6], 16),
            "title": piece.title,
            "url": self.address(piece),
            "post_url": self.address(piece).replace("post_", "mpost_"),
            "publisher": piece.source,
            "date": seconds,
            "create_time": seconds + 7_200,
            "first_publish_time": seconds,
            "display_publish_time": seconds,
            "document_number": "",
        }

    def line(self, piece: Piece) -> str:
        return f"发布日期：{local(piece.published, '%Y-%m-%d %H:%M:%S')}　浏览次数：-　来源：{piece.source}"

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="content">{parts.heading}<div class="date-row">{parts.line}</div>{parts.table}\n'
            f'<div class="article-content">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</div>'
            f"{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )


class GkmlptUnit(Gkmlpt):
    """The catalogue of one unit, and one column of it, which only the fragment of the address names."""

    entry = "/szfgw/gkmlpt/index#1907"
    unit = "/szfgw"
    column = "1907"
