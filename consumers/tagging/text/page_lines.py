"""The lines of a text as an editor sees them: headlines, bylines, and what is running text."""

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from consumers.tagging.text.prepared import Prepared, Span

LineKind = Literal["headline", "byline", "text"]

_WORDS_OF_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_LONGEST_HEADLINE = 40
_HAN = re.compile(r"[一-鿿]{2}")
_RUNNING_END = re.compile(r"[。;,、:!?][”’』」\"')\]]*\Z|[。;]")
_NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+[、.章节部是]|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、)]|[-·•●◆|]|表\d|注[:])"
)
_PEOPLE = r"[一-鿿·]{2,4}(?:[\s/、,]+[一-鿿·]{2,4})*"
_BYLINE = re.compile(
    rf"[□■●◎▲◇◆○]?\s*(?:(?:本报|本网|本台|全媒体|见习|实习|首席|特约|融媒体?|中心|文|图|摄影)[/\s]*)*"
    rf"(?:记者|通讯员|作者|供稿|撰稿|编辑)[:/\s]*(?:{_PEOPLE})?[\s/]*(?:(?:文|图|摄影?)[/\s]*)*\Z|[□■◎]\s*{_PEOPLE}\Z"
)
_NAMES = re.compile(rf"{_PEOPLE}\Z")
_DATELINE = re.compile(
    r"\s*(?:本[报网台]|[一-鿿]{2,8}(?:日报|晚报|新闻网))?[^,。;]{0,14}?讯(?:[\s(:]|记者)"
    r"|\s*(?:本报|新华社|中新社|中新网|人民网)[^,。;]{0,24}?[电讯](?:[\s(:]|记者)"
    r"|\s*\((?:本报|本网|全媒体|见习)?(?:记者|通讯员)[^)]{2,40}\)"
)
_SIGNED = re.compile(
    r"\((?:(?:本报|本网|全媒体)?(?:记者|通讯员|供稿)[^()]{2,40}|[一-鿿]{2,3}(?:[\s、][一-鿿]{2,3}){0,4})\)\s*\Z"
)


class Line(Struct, frozen=True, gc=False):
    """Positions are in the matched text."""

    span: Span
    kind: LineKind
    words: str

    @property
    def has_dateline(self) -> bool:
        return self.kind == "text" and _DATELINE.match(self.words) is not None

    @property
    def is_signed(self) -> bool:
        """Whether the names of its authors end it."""
        return self.kind == "text" and self.words.endswith(")") and _SIGNED.search(self.words) is not None


def lines(text: Prepared) -> Iterator[Line]:
    before: LineKind = "text"
    for match in _WORDS_OF_LINE.finditer(text.chars):
        words = match.group()
        before = _kind(words, before)
        yield Line(Span(match.start(), match.end()), before, words)


def _kind(words: str, before: LineKind) -> LineKind:
    if len(words) > _LONGEST_HEADLINE:
        return "text"
    if _BYLINE.match(words) or (before == "byline" and _NAMES.match(words)):
        return "byline"
    if _RUNNING_END.search(words) or _NUMBERED.match(words) or not _HAN.search(words):
        return "text"
    return "text" if _DATELINE.match(words) else "headline"
