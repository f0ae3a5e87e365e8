"""More content managers that nobody knows, each with its own idea of page 2."""

from kaigong.demo.web.families.unknown import Unknown
from kaigong.demo.web.family import local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block
from kaigong.demo.web.pieces import Piece


class UnknownNumbered(Unknown):
    """`/class/412` and `/class/412/2`; articles are numbers too, below another folder."""

    entry = "/class/412"

    def path(self, piece: Piece) -> str:
        return f"/info/412/{40_000 + int(piece.token[:5], 16)}"

    def listing(self, request: Request) -> Response | None:
        return self.numbered(request, r"/class/412(?:/(\d+))?/?", self._list)

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<tr><td>{row.anchor()}</td><td align="right" nowrap>({row.date})</td></tr>'
            for row in self.rows(number)
        )
        return f'<table width="98%" cellpadding="4">\n{rows}\n</table><p>共{self.shelf.pages}页</p>'

    def layout(self, parts: Parts) -> str:
        return (
            f'<table width="960" align="center"><tr><td align="center">{parts.heading}</td></tr>'
            f'<tr><td align="center">{parts.line}</td></tr>{parts.table and f"<tr><td>{parts.table}</td></tr>"}'
            f'<tr><td class="txt">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</td></tr></table>'
            f"{related_block(parts)}{parts.noise}"
        )


class UnknownFromZero(Unknown):
    """`index.jhtml`, `index_1.jhtml`: the second page is number 1, and no script says so."""

    entry = "/tzgg/index.jhtml"

    def path(self, piece: Piece) -> str:
        return f"/tzgg/{local(piece.published, '%Y%m%d')}/{50_000 + int(piece.token[:5], 16)}.jhtml"

    def listing(self, request: Request) -> Response | None:
        return self.numbered(request, r"/tzgg/index(?:_(\d+))?\.jhtml", self._list, first=0)

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<a class="item" href="{row.href}"><p class="t">{row.text}</p><p class="d">{row.date}</p></a>'
            for row in self.rows(number)
        )
        return f'<div class="news-wrap">\n{rows}\n</div>'
