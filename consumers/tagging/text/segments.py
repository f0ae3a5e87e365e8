"""A newspaper page that came as one text, taken apart into its articles."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from consumers.tagging.text.page_lines import Line, lines
from consumers.tagging.text.prepared import Prepared, Span, starting_within
from consumers.tagging.text.segment_titles import own_headlines

MAX_SEGMENTS = 200
_MAX_TITLE = 200
_LEAST_ROUND_UP = 3
_PAGE_NAME = re.compile(
    r"第?\s?[a-d]?\d{1,2}\s?版|[一二三四五六七八九十\d]版|版\Z|专版|头版"
    r"|\A(?:.{0,6}(?:要闻|综合|县域|区域|本地|经济|产业|民生|时政|社会)(?:新闻|要闻|版)?)\Z"
)
_PAGE_NAME_CHARS = 14
# 衡东:土头碗里的大产业, 健康路街道 打造新地标
_LABEL = re.compile(r"([一-鿿()]{2,14})[:\s](?=\s?\S)")


class Segmented(Struct, frozen=True):
    """One article of a page, in positions of the original text; its `headline` ends where its text begins."""

    title: str
    start: int
    headline: int
    end: int


class _Block(Struct, frozen=True):
    """Headlines and bylines, and the running text under them; `signed`: what is before it ends with names."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    signed: bool

    @property
    def is_article(self) -> bool:
        """Whether somebody is said to have written it, or it begins where another one ended."""
        if not self.head or not self.body:
            return False
        return self.signed or self.body[0].has_dateline or any(line.kind == "byline" for line in self.head)

    @property
    def headlines(self) -> list[Line]:
        return [line for line in self.head if line.kind == "headline"]


def articles_of(title: Prepared, text: Prepared, places: Sequence[Span]) -> list[Segmented]:
    """The articles of a page in their order; none, where the text is a single one.

    `places` are the mentions of the whole text, in the order of their starts.
    """
    blocks = list(_blocks(text))
    headed = [block for block in blocks if block.headlines and block.body]
    if len(headed) < 2:
        return []
    if _is_page_name(title.chars):
        starts = headed
    elif sum(block.is_article or block.body[-1].is_signed for block in headed) > 1 or _is_round_up(
        headed, places
    ):
        starts = [block for block in headed if block.is_article or _is_about_place(block, places)]
    else:
        return []
    found = list(_joined(blocks, {id(block) for block in starts}, text, places))
    return found if 1 < len(found) <= MAX_SEGMENTS else []


def owner_of(title: str, articles: Sequence[Segmented]) -> int | None:
    """The article of the page that the page's title is the headline of; the name of a page is of none."""
    bare = "".join(title.split())
    if not bare or _is_page_name(title):
        return None
    return next((at for at, one in enumerate(articles) if bare in "".join(one.title.split())), 0)


def _is_page_name(title: str) -> bool:
    return len(title) <= _PAGE_NAME_CHARS and _PAGE_NAME.search(title) is not None


def _is_round_up(headed: Sequence[_Block], places: Sequence[Span]) -> bool:
    """Whether most headlines begin with the name of a place, each with another."""
    labels = {match.group(1) for block in headed if (match := _label(block, places))}
    return len(labels) >= _LEAST_ROUND_UP and 2 * len(labels) > len(headed)


def _label(block: _Block, places: Sequence[Span]) -> re.Match[str] | None:
    first = block.headlines[0]
    match = _LABEL.match(first.words)
    if match is None:
        return None
    return match if starting_within(places, Span(first.span.start, first.span.start + match.end(1))) else None


def _is_about_place(block: _Block, places: Sequence[Span]) -> bool:
    return any(starting_within(places, line.span) for line in block.headlines)


def _blocks(text: Prepared) -> Iterator[_Block]:
    head: list[Line] = []
    body: list[Line] = []
    signed = before = False
    for line in lines(text):
        if line.kind != "text" and body:
            yield _Block(tuple(head), tuple(body), before)
            head, body, before = [], [], signed
        (body if line.kind == "text" else head).append(line)
        signed = line.is_signed if line.kind == "text" else signed
    yield _Block(tuple(head), tuple(body), before)


def _joined(
    blocks: Sequence[_Block], starts: set[int], text: Prepared, places: Sequence[Span]
) -> Iterator[Segmented]:
    """Blocks that start nothing go on with the article before them."""
    group: list[_Block] = []
    headlines = own_headlines(blocks[0].headlines, text, places)
    for block in blocks:
        if id(block) in starts and group:
            yield _article(group, headlines, text)
            group, headlines = [], block.headlines
        group.append(block)
    if group:
        yield _article(group, headlines, text)


def _article(group: Sequence[_Block], headlines: Sequence[Line], text: Prepared) -> Segmented:
    first, last = group[0], group[-1]
    every = [*last.head, *last.body]
    start = (first.head or first.body)[0].span.start
    body = first.body[0].span.start if first.body else every[-1].span.end
    title = " ".join(text.original(line.span.start, line.span.end) for line in headlines)[:_MAX_TITLE]
    whole = text.origin(start, every[-1].span.end)
    return Segmented(
        title, whole.start, text.origin(start, body).end if body > start else whole.start, whole.end
    )


class Excerpt(Prepared):
    """A part of a text whose positions lead back into the whole."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text[start:end])
        self.text = text
        self._offset = start

    def origin(self, start: int, end: int) -> Span:
        span = super().origin(start, end)
        return Span(span.start + self._offset, span.end + self._offset)
