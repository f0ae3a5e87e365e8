"""Lists that are no lists: cards with a picture, a summary and three links to the same article."""

from kaigong.demo.web.families.portal import Portal
from kaigong.demo.web.family import local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block
from kaigong.demo.web.pieces import Piece


class Cards(Portal):
    """Pages are `/channel/12/2.html`, linked by number only."""

    entry = "/channel/12/"
    charset = "utf-8"
    row_date_form = "%Y-%m-%d %H:%M"

    def path(self, piece: Piece) -> str:
        return f"/article/{local(piece.published, '%Y%m%d')}/{300_000 + int(piece.token[:5], 16)}.html"

    def listing(self, request: Request) -> Response | None:
        return self.numbered(request, r"/channel/12/(?:(\d+)\.html)?", self._list)

    def _list(self, number: int) -> str:
        cards = "\n".join(
            f'<div class="card"><a href="{row.href}"><img src="/pics/{n}.jpg"></a><h3>{row.anchor()}</h3>'
            f'<p class="intro">本报讯　相关工作正在有序推进。<a href="{row.href}">[详细]</a></p>'
            f'<div class="from">时政新闻 <span>{row.date}</span></div></div>'
            for n, row in enumerate(self.rows(number))
        )
        numbers = " ".join(
            f"<b>{n}</b>" if n == number else f'<a href="/channel/12/{n}.html">{n}</a>'
            for n in range(1, self.shelf.pages + 1)
        )
        return f'<div class="cards">\n{cards}\n</div><div class="pagination">{numbers}</div>'

    def layout(self, parts: Parts) -> str:
        return (
            f'<article><header>{parts.heading}<div class="byline">{parts.line}</div></header>{parts.table}\n'
            f'<section class="rich-text">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</section>'
            f"<footer>（责任编辑：宋三）</footer>{related_block(parts)}{parts.noise}</article>"
        )
