"""Founder 方正 e-papers, old and new: an issue a day, pages of a paper, and areas that link the articles."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from kaigong.demo.markup import ZONE
from kaigong.demo.web.family import Family, Shelf, html_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts
from kaigong.demo.web.pieces import Expected, Piece

_SHEETS = ("要闻", "综合", "民生", "文化")
# What stands on every page of a paper and is no article.
_FILLERS = ("广告", "遗失声明")


class FounderNew(Family):
    """`/ZJRB/PC/layout/202305/20/node_01.html` → `/ZJRB/PC/content/202305/20/content_251579.html`."""

    paper = "/ZJRB/PC"
    day_only = True

    def __init__(self, shelf: Shelf) -> None:
        today = shelf.now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        late = {"missing-issue", "yesterday-served"} & shelf.oddities
        self.today = today
        self.issue = today - timedelta(days=1) if late else today
        pieces = tuple(replace(piece, published=self.issue) for piece in shelf.pieces)
        super().__init__(replace(shelf, pieces=pieces))
        self.entry = self.sheet_path(1, today)

    def sheet_path(self, number: int, day: datetime) -> str:
        return f"{self.paper}/layout/{day:%Y%m}/{day:%d}/node_{number:02}.html"

    def path(self, piece: Piece) -> str:
        return f"{self.paper}/content/{piece.published:%Y%m}/{piece.published:%d}/{self._file(piece)}.html"

    def _file(self, piece: Piece) -> str:
        return f"content_{250_000 + int(piece.token[:4], 16)}"

    def href(self, piece: Piece) -> str:
        return f"../../../content/{piece.published:%Y%m}/{piece.published:%d}/{self._file(piece)}.html"

    def listing(self, request: Request) -> Response | None:
        for day in (self.issue, self.today):
            if day != self.issue and "yesterday-served" not in self.shelf.oddities:
                continue
            for number in range(1, self.shelf.pages + 1):
                if request.path == self.sheet_path(number, day):
                    return html_response(self.sheet(number), charset=self.charset)
        return self._filler(request)

    def sheet(self, number: int) -> str:
        pieces = self.shelf.page(number)
        areas = [(self.href(piece), piece.title.replace("召开", "召开<br>")) for piece in pieces]
        areas += [(self._filler_href(number, n), title) for n, title in enumerate(_FILLERS)]
        box = "\n".join(
            f'<area shape="poly" coords="0,0,10,{n}" href="{href}">' for n, (href, _) in enumerate(areas)
        )
        titles = "\n".join(f'<li><a href="{href}">{title}</a></li>' for href, title in areas)
        return self.sheet_page(number, box, titles)

    def sheet_page(self, number: int, areas: str, titles: str) -> str:
        sheets = "\n".join(
            f'<a id="pageLink" href="{self.sheet_path(n, self.issue)}">第A0{n}版：{_SHEETS[n % 4]}</a>'
            for n in range(1, self.shelf.pages + 1)
        )
        return (
            f'<html><head><meta charset="{self.charset}"><title>{self.shelf.place.site}</title></head><body>'
            f'<div class="nav-list">{sheets}</div><img src="/img/{number}.jpg" usemap="#PagePicMap">'
            f'<map name="PagePicMap">\n{areas}\n</map><div class="news-list"><ul>\n{titles}\n</ul></div>'
            f"<p>{self.issue:%Y年%m月%d日} 第A0{number}版</p></body></html>"
        )

    def _filler_href(self, number: int, n: int) -> str:
        return (
            f"{self.paper}/content/{self.issue:%Y%m}/{self.issue:%d}/content_{900_000 + number * 10 + n}.html"
        )

    def _filler(self, request: Request) -> Response | None:
        match = re.fullmatch(re.escape(self.paper) + r".*/content_9000\d(\d)\.html?", request.path)
        if match is None:
            return None
        title = _FILLERS[int(match[1]) % 2]
        main = f'<h2 id="Title">{title}</h2><div id="ozoom"><founder-content><p>{title}刊登热线</p></founder-content></div>'
        return html_response(f"<html><body>{main}</body></html>", charset=self.charset)

    def head_title(self, piece: Piece) -> str:
        return f"{self.shelf.place.site}-{piece.title}"

    def detail(self, parts: Parts) -> str:
        return (
            f'<html><head><meta charset="{parts.charset}"><title>{parts.head_title}</title></head>'
            f'<body><div class="top">{parts.place.site}数字报</div>{self.layout(parts)}</body></html>'
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="newsdetatit"><p id="PreTitle"></p><h2 id="Title">{escape(parts.piece.title)}</h2>'
            f'<p id="SubTitle"></p><span>{self.issue:%Y年%m月%d日}</span></div>{parts.table}\n'
            '<div id="ozoom" class="newsdetatext"><!--enpcontent--><founder-content>'
            f"{parts.before_text}{parts.body}{parts.after_text}</founder-content><!--/enpcontent--></div>"
            '<div class="pages"><a href="#">上一篇</a> <a href="#">下一篇</a></div>'
        )

    def expected(self, piece: Piece) -> Expected:
        return replace(super().expected(piece), source="")


class FounderOld(FounderNew):
    """`/zjwb/html/2016-03/29/node_1.htm` → `content_3035677.htm`, in GBK."""

    paper = "/zjwb"
    charset = "gbk"

    def sheet_path(self, number: int, day: datetime) -> str:
        return f"{self.paper}/html/{day:%Y-%m}/{day:%d}/node_{number}.htm"

    def path(self, piece: Piece) -> str:
        return f"{self.paper}/html/{local(piece.published, '%Y-%m/%d')}/{self.href(piece)}"

    def href(self, piece: Piece) -> str:
        return f"{self._file(piece)}.htm"

    def _filler_href(self, number: int, n: int) -> str:
        return f"content_{900_000 + number * 10 + n}.htm"

    def sheet_page(self, number: int, areas: str, titles: str) -> str:
        sheets = "".join(
            f'<tr><td><a id="pageLink" href="node_{n}.htm">第A0{n}版：{_SHEETS[n % 4]}</a></td>'
            f'<td><a href="/zjwb/page/{n}.pdf"><img src="/img/pdf.gif"></a></td></tr>'
            for n in range(1, self.shelf.pages + 1)
        )
        return (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>'
            f'{self.shelf.place.site}</title></head><body><table id="bmdhTable">{sheets}</table>'
            f'<map name="PagePicMap">\n{areas}\n</map><div id="btdh"><ul>\n{titles}\n</ul></div>第A0{number}版</body></html>'
        )
