"""UCAP columns whose records come from a service: the search of a channel and 部门公开."""

from http import HTTPStatus
from typing import Any

from kaigong.demo.web.families.ucap import Ucap
from kaigong.demo.web.family import html_response, json_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.pieces import Piece

_CHANNEL = "5f2b0c7de1a94a6b8c3d9e0f1a2b3c4d"


class UcapChannel(Ucap):
    """`listByChannelRef`: a form is posted; the answer is not in order."""

    entry = "/zhenghe/bmxxgk/xxgkpt_lists.shtml"
    _service = f"/u/search/listByChannelRef/{_CHANNEL}"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return self.list_page(self._shell())
        return self._found(request) if request.path == self._service else None

    def _shell(self) -> str:
        return (
            '<ul class="pageList newsList" id="list"></ul><div id="page_div"></div><script>\n'
            f"var channelId = '{_CHANNEL}';\n"
            "$.post('/u/search/listByChannelRef/' + channelId, {levelType: '', title: '', syh: '',"
            f" currentPage: 1, number: {self.shelf.per_page}}}, show);</script>"
        )

    def _found(self, request: Request) -> Response:
        if request.method != "POST":
            return html_response("", HTTPStatus.METHOD_NOT_ALLOWED)
        asked = request.parameters
        page, size = int(asked.get("currentPage", "1")), min(int(asked.get("number", "10")), 100)
        pieces = self.shelf.window((page - 1) * size, page * size)
        shuffled = sorted(pieces, key=lambda piece: piece.token)
        found = [
            {
                "TITLE": piece.title,
                "URL_COMP": self.path(piece),
                "PC_GKFWRQ_FORMATED": local(piece.published, "%Y-%m-%d"),
            }
            for piece in shuffled
        ]
        total = len(self.shelf.pieces)
        return json_response(
            {"data": {"page": {"list": found, "allRow": total, "pageSize": size, "currentPage": page}}}
        )


class UcapSearch(Ucap):
    """The search of a channel: addresses without a scheme, seconds that disagree with the text."""

    entry = "/zhenghe/xwdt/lists.shtml"
    _service = "/common/search/100782"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return self.list_page(
                '<ul class="list"></ul><script>\n'
                f"$.get('{self._service}?_isAgg=true&_isJson=true&_pageSize={self.shelf.per_page}"
                "&_template=index&_channelName=&page=1', show);</script>"
            )
        return self._found(request) if request.path == self._service else None

    def _found(self, request: Request) -> Response:
        asked = request.parameters
        page = int(asked.get("page", "1"))
        size = int(asked.get("_pageSize", "10"))
        pieces = self.shelf.window((page - 1) * size, page * size)
        results = [self._result(piece) for piece in sorted(pieces, key=lambda piece: piece.token)]
        return json_response(
            {"data": {"total": len(self.shelf.pieces), "page": page, "rows": size, "results": results}}
        )

    def _result(self, piece: Piece) -> dict[str, Any]:
        return {
            "manuscriptId": piece.token,
            "title": piece.title,
            "url": self.address(piece).removeprefix("http:"),
            "publishedTimeStr": local(piece.published, "%Y-%m-%d %H:%M:%S"),
            # Eight hours off: the server takes local time for universal time.
            "publishedTime": int(piece.published.timestamp() + 8 * 3_600) * 1_000,
        }
