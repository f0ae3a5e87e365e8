"""All phrases of all queries as Aho-Corasick automata: one pass over a text finds those that stand in it."""

from collections import Counter
from collections.abc import Collection, Iterable

from ahocorasick_rs import AhoCorasick

# An automaton cannot be changed. New phrases get a small one of their own, which takes in the next larger one
# when it has an eighth of its size: a change costs milliseconds, and a text is read a few times at most.
_GROWTH = 8
# An article and its events have the same title and text.
_REMEMBERED = 8


class _Segment:
    def __init__(self, phrases: set[str]) -> None:
        self.phrases = phrases
        # With the patterns stored it answers with the very same strings, whose hashes are known.
        self._automaton = AhoCorasick(phrases, store_patterns=True)

    def find(self, text: str) -> list[str]:
        # Neighbours share the separator between them, so their matches overlap.
        found: list[str] = self._automaton.find_matches_as_strings(text, overlapping=True)
        return found


class PhraseFinder:
    """Phrases and texts are in the form of consumers.query.tokens, so every match is one of whole tokens."""

    def __init__(self) -> None:
        self._uses: Counter[str] = Counter()
        self._held: set[str] = set()
        self._fresh: set[str] = set()
        self._segments: list[_Segment] = []
        self._remembered: dict[str, frozenset[str]] = {}

    def add(self, phrases: Collection[str]) -> None:
        """Counts: a phrase is sought until it was discarded as often as it was added."""
        self._uses.update(phrases)
        self._fresh.update(phrase for phrase in phrases if phrase not in self._held)

    def discard(self, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            self._uses[phrase] -= 1
            if not self._uses[phrase]:
                # It stays in its automaton until that is joined with another.
                del self._uses[phrase]

    def find(self, text: str) -> frozenset[str]:
        """Those that stand in the text; perhaps also some that are sought no longer."""
        self._take_in_fresh()
        found = self._remembered.get(text)
        if found is None:
            found = frozenset[str]().union(*(segment.find(text) for segment in self._segments))
            if len(self._remembered) >= _REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[text] = found
        return found

    def _take_in_fresh(self) -> None:
        phrases = self._fresh & self._uses.keys()
        self._fresh.clear()
        if not phrases:
            return
        while self._segments and len(self._segments[-1].phrases) <= _GROWTH * len(phrases):
            former = self._segments.pop().phrases
            self._held -= former
            phrases |= former & self._uses.keys()
        self._held |= phrases
        self._segments.append(_Segment(phrases))
        self._remembered.clear()
