"""What every family of content managers has in common: addresses, lists, details."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from http import HTTPStatus
from typing import Any, ClassVar

from kaigong.demo.markup import ZONE
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, Place, article_metas, column_metas, document, paragraphs, sidebar
from kaigong.demo.web.pieces import Expected, File, Piece
from kaigong.demo.web.rows import Row, foreign_rows, row_of

_RELATED = 3


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one site has to show, and the pathologies that are switched on for the whole site."""

    place: Place
    pieces: tuple[Piece, ...]
    now: datetime
    per_page: int = 10
    oddities: frozenset[str] = frozenset()

    @property
    def pages(self) -> int:
        return -(-len(self.pieces) // self.per_page)

    def page(self, number: int) -> tuple[Piece, ...]:
        """Page 1 has the newest ones; there is nothing beyond the last page."""
        if number < 1:
            return ()
        return self.window((number - 1) * self.per_page, number * self.per_page)

    def window(self, first: int, end: int) -> tuple[Piece, ...]:
        return self.pieces[first:end]


class Family(ABC):
    """One content manager: how it forms addresses and pages. `entry` is what a person would paste."""

    entry: str
    charset: ClassVar[str] = "utf-8"
    pub_date_form: ClassVar[str] = "%Y-%m-%d %H:%M"
    row_date_form: ClassVar[str] = "%Y-%m-%d"
    day_only: ClassVar[bool] = False

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.by_path = {self.path(piece): piece for piece in shelf.pieces}

    @abstractmethod
    def path(self, piece: Piece) -> str:
        """Where the article is."""

    @abstractmethod
    def listing(self, request: Request) -> Response | None:
        """The answer, if the request asks for a page or a part of the list."""

    @abstractmethod
    def layout(self, parts: Parts) -> str:
        """The main part of a detail page."""

    def address(self, piece: Piece) -> str:
        return self.shelf.place.address + self.path(piece)

    def href(self, piece: Piece) -> str:
        """How the list links an article."""
        return self.path(piece)

    def file_href(self, piece: Piece, file: File) -> str:  # noqa: ARG002 - most need the file only
        return f"/files/{file.token}/{file.name}"

    def numbered(
        self, request: Request, address: str, page: Callable[[int], str], *, first: int = 1
    ) -> Response | None:
        """The list's page with the number that the pattern of addresses finds; `first` is what it calls page 1."""
        match = re.fullmatch(address, request.path)
        if match is None:
            return None
        number = int(match[1]) - first + 1 if match[1] else 1
        return self.list_page(page(number)) if self.shelf.page(number) else not_found()

    def rows(self, number: int) -> list[Row]:
        rows = self.rows_of(self.shelf.page(number))
        on = self.shelf.oddities
        if number == 1 and "pinned-old" in on:
            rows = [*self.rows_of(self.shelf.pieces[-1:]), *rows]
        if number == 1 and "foreign-links" in on:
            rows = [*rows, *foreign_rows(self.shelf.now)]
        if "noise-queries" in on:
            rows = [*rows, *(replace(row, href=f"{row.href}?lj={n}") for n, row in enumerate(rows[:3]))]
        return rows * 2 if "phone-copy" in on else rows

    def rows_of(self, pieces: tuple[Piece, ...]) -> list[Row]:
        return [row_of(piece, self.href(piece), self.row_date_form) for piece in pieces]

    def line(self, piece: Piece) -> str:
        return f"发布日期：{local(piece.published, '%Y-%m-%d %H:%M')}　来源：{piece.source}　浏览次数：<span>1024</span>"

    def head_title(self, piece: Piece) -> str:
        return f"{piece.title}_{self.shelf.place.column}_{self.shelf.place.site}"

    def parts(self, piece: Piece) -> Parts:
        place = self.shelf.place
        others = [
            one for one in self.shelf.pieces if one.number > piece.number and one.oddity != "disallowed"
        ]
        pub_date = local(piece.published, self.pub_date_form)
        return Parts(
            piece=piece,
            place=place,
            url=self.address(piece),
            head_title=self.head_title(piece),
            metas=article_metas(place, piece, pub_date, self.address(piece)),
            heading=f"<h1>{escape(piece.title)}</h1>",
            line=self.line(piece),
            body=paragraphs(piece.paragraphs) + self.pictures(piece),
            files=self.file_links(piece),
            related=[(self.path(one), one.title) for one in others[:_RELATED]],
            charset=self.charset,
        )

    def pictures(self, piece: Piece) -> str:
        tags = (
            f'<p align="center"><img src="/pics/{piece.token}-{n}.jpg"></p>' for n in range(piece.pictures)
        )
        return "\n".join(tags)

    def file_links(self, piece: Piece) -> str:
        return "\n".join(
            f'<p>附件：<a href="{escape(self.file_href(piece, file))}">{escape(file.name)}</a></p>'
            for file in piece.files
        )

    def detail(self, parts: Parts) -> str:
        return document(parts.head_title, parts.metas, self.layout(parts), parts.place, parts.charset)

    def list_page(self, main: str) -> Response:
        place = self.shelf.place
        title = f"{place.column}_{place.site}"
        main = f"{main}\n{sidebar(dated='dated-sidebar' in self.shelf.oddities)}"
        return html_response(
            document(title, column_metas(place), main, place, self.charset), charset=self.charset
        )

    def expected(self, piece: Piece) -> Expected:
        return Expected(
            url=self.address(piece),
            title=piece.title,
            published=piece.published,
            source=piece.source,
            body="\n".join(piece.paragraphs),
            files=tuple(file.name for file in piece.files),
            day_only=self.day_only,
            oddity=piece.oddity or piece.row,
        )


def local(moment: datetime, form: str) -> str:
    return moment.astimezone(ZONE).strftime(form)


def html_response(text: str, status: int = HTTPStatus.OK, *, charset: str = "utf-8") -> Response:
    # Old servers name no charset: the page's own meta has to tell.
    kind = "text/html; charset=utf-8" if charset == "utf-8" else "text/html"
    return Response(status, text.encode(_codec(charset)), {"Content-Type": kind})


def data_response(text: str, kind: str) -> Response:
    return Response(HTTPStatus.OK, text.encode(), {"Content-Type": kind})


def json_response(value: Any) -> Response:
    return data_response(json.dumps(value, ensure_ascii=False), "application/json;charset=UTF-8")


def not_found() -> Response:
    return html_response("<html><body><h1>404 Not Found</h1></body></html>", HTTPStatus.NOT_FOUND)


def _codec(charset: str) -> str:
    return "gb18030" if charset in ("gb2312", "gbk") else charset
