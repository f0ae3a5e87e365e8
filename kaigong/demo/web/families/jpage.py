"""Hanweb 大汉 JCMS: the records stand in a script, further ones come from `dataproxy.jsp`."""

from html import escape
from http import HTTPStatus
from urllib.parse import quote

from kaigong.demo.web.families.datastore import broken, datastore
from kaigong.demo.web.family import Family, data_response, html_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import File, Piece
from kaigong.demo.web.rows import Row

_GROUP = 3
_COLUMN, _UNIT = "84242", "356383"


class Jpage(Family):
    """The dialect that follows `nextgroup`: only `page` counts, what else is asked for is ignored."""

    entry = "/col/col84242/index.html"
    proxy = "/module/web/jpage/dataproxy.jsp"

    def path(self, piece: Piece) -> str:
        day = piece.published
        number = 10_000_000 + int(piece.token[:5], 16)
        return f"/art/{local(day, '%Y')}/{int(local(day, '%m'))}/{int(local(day, '%d'))}/art_{_COLUMN}_{number}.html"

    def file_href(self, piece: Piece, file: File) -> str:  # noqa: ARG002
        name = quote(file.name)
        stored = f"{file.token}.{file.name.rpartition('.')[2]}"
        return f"/module/download/downfile.jsp?classid=0&showname={name}&filename={stored}"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return self.list_page(self._shell())
        if request.path == self.proxy:
            return self.answer_proxy(request)
        return None

    def answer_proxy(self, request: Request) -> Response:
        asked = request.parameters
        if "columnid" not in asked or asked.get("unitid") != _UNIT:
            return html_response("", HTTPStatus.INTERNAL_SERVER_ERROR)
        number = int(asked.get("page", "1"))
        return data_response(self._store(number, number), "text/xml;charset=UTF-8")

    def parameters(self, number: int) -> str:
        place = self.shelf.place
        return (
            f"page={number}&appid=1&webid=1&path=/&columnid={_COLUMN}&unitid={_UNIT}"
            f"&webname={place.site}&permissiontype=0"
        )

    def _store(self, first: int, last: int) -> str:
        pieces = self.shelf.window((first - 1) * self.shelf.per_page, last * self.shelf.per_page)
        group = f"{self.proxy}?{self.parameters(last + 1)}" if last < self.shelf.pages else ""
        records = [self.record(row) for row in self.rows_of(pieces)]
        return datastore(records, len(self.shelf.pieces), self.shelf.pages, group)

    def record(self, row: Row) -> str:
        stray = " style=<br/>" if "stray-markup" in self.shelf.oddities else ""
        anchor = row.anchor(' target="_blank"')
        return f"<li{stray}>{anchor}<b>{row.date}</b></li>"

    def _shell(self) -> str:
        store = self.inline()
        if "escaped-datastore" in self.shelf.oddities:
            store = escape(store, quote=False)
        if "broken-xml" in self.shelf.oddities:
            store = broken(store)
        return (
            '<div id="3001" class="default_pgContainer"><script type="text/xml"><datastore><recordset>'
            '<record><![CDATA[<li><a href="/col/col1/index.html" title="领导之窗">领导之窗</a></li>]]></record>'
            "</recordset></datastore></script></div>\n"
            f'<div class="list"><ul></ul><div id="{_UNIT}" class="default_pgContainer">\n'
            f'<script type="text/xml">{store}</script></div></div>'
        )

    def inline(self) -> str:
        return self._store(1, min(_GROUP, self.shelf.pages))

    def head_title(self, piece: Piece) -> str:
        return f"{self.shelf.place.site} {self.shelf.place.column} {piece.title}"

    def line(self, piece: Piece) -> str:
        day = local(piece.published, "%Y-%m-%d")
        return (
            f"发布日期：{day}&nbsp;&nbsp;浏览次数：<script src='/module/visitcount/articlehits.jsp'></script>&nbsp;"
            f"信息来源：<!--<$[信息来源]>begin-->{piece.source}<!--<$[信息来源]>end-->"
        )

    def layout(self, parts: Parts) -> str:
        return (
            '<div class="main-txt"><div class="tit"><!--<$[标题]>begin-->'
            f"{parts.heading}<!--<$[标题]>end--></div><div class='sub'>{parts.line}</div>{parts.table}\n"
            '<div id="zoom"><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><meta name="ContentStart">'
            f"{parts.before_text}{parts.body}{parts.files}{parts.after_text}"
            '<meta name="ContentEnd"><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div>\n'
            "<p>责任编辑：<!--<$[信息录入人]>begin-->系统管理员<!--<$[信息录入人]>end--></p>"
            f"{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )


class JpageRecords(Jpage):
    """The older dialect: `startrecord`, `endrecord` and `perpage`, asked for with a form."""

    proxy = "/module/jpage/dataproxy.jsp"

    def answer_proxy(self, request: Request) -> Response:
        asked = request.parameters
        first, end = int(asked.get("startrecord", "1")), int(asked.get("endrecord", "0"))
        if asked.get("columnid") != _COLUMN or asked.get("unitid") != _UNIT:
            return html_response("", HTTPStatus.INTERNAL_SERVER_ERROR)
        # Never more than a group at once, whatever is asked for.
        end = min(end or self.shelf.per_page, first - 1 + _GROUP * self.shelf.per_page)
        rows = self.rows_of(self.shelf.window(max(first, 1) - 1, end))
        return data_response(
            datastore([self.record(row) for row in rows], len(self.shelf.pieces)), "text/xml;charset=UTF-8"
        )

    def _shell(self) -> str:
        size = self.shelf.per_page
        return super()._shell() + (
            f"<script>$(function(){{ $('#{_UNIT}').jpage({{ perPage:{size}, groupSize:{_GROUP}, "
            f"totalRecord:{len(self.shelf.pieces)}, proxyUrl:'{self.proxy}', proxyParam:{{ col:1, appid:1, webid:1, "
            f"path:'/', columnid:{_COLUMN}, sourceContentType:3, unitid:'{_UNIT}', "
            f"webname:'{self.shelf.place.site}', permissiontype:0 }} }}); }});</script>"
        )

    def inline(self) -> str:
        end = _GROUP * self.shelf.per_page
        rows = self.rows_of(self.shelf.window(0, end))
        return datastore([self.record(row) for row in rows], len(self.shelf.pieces))


class JpageSealed(Jpage):
    """The parameters of `nextgroup` are encrypted: the address can be followed, never built."""

    def answer_proxy(self, request: Request) -> Response:
        numbers = {self._seal(n): n for n in range(1, self.shelf.pages + 1)}
        number = numbers.get(request.parameters.get("p", ""))
        if number is None:
            return html_response("", HTTPStatus.FORBIDDEN)
        return data_response(self._store(number, number), "text/xml;charset=UTF-8")

    def parameters(self, number: int) -> str:
        return f"p={self._seal(number)}"

    def _seal(self, number: int) -> str:
        return (
            self.shelf.pieces[0].token[number:] + self.shelf.pieces[0].token[:number] + f"{number * 7919:x}"
        )


class JpageGbk(Jpage):
    """Pages in GBK; the XML of the proxy is UTF-8 all the same."""

    charset = "gbk"
