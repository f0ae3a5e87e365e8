"""Whether phrases stand near each other in a joined text (see consumers.query.tokens)."""

from collections.abc import Iterator, Sequence

from consumers.query.ast import Near
from consumers.query.tokens import BREAK, SEPARATOR, needle

# Elasticsearch keeps a gap of 100 positions between runs: what is nearer is inside one.
MAX_DISTANCE = 99
MAX_PHRASES = 8
# A break counts as more tokens than any distance allows.
_BREAK_TOKENS = MAX_DISTANCE + 1


def is_near(near: Near, text: str) -> bool:
    """In time linear in the text, however often the phrases occur in it."""
    needles = [needle(tokens) for tokens in near.phrases]
    sought = [one for one in needles if one is not None and one in text]
    if not sought or len(sought) < len(needles):
        return False
    ends = [end for _, end in _occurrences(text, sought[0])]
    for one in sought[1:]:
        ends = list(_following(ends, text, one, near.distance))
    return bool(ends)


def _following(ends: Sequence[int], text: str, sought: str, distance: int) -> Iterator[int]:
    """Where the occurrences end that begin within the distance behind one of these ends."""
    upcoming = iter(ends)
    nearest, following = None, next(upcoming, None)
    for start, end in _occurrences(text, sought):
        while following is not None and following <= start:
            nearest, following = following, next(upcoming, None)
        if nearest is not None and start - nearest <= distance:
            yield end


def _occurrences(text: str, sought: str) -> Iterator[tuple[int, int]]:
    """Start and end, in tokens, of every occurrence, in order; they may overlap."""
    width = sought.count(SEPARATOR) - 1
    counted = tokens = 0
    found = text.find(sought)
    while found >= 0:
        tokens += text.count(SEPARATOR, counted, found) + _BREAK_TOKENS * text.count(BREAK, counted, found)
        counted = found
        yield tokens, tokens + width
        found = text.find(sought, found + 1)
