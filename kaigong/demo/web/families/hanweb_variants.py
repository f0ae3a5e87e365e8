"""Hanweb as other provinces have it: other paths of the proxy, other records, other pagers."""

from html import escape
from urllib.parse import parse_qs

from kaigong.demo.web.families.datastore import datastore
from kaigong.demo.web.families.jpaas import Jpaas
from kaigong.demo.web.families.jpage import Jpage
from kaigong.demo.web.family import data_response, json_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.pieces import Piece
from kaigong.demo.web.rows import Row


class JpageMore(Jpage):
    """Several columns in one list; `nextgroup` is relative to the proxy, dates stand inside the links."""

    entry = "/col/col1229165988/index.html?uid=6101313&pageNum=1"
    proxy = "/module/jslib/jquery/jpage/morecolumndataproxy.jsp"

    def path(self, piece: Piece) -> str:
        day = piece.published
        column = 1_229_179_150 + piece.number % 2
        number = 1_800_000 + int(piece.token[:5], 16)
        return f"/art/{local(day, '%Y')}/{int(local(day, '%m'))}/{int(local(day, '%d'))}/art_{column}_{number}.html"

    def href(self, piece: Piece) -> str:
        return self.address(piece)

    def listing(self, request: Request) -> Response | None:
        if request.path == "/col/col1229165988/index.html":
            # Whatever page is asked for, the server shows the first.
            return self.list_page(self._shell())
        return self.answer_proxy(request) if request.path == self.proxy else None

    def answer_proxy(self, request: Request) -> Response:
        asked = parse_qs(request.query)
        if asked.get("columnid") != ["1229179150,1229179151"]:
            return data_response(datastore([], 0), "text/xml")
        number = int(asked.get("page", ["1"])[0])
        return data_response(self._store(number, number), "text/xml;charset=UTF-8")

    def _store(self, first: int, last: int) -> str:
        pieces = self.shelf.window((first - 1) * self.shelf.per_page, last * self.shelf.per_page)
        following = (
            f"./morecolumndataproxy.jsp?page={last + 1}&appid=1&webid=3095&path=/&columnid=1229179150,1229179151"
            f"&unitid=6101313&webname={self.shelf.place.site}"
        )
        # On the column's own page the address is from the root.
        if last > first or last == 1:
            following = following.replace("./", self.proxy.rpartition("/")[0] + "/", 1)
        group = following if last < self.shelf.pages else ""
        rows = [self.record(row) for row in self.rows_of(pieces)]
        return datastore(rows, len(self.shelf.pieces), self.shelf.pages, group)

    def record(self, row: Row) -> str:
        title = escape(row.title or row.text)
        return (
            f'<li><a href="{escape(row.href)}" target="_blank" title="{title}"><span>{row.text}</span>'
            f"<i>{row.date}</i></a></li>"
        )

    def _shell(self) -> str:
        return (
            '<div id="6101313" class="default_pgContainer"></div><script type="text/xml">'
            f"{self._store(1, 1)}</script>"
        )


class JpaasLay(Jpaas):
    """The pager is a call of a script, titles are cut and have no attribute."""

    list_tag = "栏目内容"

    def _html(self, number: int) -> str:
        rows = "".join(
            f'<div class="li"><a href="{escape(row.href)}" target="_blank">{row.text[:9]}...</a><b>{row.date}</b></div>'
            for row in self.rows(number)
        )
        count = len(self.shelf.pieces)
        return (
            f'<div class="page-content">{rows}</div><div id="pages"></div><script>oLayPageRender("pages", '
            f'{{rows:"{self.shelf.per_page}",count:"{count}",pageNo:"{number}"}});</script>'
        )

    def _build(self, request: Request) -> Response:
        if "tplSetId" not in request.query:
            return json_response({"success": False, "data": None})
        return super()._build(request)
