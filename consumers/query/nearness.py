"""Whether phrases stand near each other in a joined text (see consumers.query.tokens)."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from consumers.query.ast import Near
from consumers.query.tokens import BREAK, SEPARATOR, needle

# Elasticsearch keeps a gap of 100 positions between runs: what is nearer is inside one.
MAX_DISTANCE = 99
MAX_PHRASES = 8

# A phrase as it stands in joined texts, and where it begins in one.
Found: TypeAlias = tuple[str, Sequence[int]]


def is_near(near: Near, text: str) -> bool:
    needles = [needle(tokens) for tokens in near.phrases]
    sought = [one for one in needles if one is not None and one in text]
    if not sought or len(sought) < len(needles):
        return False
    return in_order([(one, occurrences(text, one)) for one in sought], text, near.distance)


def occurrences(text: str, sought: str) -> list[int]:
    """Where the phrase begins, in order; occurrences may overlap."""
    starts: list[int] = []
    found = text.find(sought)
    while found >= 0:
        starts.append(found)
        found = text.find(sought, found + 1)
    return starts


def in_order(phrases: Sequence[Found], text: str, distance: int) -> bool:
    """In time linear in the text, however often the phrases occur in it."""
    first, starts = phrases[0]
    ends = [start + len(first) - len(SEPARATOR) for start in starts]
    for sought, starts in phrases[1:]:
        following = _following(ends, starts, text, distance)
        ends = [start + len(sought) - len(SEPARATOR) for start in following]
    return bool(ends)


def _following(ends: Sequence[int], starts: Sequence[int], text: str, distance: int) -> Iterator[int]:
    """The starts that lie within the distance behind one of these ends."""
    upcoming = iter(ends)
    nearest, following = None, next(upcoming, None)
    for start in starts:
        while following is not None and following <= start:
            nearest, following = following, next(upcoming, None)
        if nearest is None:
            continue
        if _tokens_between(text, nearest, start) <= distance:
            yield start
        else:
            nearest = None  # what begins later is further away


def _tokens_between(text: str, end: int, start: int) -> int:
    """A break counts as more tokens than any distance allows."""
    between = text.count(SEPARATOR, end, start)
    return between + MAX_DISTANCE + 1 if text.find(BREAK, end, start) >= 0 else between
