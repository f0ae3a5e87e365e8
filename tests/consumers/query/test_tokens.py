"""Joined tokens hold exactly the runs that the highlighter sees."""

from hypothesis import given
from hypothesis import strategies as st
from query_strategies import texts

from consumers.query.tokens import joined, needle
from wire.text import runs, token_runs


@given(texts() | st.text())
def test_the_fast_way_to_the_tokens_finds_the_same(text: str) -> None:
    assert token_runs(text) == [[token.text for token in run] for run in runs(text)]


@given(texts() | st.text())
def test_every_run_and_no_pair_of_runs_is_found_in_the_joined_text(text: str) -> None:
    found = token_runs(text)
    for run in found:
        sought = needle(run)
        assert sought is not None
        assert sought in joined([text])
    assert joined([text]).count("_") == max(0, len(found) - 1)


def test_texts_without_tokens_join_to_nothing() -> None:
    assert joined([]) == joined([""]) == joined(["。", "😀"]) == ""
    assert joined(["签约", "。", "开工"]) == " 签 约 _ 开 工 "
