"""The words of a list that stand in a text, by one of two libraries that say the same."""

from collections.abc import Callable, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

try:  # twice as fast on long lists, as it goes by characters; has no wheels for Linux on ARM
    import daachorse
except ImportError:
    daachorse = None  # type: ignore[assignment]

HAS_CHARWISE = daachorse is not None

Find = Callable[[str], list[tuple[int, int, int]]]


def automaton(words: Sequence[str]) -> Find:
    """For a text the start, the end and the number of each word in it: the leftmost first, of those that
    start together the longest, and none that reaches into the one before.
    """
    return charwise(words) if HAS_CHARWISE else bytewise(words)


def charwise(words: Sequence[str]) -> Find:
    kind = daachorse.MATCH_KIND_LEFTMOST_LONGEST
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(words), kind).find


def bytewise(words: Sequence[str]) -> Find:
    find = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes
    return lambda text: [(start, end, number) for number, start, end in find(text)]
