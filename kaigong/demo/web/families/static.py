"""Sites of static pages without a known content manager: Wuxi's, Changzhou's and Huaian's kinds."""

from kaigong.demo.web.family import Family, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece


class Wuxi(Family):
    """`index.shtml`, `index_2.shtml`; the links to further pages are made by a script."""

    entry = "/zxzx/wxyw/index.shtml"

    def path(self, piece: Piece) -> str:
        return f"/doc/{local(piece.published, '%Y/%m/%d')}/{4_000_000 + int(piece.token[:5], 16)}.shtml"

    def listing(self, request: Request) -> Response | None:
        return self.numbered(request, r"/zxzx/wxyw/(?:index(?:_(\d+))?\.shtml)?", self._list)

    def _list(self, number: int) -> str:
        rows = "\n".join(f"<li>{row.anchor()}<i>{row.date}</i></li>" for row in self.rows(number))
        return (
            f'<div class="RightSide"><ul class="listPage">\n{rows}\n</ul><div id="pagebar"></div>'
            f"<script>showPageBar({number}, {self.shelf.pages});</script></div>"
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="mainBody">{parts.heading}<p class="explain">{parts.line}</p>{parts.table}\n'
            f'<div id="Zoom" class="Zoom">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</div>'
            f"{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )


class Changzhou(Wuxi):
    """`/gi_class/tzgg`, `/gi_class/tzgg/2`, linked as 下一页; the text stands in a table cell."""

    entry = "/gi_class/tzgg_01"

    def path(self, piece: Piece) -> str:
        return f"/gi_news/{int(piece.token[:10], 16)}"

    def listing(self, request: Request) -> Response | None:
        return self.numbered(request, r"/gi_class/tzgg_01(?:/(\d+))?", self._list)

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<tr><td class="left">·{row.anchor()}</td><td class="right">{row.date}</td></tr>'
            for row in self.rows(number)
        )
        following = (
            f'<a href="{self.entry}/{number + 1}">下一页</a>' if number < self.shelf.pages else "下一页"
        )
        return (
            f'<table class="list"><tbody>\n{rows}\n</tbody></table><div class="page">共{self.shelf.pages}页 '
            f'<a href="{self.entry}">首页</a> {following}</div>'
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<table class="detail"><tr><td>{parts.heading}</td></tr><tr><td class="info">{parts.line}</td></tr>'
            f'</table>{parts.table}<table><tr><td class="GovInfoContent">{parts.before_text}{parts.body}'
            f"{parts.files}{parts.after_text}</td></tr></table>{share_bar()}{related_block(parts)}{parts.noise}"
        )


class Huaian(Wuxi):
    """One page holds every record; the last column is no date."""

    entry = "/col/13167_624834/index.html"

    def path(self, piece: Piece) -> str:
        return f"/col/13167_624834/art/{local(piece.published, '%Y%m')}/{piece.token}.html"

    def listing(self, request: Request) -> Response | None:
        return self.list_page(self._list(1)) if request.path == self.entry else None

    def _list(self, number: int) -> str:  # noqa: ARG002
        rows = "\n".join(
            f'<li>{row.anchor()}<em class="time">{row.date}</em><u>有效</u></li>'
            for row in self.rows_of(self.shelf.pieces)
        )
        return f'<div class="con-right"><ul class="news_list">\n{rows}\n</ul></div>'

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="wz"><div class="wz1">{parts.heading}</div><div class="wz2">{parts.line}</div>{parts.table}\n'
            f'<div class="wz3" id="artical">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</div>'
            f"{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )
