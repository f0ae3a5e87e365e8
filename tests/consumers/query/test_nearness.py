"""Nearness as its definition says it, tried on every choice of occurrences."""

import itertools
import time

from hypothesis import example, given
from hypothesis import strategies as st

from consumers.query.ast import Near
from consumers.query.nearness import MAX_DISTANCE, is_near
from consumers.query.tokens import joined

LETTERS = "甲乙丙"


def by_definition(near: Near, text: str) -> bool:
    return any(_near_in_run(near, run.split()) for run in text.split("_"))


def _near_in_run(near: Near, run: list[str]) -> bool:
    starts = [
        [i for i in range(len(run)) if tuple(run[i : i + len(phrase)]) == phrase] for phrase in near.phrases
    ]
    return any(
        all(
            0 <= later - (earlier + len(phrase)) <= near.distance
            for earlier, later, phrase in zip(chosen, chosen[1:], near.phrases, strict=False)
        )
        for chosen in itertools.product(*starts)
    )


@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=2).map(tuple), min_size=2, max_size=4).map(tuple),
    st.integers(0, 4),
    st.text(LETTERS + "，", max_size=14),
)
@example((("甲",), ("乙",), ("丙",)), 4, "甲丙乙甲甲乙丙丙丙")
def test_it_is_what_the_definition_says(
    phrases: tuple[tuple[str, ...], ...], distance: int, text: str
) -> None:
    near, tokens = Near(phrases, distance), joined([text])
    assert is_near(near, tokens) == by_definition(near, tokens)


def test_a_text_made_to_cost_time() -> None:
    near = Near((("甲",),) * 7 + (("乙",),), MAX_DISTANCE)
    began = time.perf_counter()
    assert not is_near(near, joined(["甲" * 100_000 + "，乙"]))
    assert time.perf_counter() - began < 20  # in time that grows with the square it would be hours
