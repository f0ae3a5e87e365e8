"""Content managers that nobody knows: further pages are guessed from the address alone."""

import re

from kaigong.demo.web.family import Family, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block
from kaigong.demo.web.pieces import Piece


class Unknown(Family):
    """`?page=2`; a page too far shows the first one again. Articles are told apart by their query."""

    entry = "/gov/list.php?cat=12"

    def path(self, piece: Piece) -> str:
        return f"/gov/show.php?cat=12&id={20_000 + int(piece.token[:5], 16)}"

    def listing(self, request: Request) -> Response | None:
        if request.path != "/gov/list.php" or request.parameters.get("cat") != "12":
            return None
        number = int(request.parameters.get("page", "1"))
        return self.list_page(self._list(number if self.shelf.page(number) else 1))

    def _list(self, number: int) -> str:
        rows = "\n".join(
            f'<div class="row"><div class="t">{row.anchor()}</div><div class="d">{row.date}</div></div>'
            for row in self.rows(number)
        )
        return f'<div class="main"><div class="rows">\n{rows}\n</div><div id="pg" data-total="{self.shelf.pages}"></div></div>'

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="show">{parts.heading}<div class="meta">{parts.line}</div>{parts.table}\n'
            f'<div class="show-body">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</div>'
            f"{related_block(parts)}{parts.noise}</div>"
        )


class UnknownFolder(Unknown):
    """Pages look like `list_2.html`; where a guess is wrong, the site answers with its home page's news."""

    entry = "/news/dongtai/list.html"

    def path(self, piece: Piece) -> str:
        return f"/news/dongtai/{local(piece.published, '%Y-%m')}/{10_000 + int(piece.token[:5], 16)}.html"

    def listing(self, request: Request) -> Response | None:
        match = re.fullmatch(r"/news/dongtai/list(?:_(\d+))?\.html", request.path)
        if match and self.shelf.page(int(match[1] or 1)):
            return self.list_page(self._list(int(match[1] or 1)))
        wrong = re.fullmatch(
            r"/news/dongtai/(?:list\.html/\d+|index_\d+\.html|\d+|list_\d+\.html)", request.path
        )
        return self.list_page(self._home()) if wrong or (match and request.query) else None

    def _home(self) -> str:
        rows = "".join(
            f'<div class="row"><a href="/home/{n}.html" title="首页第{n}条要闻">首页第{n}条要闻</a>'
            '<div class="d">2020-05-06</div></div>'
            for n in range(30_001, 30_009)
        )
        return f'<div class="main"><div class="rows">{rows}</div></div>'
