"""Words of a list in a text: both libraries find what the definition says."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.tagging.text import automaton as automata

LETTERS = "新材料铜a1 \n𠮷"
CHARWISE = pytest.param(
    automata.charwise,
    id="charwise",
    marks=pytest.mark.skipif(not automata.HAS_CHARWISE, reason="daachorse has no wheel for this machine"),
)


def by_definition(words: list[str], text: str) -> list[tuple[int, int, int]]:
    found, at = [], 0
    while at < len(text):
        here = [word for word in words if text.startswith(word, at)]
        if here:
            longest = max(here, key=len)
            found.append((at, at + len(longest), words.index(longest)))
            at += len(longest)
        else:
            at += 1
    return found


@pytest.mark.parametrize("made", [CHARWISE, pytest.param(automata.bytewise, id="bytewise")])
@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=4), unique=True, max_size=12),
    st.text(LETTERS, max_size=40),
)
def test_the_leftmost_and_longest_words_are_found(
    made: Callable[[Sequence[str]], automata.Find], words: list[str], text: str
) -> None:
    assert made(words)(text) == by_definition(words, text)
