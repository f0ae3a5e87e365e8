"""TRS WCM: page 2 of `index.html` is `index_1.html`; everything is linked relative to the list."""

import re
from datetime import timedelta

from kaigong.demo.web.family import Family, local, not_found
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import File, Piece


class Trs(Family):
    entry = "/zwdt/214/224/index.html"
    pub_date_form = "%Y-%m-%d %H:%M:%S"
    folder = "/zwdt/214/224/"
    name = "index"

    def path(self, piece: Piece) -> str:
        return self.folder + self._name(piece)

    def _name(self, piece: Piece) -> str:
        # Written on the eve, published the day after: both dates are honest, only one is asked for.
        made = piece.published - timedelta(days=1 if piece.oddity == "made-on-the-eve" else 0)
        month, day = local(made, "%Y%m"), local(made, "%Y%m%d")
        return f"{month}/t{day}_{1_000_000 + int(piece.token[:5], 16)}.html"

    def href(self, piece: Piece) -> str:
        return f"../../214/224/{self._name(piece)}" if piece.number % 5 == 0 else f"./{self._name(piece)}"

    def file_href(self, piece: Piece, file: File) -> str:
        return (
            f"./P0{local(piece.published, '%Y%m%d')}{int(file.token[:8], 16)}.{file.name.rpartition('.')[2]}"
        )

    def pictures(self, piece: Piece) -> str:
        return "\n".join(
            f'<p align="center"><img src="./W0{local(piece.published, "%Y%m%d")}{n}.jpg"></p>'
            for n in range(piece.pictures)
        )

    def listing(self, request: Request) -> Response | None:
        match = re.fullmatch(re.escape(self.folder + self.name) + r"(?:_(\d+))?\.html", request.path)
        if match is None and request.path != self.folder:
            return None
        number = int(match[1] or 0) + 1 if match else 1
        return self.list_page(self._list(number)) if self.shelf.page(number) else not_found()

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<li><span class="d1">{row.anchor()}</span><span class="d2">{row.date}</span>'
            f'<span class="d5">是</span></li>'
            for row in self.rows(number)
        )
        return f'<div class="list_content"><ul class="universal_overview_con">\n{rows}\n</ul>{self._pager(number)}</div>'

    def _pager(self, number: int) -> str:
        if "pager-in-variables" in self.shelf.oddities:
            return (
                f"<script>var currentPage = {number - 1};//所在页从0开始\n"
                f"var prevPage = currentPage-1\nvar countPage = {self.shelf.pages}//共多少页\n"
                f'createPage("{self.name}", "html");</script>'
            )
        return f'<script>createPageHTML({self.shelf.pages}, {number - 1}, "{self.name}", "html");</script>'

    def line(self, piece: Piece) -> str:
        return (
            f'<span alt="时间：2017-11-08 20:26"><i>时间：</i>{local(piece.published, "%Y-%m-%d %H:%M")}</span> '
            f'<span alt="来源：省政府办公厅"><i>来源：</i> {piece.source} </span>'
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="detail">{parts.heading}<div class="explain">{parts.line}</div>{parts.table}\n'
            f'<div class="view TRS_UEDITOR trs_paper_default">{parts.before_text}{parts.body}{parts.files}'
            f"{parts.after_text}</div>\n{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )


class TrsNumbered(Trs):
    """The list's own name has a number: `index_18061.html`, then `index_18061_1.html`."""

    entry = "/zwdt/214/224/index_18061.html"
    name = "index_18061"


class TrsImported(Trs):
    """All articles were moved to a new system on one day, and say so; only their addresses know better."""

    day_only = True

    def parts(self, piece: Piece) -> Parts:
        parts = super().parts(piece)
        moved = local(self.shelf.now, "%Y-%m-%d 03:1") + str(piece.number % 10)
        parts.metas = [(name, moved if name == "PubDate" else text) for name, text in parts.metas]
        return parts

    def line(self, piece: Piece) -> str:
        moved = local(self.shelf.now, "%Y-%m-%d 03:1") + str(piece.number % 10)
        return f"<span><i>时间：</i>{moved}</span> <span><i>来源：</i> {piece.source} </span>"
