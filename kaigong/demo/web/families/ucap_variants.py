"""UCAP as other cities have it: other list names, other containers, other addresses of articles."""

from kaigong.demo.web.families.ucap import Ucap
from kaigong.demo.web.family import local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece


class UcapDistrict(Ucap):
    """A district: rows without a list around them, the pager's arguments as the script's author liked them."""

    entry = "/jingqu/jqyw/common_list.shtml"

    def path(self, piece: Piece) -> str:
        return f"/jingqu/c{100_100 + piece.number % 3}/{local(piece.published, '%Y%m')}/{piece.token}.shtml"

    def listing(self, request: Request) -> Response | None:
        return self.numbered(request, r"/jingqu/jqyw/common_list(?:_(\d+))?\.shtml", self._list)

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<li class="clearfix"><span class="fr">{row.date}</span><i class="dot"></i>{row.anchor()}</li>'
            for row in self.rows(number)
        )
        pages, total = self.shelf.pages, len(self.shelf.pieces)
        return (
            f'<div class="listContent newsList">{rows}</div><div id="page_div"></div><script type="text/javascript">\n'
            f'createPageHTML( "page_div" , {pages} , {number} , "common_list" , "shtml" , {total} );</script>'
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="con_box"><div class="tit">{parts.heading}</div><div class="ly">{parts.line}</div>{parts.table}\n'
            f'<div id="UCAP-CONTENT">{parts.before_text}{parts.body}{parts.after_text}</div>'
            f'<div class="article-appendixs">{parts.files}</div>{share_bar()}{related_block(parts)}{parts.noise}</div>'
        )


class UcapOld(UcapDistrict):
    """An old installation: every article is a `content.shtml` in a folder of its own."""

    def path(self, piece: Piece) -> str:
        return f"/jingqu/c101928/c{7_000_000 + int(piece.token[:5], 16)}/content.shtml"
