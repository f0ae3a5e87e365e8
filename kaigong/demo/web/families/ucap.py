"""UCAP 开普云: static lists `list.shtml`, `list_2.shtml`; the text stands in a <UCAPCONTENT>."""

import re

from kaigong.demo.web.family import Family, html_response, local, not_found
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.page import document as whole_page
from kaigong.demo.web.pieces import Piece

_LIST = re.compile(r"/zhenghe/tzgg/list(?:_(\d+))?\.shtml")


class Ucap(Family):
    entry = "/zhenghe/tzgg/list.shtml"

    def path(self, piece: Piece) -> str:
        if piece.oddity == "disallowed":
            return f"/nbgl/{piece.token}.shtml"
        return f"/zhenghe/tzgg/{local(piece.published, '%Y%m')}/{piece.token}.shtml"

    def listing(self, request: Request) -> Response | None:
        match = _LIST.fullmatch(request.path)
        if match is None:
            return None
        number = int(match[1] or 1)
        if self.shelf.page(number):
            return self.list_page(self._list(number))
        return self._beyond(number)

    def _beyond(self, number: int) -> Response:
        """Sites answer in three ways when a page is asked for that does not exist."""
        if "beyond-is-page-1" in self.shelf.oddities:
            return self.list_page(self._list(1))
        if "beyond-is-other-column" in self.shelf.oddities:
            rows = "".join(
                f'<li><a href="/zhenghe/tjxx/202001/{n:032x}.shtml" title="别的栏目第{n}篇">别的栏目第{n}篇</a>'
                '<span class="time">2020-01-02</span></li>'
                for n in range(number * 10, number * 10 + 8)
            )
            return self.list_page(f'<ul class="pageList newsList">{rows}</ul>')
        return not_found()

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<li>{row.anchor()}<span class="time">{row.date}</span></li>' for row in self.rows(number)
        )
        return (
            '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zhenghe/">政务公开</a></div>\n'
            f'<div class="container"><ul class="pageList newsList">\n{rows}\n</ul>\n{self._pager(number)}</div>'
        )

    def _pager(self, number: int) -> str:
        # A count that was made before articles were withdrawn.
        pages = self.shelf.pages + (2 if "stale-count" in self.shelf.oddities else 0)
        total = len(self.shelf.pieces)
        return (
            '<div id="page_div" class="pagination"></div><script>'
            f"createPageHTML('page_div',{pages}, {number},'list','shtml',{total});</script>"
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="article"><UCAPTITLE>{parts.heading}</UCAPTITLE>\n'
            f'<div class="article-info">{parts.line}</div>{parts.table}\n'
            f'<div class="article-content" id="zoomcon"><UCAPCONTENT>{parts.before_text}{parts.body}'
            f"{parts.after_text}</UCAPCONTENT></div>\n"
            f'<div class="article-appendixs rel-appendixs">{parts.files}</div>\n{share_bar()}'
            f"{related_block(parts)}{parts.noise}</div>"
        )


class UcapTable(Ucap):
    """A list of documents in a table, as the columns of 信息公开 show them."""

    entry = "/zhenghe/szfwj/xxgk_list.shtml"
    _table = re.compile(r"/zhenghe/szfwj/xxgk_list(?:_(\d+))?\.shtml")

    def path(self, piece: Piece) -> str:
        return f"/zhenghe/szfwj/{local(piece.published, '%Y%m')}/{piece.token}.shtml"

    def listing(self, request: Request) -> Response | None:
        match = self._table.fullmatch(request.path)
        if match is None:
            return None
        number = int(match[1] or 1)
        return self.list_page(self._list(number)) if self.shelf.page(number) else not_found()

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<tr><td>{n}</td><td class="mc">{row.anchor()}</td><td>{row.date}</td></tr>'
            for n, row in enumerate(self.rows(number), 1)
        )
        return (
            '<table class="gzktable"><thead><tr><th>序号</th><th>名称</th><th>发布日期</th></tr></thead>\n'
            f"<tbody>\n{rows}\n</tbody></table>{self._pager(number)}"
        )

    def _pager(self, number: int) -> str:
        return super()._pager(number).replace("'list'", "'xxgk_list'")


class UcapShell(Ucap):
    """A department's page that only forwards to the list; `entry` is what people know."""

    entry = "/zhenghe/"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return html_response(self._forward())
        return super().listing(request)

    def _forward(self) -> str:
        if "entry-is-script" in self.shelf.oddities:
            return f'<html><body><script>location.href="{Ucap.entry}";</script></body></html>'
        if "entry-is-iframe" in self.shelf.oddities:
            main = (
                '<iframe src="/visitcount.jsp?i=1" width="0" height="0"></iframe>'
                f'<iframe src="{Ucap.entry}" width="100%" height="900"></iframe>'
            )
            return whole_page(self.shelf.place.site, [], main, self.shelf.place, "utf-8")
        return (
            f'<html><head><meta http-equiv="refresh" content="0;url={Ucap.entry}"></head><body></body></html>'
        )
