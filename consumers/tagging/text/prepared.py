"""A text made ready for matching: folded, broken lines rejoined, every position traceable to the original."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Protocol, TypeVar

import rjieba
from msgspec import Struct

from consumers.tagging.text.broken_lines import broken_inside_sentences
from consumers.tagging.text.divided_words import divided_words
from consumers.tagging.text.reading import folded

_SENTENCE = re.compile(r"[^。!?\n]+(?:[。!?]+[”’』」\"')\]]*|\n|\Z)|[。!?]+[”’』」\"')\]]*")
# 1,200 and 6:4 are numbers. The marks come first: only then does the search skip all else.
_CLAUSE_MARK = re.compile(r"[,:;。!?\n](?:(?!\d)|(?<!\d[,:]))")
_LINE_BREAK = re.compile(r"\s*\n\s*")

_CEREMONIES = ("仪式", "典礼", "活动", "大会")


class Span(Struct, frozen=True, gc=False):
    """Half-open, in code points. A struct, because a page makes thousands of them."""

    start: int
    end: int


class Located(Protocol):
    @property
    def start(self) -> int: ...


L = TypeVar("L", bound=Located)
_start = attrgetter("start")


def starting_within(items: Sequence[L], span: Span) -> list[L]:
    """Of items in the order of their starts, those that start in the span."""
    if not items:
        return []
    first = bisect_left(items, span.start, key=_start)
    if first == len(items) or items[first].start >= span.end:  # mostly there is none
        return []
    return list(items[first : bisect_left(items, span.end, first, key=_start)])


class Prepared:
    """`chars` is what is matched; `origin` leads back. Words are cut only where something asks for them."""

    def __init__(self, text: str) -> None:
        self.text = text
        chars, index = folded(text)
        breaks = broken_inside_sentences(text) if "\n" in text else []
        if divided := divided_words(text):
            breaks = sorted({*breaks, *divided})
        if breaks:
            chars, index = _joined(chars, index, breaks)
        self.chars = chars
        self._index = index
        self._borders: set[int] = set()  # of words, in the clauses cut so far
        self._cut: set[int] = set()  # the numbers of these clauses

    def origin(self, start: int, end: int) -> Span:
        """Where this stands in the original text."""
        if self._index is None:
            return Span(start, end)
        return Span(self._index[start], self._index[end - 1] + 1)

    def original(self, start: int, end: int) -> str:
        """The original characters, without the line breaks inside the sentence."""
        span = self.origin(start, end)
        return _LINE_BREAK.sub("", self.text[span.start : span.end])

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentences with content; a line end closes one."""
        found = _SENTENCE.finditer(self.chars)
        return [Span(*match.span()) for match in found if not match.group().isspace()]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def sentence_number(self, position: int) -> int:
        """What stands in front of the first one counts as part of it."""
        return bisect_right(self._sentence_starts, position, 1) - 1

    @cached_property
    def _clause_starts(self) -> list[int]:
        """Where clauses begin, each one letter behind the mark before it; the last would behind the text."""
        ends = [mark.end() for mark in _CLAUSE_MARK.finditer(self.chars)]
        return [0, *ends, len(self.chars) + 1]

    def clause(self, position: int) -> Span:
        """The clause around a position, without its closing mark."""
        starts = self._clause_starts
        number = bisect_right(starts, position, 1, len(starts) - 1)
        return Span(starts[number - 1], starts[number] - 1)

    def part(self, position: int, within: Span) -> Span:
        """What stands around a position between semicolons, within this: other parts speak of others."""
        start = self.chars.rfind(";", within.start, position) + 1
        end = self.chars.find(";", position, within.end)
        return Span(max(start, within.start), within.end if end < 0 else end)

    def _cut_around(self, position: int) -> None:
        """Cut the clause around a position and its mark into words, with the dictionary alone.

        Cutting is dear, and most clauses nobody asks for; no word reaches over a mark.
        """
        starts = self._clause_starts
        number = bisect_right(starts, position, 1, len(starts) - 1)
        if number not in self._cut:
            self._cut.add(number)
            borders, border = self._borders, starts[number - 1]
            borders.add(border)
            for word in rjieba.cut(self.chars[border : starts[number]], False):
                border += len(word)
                borders.add(border)

    def crosses_words(self, start: int, end: int) -> bool:
        """Whether an edge of this span falls inside a dictionary word that goes beyond the other edge too.

        新开工 holds 开工 at its end and is no other word; 劳动工具 holds 动工 in its middle and is.
        """
        borders = self._borders
        if start not in borders:
            self._cut_around(start)
        if start not in borders and self._splits(start, start, end):
            return True
        if end in borders or self._is_border(end):
            return False
        # 开工奠基仪式 is cut before 奠基仪式, and no other word for it.
        return self._splits(end, start, end) and not self.chars.startswith(_CEREMONIES, end)

    def word_before(self, position: int) -> str:
        """What stands in front of a position of the word that goes over it; empty at the border of two."""
        if self._is_border(position):
            return ""
        start = position
        while start not in self._borders:
            start -= 1
        return self.chars[start:position]

    def begins_inside_word(self, start: int, end: int) -> bool:
        return not self._is_border(start) and self._splits(start, start, end)

    def _is_border(self, position: int) -> bool:
        if position not in self._borders:
            self._cut_around(position)
        return position in self._borders

    def _splits(self, edge: int, start: int, end: int) -> bool:
        borders = self._borders
        first = last = edge
        while first not in borders:
            first -= 1
        while last not in borders:
            last += 1
        holds_it = first <= start and last >= end
        return not holds_it or first < start < end < last

    def words(self, start: int, end: int) -> Iterator[Span]:
        """The words of a span; one that reaches over its border is cut there."""
        while start < end:
            self._cut_around(start)
            clause_end = min(self.clause(start).end + 1, end)
            for border in range(start + 1, clause_end + 1):
                if border in self._borders or border == clause_end:
                    yield Span(start, border)
                    start = border


def _joined(chars: str, index: list[int] | None, breaks: Sequence[tuple[int, int]]) -> tuple[str, list[int]]:
    if index is not None:  # positions of the original and of the folded text differ
        broken = {position for start, end in breaks for position in range(start, end)}
        kept = [(char, at) for char, at in zip(chars, index, strict=True) if at not in broken]
        return "".join(char for char, _ in kept), [at for _, at in kept]
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for start, end in (*breaks, (len(chars), len(chars))):
        pieces.append(chars[done:start])
        origin.extend(range(done, start))
        done = max(done, end)
    return "".join(pieces), origin
