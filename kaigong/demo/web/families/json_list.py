"""Columns whose page is empty and whose records are one static JSON file, as gov.cn has them."""

import json

from kaigong.demo.web.family import Family, data_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece


class JsonList(Family):
    entry = "/yaowen/liebiao/home.htm"
    _file = "/yaowen/liebiao/YAOWENLIEBIAO.json"

    def path(self, piece: Piece) -> str:
        return f"/yaowen/liebiao/{local(piece.published, '%Y%m')}/content_{7_000_000 + int(piece.token[:5], 16)}.htm"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return self.list_page(
                '<div class="list list_1"><ul></ul><div class="newspage cl"></div></div><script>\n'
                '$.getJSON("./YAOWENLIEBIAO.json", function (data) { showPage(data, 1, 20); });</script>'
            )
        if request.path != self._file:
            return None
        rows = [
            {
                "TITLE": piece.title,
                "SUB_TITLE": "",
                "URL": self.address(piece),
                "DOCRELPUBTIME": local(piece.published, "%Y-%m-%d"),
            }
            for piece in self.shelf.pieces
        ]
        return data_response(json.dumps(rows, ensure_ascii=False), "application/json")

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="article oneColumn">{parts.heading}<div class="pages-date">{parts.line}</div>{parts.table}\n'
            f'<div class="pages_content" id="UCAP-CONTENT">{parts.before_text}{parts.body}{parts.files}'
            f"{parts.after_text}</div>{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )
