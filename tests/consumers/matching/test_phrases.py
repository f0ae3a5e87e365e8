"""Phrases come and go, and a text is asked for those that are there."""

from hypothesis import given
from hypothesis import strategies as st

from consumers.matching.phrases import PhraseFinder
from consumers.query.tokens import joined, needle

WORDS = st.text("甲乙丙丁", min_size=1, max_size=3)


def as_phrase(word: str) -> str:
    phrase = needle(tuple(word))
    assert phrase
    return phrase


@given(st.lists(st.tuples(st.booleans(), st.sets(WORDS, max_size=9), st.text("甲乙丙丁，", max_size=9))))
def test_it_finds_what_is_sought_and_stands_there(steps: list[tuple[bool, set[str], str]]) -> None:
    finder = PhraseFinder()
    sought: list[str] = []
    for add, words, text in steps:
        phrases = list(map(as_phrase, words))
        if add:
            finder.add(phrases)
            sought += phrases
        else:
            gone = [phrase for phrase in phrases if phrase in sought]
            finder.discard(gone)
            for phrase in gone:
                sought.remove(phrase)
        tokens = joined([text])
        found = finder.find(tokens)
        assert found >= {phrase for phrase in sought if phrase in tokens}
        assert all(phrase in tokens for phrase in found)


def test_small_changes_do_not_pile_up() -> None:
    finder = PhraseFinder()
    for number in range(2_000):
        finder.add([f" n{number} "])
        finder.find(" n1 ")
    assert finder.find(" n5 n1999 n 2000 ") == {" n5 ", " n1999 "}
    assert len(finder._segments) <= 5
