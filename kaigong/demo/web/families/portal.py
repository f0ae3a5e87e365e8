"""News portals of newspapers: `/2026/0618/1961315.shtml`, next links, or pages counted downwards."""

import re

from kaigong.demo.web.family import Family, local, not_found
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block
from kaigong.demo.web.pieces import Piece


class Portal(Family):
    """The old kind: GB2312 says the page, GB18030 it is, and the server says nothing."""

    entry = "/news/lygxw/"
    charset = "gb2312"
    row_date_form = "%m-%d %H:%M"

    def path(self, piece: Piece) -> str:
        return f"/news/lygxw/{local(piece.published, '%Y/%m%d')}/{100_000 + int(piece.token[:5], 16)}.shtml"

    def listing(self, request: Request) -> Response | None:
        match = re.fullmatch(r"/news/lygxw/(?:index(?:_(\d+))?\.shtml)?", request.path)
        if match is None:
            return None
        number = self.number_of(int(match[1] or 0))
        return self.list_page(self._list(number)) if self.shelf.page(number) else not_found()

    def number_of(self, suffix: int) -> int:
        return suffix or 1

    def suffix_of(self, number: int) -> int:
        return number

    def _list(self, number: int) -> str:
        rows = "\n".join(f"<li>{row.anchor()} <em>{row.date}</em></li>" for row in self.rows(number))
        following = f'<a href="index_{self.suffix_of(number + 1)}.shtml">下一页</a>'
        return (
            f'<div class="left"><ul class="news-list">\n{rows}\n</ul><div class="pages">'
            f"{following if number < self.shelf.pages else ''}</div></div>"
            '<div class="hot"><h3>热点排行</h3><ol><li><a href="javascript:;">天气</a></li>'
            '<li><a href="#">便民地图</a></li></ol></div>'
        )

    def parts(self, piece: Piece) -> Parts:
        """A newspaper has none of the national tags."""
        parts = super().parts(piece)
        parts.metas = [("keywords", self.shelf.place.site), ("description", "".join(piece.paragraphs)[:50])]
        return parts

    def line(self, piece: Piece) -> str:
        return (
            f"{local(piece.published, '%Y-%m-%d %H:%M:%S')}　来源：{piece.source}　【字体：放大 缩小 默认】"
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="article-box">{parts.heading}<div class="article-info">{parts.line}</div>{parts.table}\n'
            f'<div class="article-content" id="content">{parts.before_text}{parts.body}{parts.files}'
            f"{parts.after_text}</div>"
            f'<div class="editor">总值班：夜班组　编辑：值班编辑</div>{related_block(parts)}{parts.noise}</div>'
        )


class PortalDescending(Portal):
    """The newest page is `index.shtml`; the others keep their number for ever, the oldest is 1."""

    charset = "utf-8"
    row_date_form = "%Y-%m-%d"

    def number_of(self, suffix: int) -> int:
        return self.shelf.pages - suffix + 1 if suffix else 1

    def suffix_of(self, number: int) -> int:
        return self.shelf.pages - number + 1


class DayOnly(Portal):
    """Nothing but a day is told anywhere."""

    charset = "utf-8"
    row_date_form = "%Y/%m/%d"
    day_only = True

    def line(self, piece: Piece) -> str:
        day = piece.published
        return f"{local(day, '%Y年%m月%d日')}　来源：{piece.source}"
