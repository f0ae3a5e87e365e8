"""One site of the sample web: a family, its articles, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kaigong.demo.web import media
from kaigong.demo.web.bodies_odd import BODY_ODDITIES
from kaigong.demo.web.family import Family, Shelf, html_response, not_found
from kaigong.demo.web.gone import GONE
from kaigong.demo.web.lines_odd import LINE_ODDITIES
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.metas_odd import META_ODDITIES
from kaigong.demo.web.page import ELSEWHERE, Parts, Place, document, elsewhere, paragraphs
from kaigong.demo.web.pieces import Expected, Piece, compose
from kaigong.demo.web.pieces_odd import PIECE_ODDITIES
from kaigong.demo.web.rows import DOCUMENT, FOREIGN
from kaigong.demo.web.validators_odd import validated
from kaigong.demo.web.wire_odd import CHARSET_LIES, Gate, disguised

_SUFFIX = re.compile(r"(\.\w+)?(\?.*)?$")
# A request and its answer take so long that two at once would be seen in the log.
_ANSWER_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a site is to be: `pages` and `rows` deal one pathology to an article, `site` is for all of it."""

    key: str
    family: type[Family]
    count: int = 24
    per_page: int = 10
    pages: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    # So many of the newest articles appear only with `release`.
    withheld: int = 0
    # Sites with the same word here tell the same: copies of one another.
    told_by: str = ""
    # Keys of the source's file beyond id, name, region and url: what no page can tell.
    source: Mapping[str, Any] = field(default_factory=dict)


class SampleSite:
    def __init__(self, scenario: Scenario, address: str, now: datetime) -> None:
        self.scenario = scenario
        self.address = address
        on = frozenset(scenario.site)
        pieces = compose(
            scenario.told_by or scenario.key, scenario.count, now, "港城发布", scenario.pages, scenario.rows
        )
        told = tuple(
            PIECE_ODDITIES[one.oddity](one) if one.oddity in PIECE_ODDITIES else one for one in pieces
        )
        if "source-is-own" in on:
            told = tuple(replace(one, source="本网") for one in told)
        place = Place(f"{scenario.key}市人民政府", "要闻动态", address)
        self._whole = Shelf(place, told, now, scenario.per_page, on)
        self.family = scenario.family(replace(self._whole, pieces=told[scenario.withheld :]))
        self._gate = Gate(on, document(place.site, [], "<div>欢迎访问</div>", place, "utf-8"))
        self._lie = next(iter(on & CHARSET_LIES.keys()), None)

    @property
    def entry(self) -> str:
        """What a person would paste."""
        return self.address + self.family.entry

    def release(self) -> None:
        """What was withheld appears."""
        self.family = self.scenario.family(self._whole)

    def expected(self) -> list[Expected]:
        """What a crawl of the whole list must find."""
        found = [self._expected(piece) for piece in self.family.shelf.pieces]
        if "foreign-links" in self.scenario.site:
            path, name = DOCUMENT
            links = {**FOREIGN, self.address + path: name}
            found += [
                Expected(url, title, None, kind="link", oddity="foreign-links")
                for url, title in links.items()
            ]
        return found

    def _expected(self, piece: Piece) -> Expected:
        expected = self.family.expected(piece)
        aliases = self.scenario.source.get("source_aliases", {})
        if piece.oddity in GONE or piece.oddity == "disallowed":
            return replace(expected, kind="gone")
        return replace(expected, source=aliases.get(expected.source, expected.source))

    def answer(self, request: Request) -> Response:
        response = replace(self._gate.answer(request) or self._answer(request), wait=_ANSWER_SECONDS)
        if self._lie:
            response = disguised(response, self._lie)
        return validated(request, response, self._whole.oddities)

    def _answer(self, request: Request) -> Response:
        for find in (self.family.listing, self._page, self._further_part, self._elsewhere, self._file):
            if (found := find(request)) is not None:
                return found
        return html_response(self.home()) if request.path == "/" else not_found()

    def _page(self, request: Request) -> Response | None:
        address = request.path + (f"?{request.query}" if request.query else "")
        by_path = self.family.by_path
        piece = by_path.get(address) or by_path.get(request.path)
        return self._article(piece) if piece else None

    def _file(self, request: Request) -> Response | None:
        found = media.static(request.path)
        return Response(200, found.body, {"Content-Type": found.kind}) if found else None

    def home(self) -> str:
        place = self.family.shelf.place
        return document(place.site, [], f'<a href="{self.family.entry}">{place.column}</a>', place, "utf-8")

    def _article(self, piece: Piece, part: int = 1) -> Response:
        parts = self.family.parts(piece)
        if piece.oddity in GONE:
            return GONE[piece.oddity](parts)
        for oddities in (META_ODDITIES, LINE_ODDITIES, BODY_ODDITIES):
            if piece.oddity in oddities:
                oddities[piece.oddity](parts)
        if piece.oddity == "several-pages":
            self._take_apart(parts, part)
        return html_response(self.family.detail(parts), charset=self.family.charset)

    def _take_apart(self, parts: Parts, part: int) -> None:
        """Each page of a long article has a part of the text and links the next one."""
        texts = parts.piece.paragraphs
        size = -(-len(texts) // _PARTS)
        parts.body = paragraphs(texts[(part - 1) * size : part * size])
        names = [
            _part_path(self.family.path(parts.piece), n).rpartition("/")[2] for n in range(1, _PARTS + 1)
        ]
        links = " ".join(f'<a href="{name}">{n}</a>' for n, name in enumerate(names, 1))
        following = f'<a href="{names[part]}">下一页</a>' if part < _PARTS else ""
        parts.noise += f'<div class="pages page-nav">{links} {following}</div>'

    def _elsewhere(self, request: Request) -> Response | None:
        """An article of another column, which is none of the list's."""
        match = re.fullmatch(rf"{ELSEWHERE}(\d+)\.html", request.path)
        if match is None:
            return None
        piece = replace(self.family.shelf.pieces[0], title=elsewhere(int(match[1])), oddity="", files=())
        return html_response(self.family.detail(self.family.parts(piece)), charset=self.family.charset)

    def _further_part(self, request: Request) -> Response | None:
        for piece in self.family.shelf.pieces:
            if piece.oddity == "several-pages":
                for part in range(2, _PARTS + 1):
                    if request.path == _part_path(self.family.path(piece), part):
                        return self._article(piece, part)
        return None


_PARTS = 3


def _part_path(path: str, part: int) -> str:
    """Page 2 of `t1.html` is `t1_1.html`."""
    return path if part == 1 else _SUFFIX.sub(lambda end: f"_{part - 1}{end[0]}", path, count=1)
