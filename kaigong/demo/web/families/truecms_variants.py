"""TrueCMS as Nantong and its districts have it: another spelling of the path, other addresses, plain JSON."""

from kaigong.demo.web.families.truecms import TrueCms
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.pieces import Piece
from kaigong.demo.web.rows import Row


class TrueCmsNantong(TrueCms):
    entry = "/rgsrmzf/tzgg/tzgg.html?id=5"
    api = "/truecms/messageController/getMessage.do"

    def path(self, piece: Piece) -> str:
        return f"/rgsrmzf/tzgg/content/zwgk_{piece.token}.html"

    def listing(self, request: Request) -> Response | None:
        if request.path == "/rgsrmzf/tzgg/tzgg.html":
            return self.list_page(self._column())
        return super().listing(request)

    def _record(self, row: Row) -> str:
        return f'<ul><li class="clearfix"><div class="l">{row.anchor()}</div><div class="r">{row.date}</div></li></ul>'
