"""TrueCMS: the first records stand in a hidden element, further ones come from `getMessage.do`."""

import json
from html import escape
from http import HTTPStatus

from kaigong.demo.web.families.datastore import datastore
from kaigong.demo.web.family import Family, data_response, html_response
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece
from kaigong.demo.web.rows import Row

_COLUMN_ID = "593f0397-04d7-44c3-8339-240a77a793ce"
_PER_PAGE = 5
_CAP = 20


class TrueCms(Family):
    entry = "/lyzf/gcyw/gcyw.html"
    api = "/TrueCMS/messageController/getMessage.do"

    def path(self, piece: Piece) -> str:
        t = piece.token
        return f"/lyzf/gcyw/content/{t[:8]}-{t[8:12]}-{t[12:16]}-{t[16:20]}-{t[20:]}.html"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return self.list_page(self._column())
        if request.path.lower() == self.api.lower():
            return self._messages(request)
        return None

    def _column(self) -> str:
        first = self.rows_of(self.shelf.window(0, _PER_PAGE * 3))
        records = "\n".join(self._record(row) for row in first)
        address = self.shelf.place.address
        return (
            f'<div id="initData" style="display:none">\n{records}\n</div>\n<div id="msgList"></div><script>\n'
            "var initData='<datastore><totalrecord>%(n)d</totalrecord><recordset>';\n"
            "$('#initData ul').each(function(){ initData+='<record><![CDATA['+$(this).html()+']]></record>'; });\n"
            "$('#msgList').jpage({dataStore:initData,totalRecord:\"%(n)d\",proxyUrl:'%(at)s%(api)s',"
            "perPage:%(per)d,groupSize:3,ajaxParam:{columnId:'%(id)s'}});</script>"
            % {
                "n": len(self.shelf.pieces),
                "at": address,
                "api": self.api,
                "per": _PER_PAGE,
                "id": _COLUMN_ID,
            }
        )

    def _record(self, row: Row) -> str:
        """Each district's template writes a record in another way."""
        on = self.shelf.oddities
        if "onclick-links" in on:
            link = f'<a href="javascript:void(0)" onclick="name2(\'{row.href}\')">{row.text}</a>'
            return f'<ul class="listing"><li>{link}<span class="date">{row.date}</span></li></ul>'
        if "duplicate-ids" in on:
            return f'<ul id="tp"><li id="rp">{row.anchor()}<a id="time">{row.date}</a></li></ul>'
        if "label-dates" in on:
            return f'<ul class="msg">{row.anchor()}<label>[{row.date}]</label></ul>'
        return f'<ul class="xxgk-list-con"><li>{row.anchor()}<span>{row.date}</span></li></ul>'

    def _messages(self, request: Request) -> Response:
        on, asked = self.shelf.oddities, request.parameters
        if "api-off" in on or ("needs-referer" in on and "referer" not in request.headers):
            return html_response("<h1>404</h1>", HTTPStatus.NOT_FOUND)
        if asked.get("columnId") != _COLUMN_ID:
            return html_response("", HTTPStatus.INTERNAL_SERVER_ERROR)
        size = int(asked.get("perpage", "10"))
        rows = [] if size > _CAP else self._window(int(asked["startrecord"]), int(asked["endrecord"]))
        store = datastore([self._record(row) for row in rows], self._total)
        answer = json.dumps({"result": store}, ensure_ascii=False)
        callback = asked.get("callback")
        return data_response(f"{callback}({answer})" if callback else answer, "text/html;charset=UTF-8")

    @property
    def _total(self) -> int:
        return len(self.shelf.pieces) + (10 if "stale-index" in self.shelf.oddities else 0)

    def _window(self, start: int, end: int) -> list[Row]:
        """The records from `start` to `end`, as the index of this installation counts them."""
        first = start if "index-from-0" in self.shelf.oddities else start - 1
        if "stale-index" not in self.shelf.oddities:
            return self.rows_of(self.shelf.window(max(first, 0), end))
        # Ten deleted records in the middle are still counted: their window is empty.
        gap = _PER_PAGE * 3
        numbers = [n if n < gap else n - 10 for n in range(max(first, 0), end) if not gap <= n < gap + 10]
        return self.rows_of(tuple(self.shelf.pieces[n] for n in numbers if n < len(self.shelf.pieces)))

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="cont_mid">{parts.heading}<div class="info">{parts.line}</div>{parts.table}\n'
            f'<div class="content" id="zoomcon">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</div>'
            f"{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )

    def file_links(self, piece: Piece) -> str:
        return "\n".join(
            f'<p><img src="/images/icon_doc.gif"><a href="{escape(self.file_href(piece, file))}" '
            f'title="{escape(file.name)}">{escape(file.name)}</a></p>'
            for file in piece.files
        )
