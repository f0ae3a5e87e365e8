"""Where words stand that are near each other: those that a match is made of, and no others."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from consumers.query.ast import Near
from wire.text import Token

Positions = list[int]


def near_spans(run: Sequence[Token], near: Near) -> Iterator[tuple[int, int]]:
    """Code points of every phrase that has its neighbours within the distance on both sides."""
    words = [token.text for token in run]
    if not all(phrase and set(phrase) <= set(words) for phrase in near.phrases):
        return
    starts = [_starts(words, phrase) for phrase in near.phrases]
    widths = [len(phrase) for phrase in near.phrases]
    for i in range(1, len(starts)):
        starts[i] = _behind(starts[i - 1], widths[i - 1], starts[i], near.distance)
    for i in range(len(starts) - 2, -1, -1):
        starts[i] = _before(starts[i], widths[i], starts[i + 1], near.distance)
    for found, width in zip(starts, widths, strict=True):
        for start in found:
            yield run[start].start, run[start + width - 1].end


def _starts(words: Sequence[str], phrase: tuple[str, ...]) -> Positions:
    ends = len(words) - len(phrase) + 1
    return [i for i in range(ends) if words[i] == phrase[0] and tuple(words[i : i + len(phrase)]) == phrase]


def _behind(earlier: Positions, width: int, later: Positions, distance: int) -> Positions:
    """Those of the later ones that have an earlier one within the distance."""
    kept: Positions = []
    for start in later:
        nearest = bisect_right(earlier, start - width) - 1
        if nearest >= 0 and start - width - earlier[nearest] <= distance:
            kept.append(start)
    return kept


def _before(earlier: Positions, width: int, later: Positions, distance: int) -> Positions:
    """Those of the earlier ones that have a later one within the distance."""
    kept: Positions = []
    for start in earlier:
        nearest = bisect_left(later, start + width)
        if nearest < len(later) and later[nearest] - start - width <= distance:
            kept.append(start)
    return kept
