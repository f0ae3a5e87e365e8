"""Headings and sentences that govern what follows: 二、2025年工作安排 makes plans of everything under it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from consumers.tagging.events.cues import Cues, any_of
from consumers.tagging.events.dates import View
from consumers.tagging.text.prepared import Prepared

_LINE = re.compile(r"[^\n]+")
_LEVELS = (
    "第[一二三四五六七八九十]+(?:部分|章|篇)",
    "第[一二三四五六七八九十]+节",
    "[一二三四五六七八九十]+、",
    r"\([一二三四五六七八九十]+\)",
    r"\d{1,2}[.、](?!\d)|[一二三四五六七八九十]+是",
)
_NUMBERING = re.compile("|".join(f"({level})" for level in _LEVELS))
_UNNUMBERED, _LEAD = len(_LEVELS), len(_LEVELS) + 1
_HEADING_CHARS, _UNNUMBERED_CHARS = 40, 24
_END = re.compile(r"[。!?;]")
_LEADS = re.compile(r"[:]\s*\Z")
_NO_HEADING = re.compile(r"[,。;!?、]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!版|\d{1,2}月)")


class _Zone(Struct, frozen=True, gc=False):
    """`cue`: the words of the heading that opens a plan; empty where none governs, None in a look back.

    `past` are the words that open the look back; `ended` is the year that these name, where it is over.
    """

    start: int
    cue: str | None
    past: str = ""
    ended: int | None = None


class Outline:
    def __init__(self, cues: Cues) -> None:
        self._future = any_of(cues.opens_future)
        self._past = any_of(cues.opens_past)
        # Most headings, and most texts, have none of these words, and this is seen sooner.
        self._opening = any_of([*cues.opens_future, *cues.opens_past])
        self._turning = any_of([*cues.turns_future, *cues.turns_past])
        self._turn = re.compile(
            rf"[。!?;\n]\s*(?:[一二三四五六七八九十]{{1,2}}、|\([一二三四五六七八九十]{{1,2}}\))?(?:(?P<future>{'|'.join(cues.turns_future)})|(?P<past>{'|'.join(cues.turns_past)}))"
        )

    def of(
        self, text: Prepared, year: int | None = None, view: View = None, *, ended: int | None = None
    ) -> "Governed":
        """`year` is the article's own: 2024年主要工作 looks back in 2025. `view` is that of the whole
        document, wherever no heading says otherwise, and all of it may be of a year that has `ended`.
        """
        chars = text.chars
        turns = list(self._turns(chars)) if self._turning.search(chars) else []
        headings = list(self._headings(chars, year)) if "\n" in chars else []
        zones = sorted([*headings, *self._with_ends(chars, turns, headings)], key=_start)
        return Governed(zones, view, ended=ended)

    def _turns(self, chars: str) -> Iterator[_Zone]:
        # With a line's end in front, every sentence begins behind a mark.
        for match in self._turn.finditer(f"\n{chars}"):
            yield _Zone(match.start(), match["future"], match["past"] or "")

    @staticmethod
    def _with_ends(chars: str, turns: Sequence[_Zone], headings: Sequence[_Zone]) -> Iterator[_Zone]:
        """What a sentence turns, it turns to the end of its paragraph; behind it the heading rules again."""
        above = Governed(headings)
        for turn in turns:
            yield turn
            end = chars.find("\n", turn.start + 1)
            if end > 0:
                yield _Zone(end, above.at(end), above.looks_back(end), above.ended(end))

    def _headings(self, chars: str, year: int | None) -> Iterator[_Zone]:
        """What a heading opens ends at the next heading as high as that."""
        opened: int | None = None
        for line in _LINE.finditer(chars):
            words, level = _heading(line.group())
            if words is None:
                continue
            if opened == _LEAD:  # a list follows: what is above its items ends it
                opened = level - 1
            over = ended_year(words, year)
            if over or self._opening.search(words):
                past, future = over or self._past.search(words), self._future.search(words)
                opened = level if opened is None or level == _LEAD else min(opened, level)
                if past or future is None:
                    yield _Zone(line.start(), None, past.group() if past else "", over and int(over[1]))
                else:
                    yield _Zone(line.start(), future.group())
            elif opened is not None and level <= opened:
                opened = None
                yield _Zone(line.start(), "")


class Governed:
    """Which part of a text which heading governs."""

    def __init__(self, zones: Sequence[_Zone], view: View = None, *, ended: int | None = None) -> None:
        self._zones = zones
        self._view = view
        self._ended = ended
        self._starts = [zone.start for zone in zones]

    def at(self, position: int) -> str | None:
        """The words of the heading that make plans of what stands here; empty or None as in a zone."""
        zone = self._zone(position)
        return zone.cue if zone else ""

    def looks_back(self, position: int) -> str:
        """The words of the heading under which stands what has been."""
        zone = self._zone(position)
        return zone.past if zone else ""

    def ended(self, position: int) -> int | None:
        """The year that what stands here is told of, where it is over."""
        zone = self._zone(position)
        return (zone and zone.ended) or self._ended

    def view(self, position: int) -> View:
        """Whether what stands here tells of what has been, or of what shall be."""
        zone = self._zone(position)
        if zone is None or not (zone.past or zone.cue):
            return self._view
        return "back" if zone.past else "ahead"

    def _zone(self, position: int) -> _Zone | None:
        number = bisect_right(self._starts, position) - 1
        return self._zones[number] if number >= 0 else None


def _start(zone: _Zone) -> int:
    return zone.start


def ended_year(words: str, year: int | None) -> re.Match[str] | None:
    """The year of a heading or a title, where none that it names goes on."""
    if year is None or "年" not in words:
        return None
    named = list(_YEAR.finditer(words))
    return named[-1] if named and all(int(one[1]) < year for one in named) else None


def _heading(line: str) -> tuple[str | None, int]:
    """The heading that a line is or begins with, and how high it is."""
    stripped = line.strip()
    numbering = _NUMBERING.match(stripped)
    if numbering is not None:
        end = _END.search(stripped)
        words = stripped[: end.start()] if end else stripped
        return (words if len(words) <= _HEADING_CHARS else None), (numbering.lastindex or 1) - 1
    if _LEADS.search(stripped):
        return stripped[-_HEADING_CHARS:], _LEAD
    if len(stripped) <= _UNNUMBERED_CHARS and not _NO_HEADING.search(stripped):
        return stripped, _UNNUMBERED
    return None, _UNNUMBERED
