"""Line breaks inside sentences, and inside the numbers in them: 二期款4↵200万元, 1.05↵亿元."""

import re
from collections.abc import Iterator

from consumers.tagging.figures.units import UNIT_STARTS, UNITS
from wire.broken_lines import broken_lines

_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_SCALE = "[十百千]?[万亿]"
_GAP = r"[ \t\u3000]*\n[ \t\u3000]*"
# The digit comes first: only then does the search skip all else.
_HAN_THEN_DIGITS = r"(?P<digits>[\d,](?<=[\u4e00-\u9fff].)[\d,]*(?:\.\d*)?)[千万亿]*"
# The unit, or the rest of the number and its unit, begins the next line.
_BROKEN = re.compile(
    rf"{_HAN_THEN_DIGITS}(?P<gap>{_GAP})(?:(?P<rest>\.?\d[\d,.]*\s?)?(?:{_SCALE}\s?(?:{_UNIT})?|{_UNIT}))"
)
# What every such break looks like, for whoever wants to know quickly that there is none.
_MAY_BE_BROKEN = re.compile(
    rf"\n(?<=[\d,.千万亿 \t\u3000]\n)[ \t\u3000]*[\d.十百千万亿{''.join(sorted(UNIT_STARTS))}]"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLAUSE_MARK = re.compile("[，。；、：,;:！？]")


def broken_inside_sentences(text: str) -> list[tuple[int, int]]:
    """Where lines are to be joined, in order. Two numbers in two lines stay two where one may be a year."""
    spans = {span for span in broken_lines(text) if not _divides_year(text, *span)}
    return sorted(spans.union(_broken_numbers(text)))


def _broken_numbers(text: str) -> Iterator[tuple[int, int]]:
    if _MAY_BE_BROKEN.search(text) is None:
        return
    for match in _BROKEN.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        # 标段1↵200万元 may be two cells of a table; a line with a clause in it is prose.
        is_prose = _CLAUSE_MARK.search(text, line_start, match.start())
        goes_on = not match["rest"] or match["rest"].startswith(".") or match["digits"].endswith(".")
        if _YEAR.fullmatch(match["digits"]) is None and (is_prose or goes_on):
            yield match.span("gap")


def _divides_year(text: str, start: int, end: int) -> bool:
    return text[end : end + 1].isdigit() and _YEAR.fullmatch(text[max(start - 4, 0) : start]) is not None
