"""TRS as other departments have it: the list is a folder, articles lie beside it, pages end in shtml."""

from kaigong.demo.web.families.trs import Trs
from kaigong.demo.web.family import local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece


class TrsFolder(Trs):
    entry = "/xwzx/zwyw/"
    folder = "/xwzx/zwyw/"

    def _name(self, piece: Piece) -> str:
        return f"t{local(piece.published, '%Y%m%d')}_{600_000 + int(piece.token[:5], 16)}.shtml"

    def href(self, piece: Piece) -> str:
        return f"./{self._name(piece)}"

    def listing(self, request: Request) -> Response | None:
        return self.numbered(request, r"/xwzx/zwyw/(?:index(?:_(\d+))?\.shtml)?", self._list, first=0)

    def _list(self, number: int) -> str:
        rows = "".join(
            f"<dl><dt>{row.anchor(chr(32) + 'target=_blank')}</dt><dd>{row.date}</dd></dl>"
            for row in self.rows(number)
        )
        return (
            f'<div class="rt-list">{rows}</div><div class="fy"><script language="JavaScript">'
            f"createPageHTML({self.shelf.pages},{number - 1},'index','shtml');</script></div>"
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="wzy">{parts.heading}<div class="wzxx">{parts.line}</div>{parts.table}'
            f'<div id="zoom" class="TRS_Editor">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</div>'
            f"{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )
