"""Search tokens: what is a phrase and what is not."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wire.text import fold, phrase, runs, token_runs, token_text


def holds(text: str, query: str) -> bool:
    """Whether the query's tokens stand contiguously inside one run of the text."""
    (wanted,) = phrase(query)
    return any(
        run[i : i + len(wanted)] == wanted
        for run in token_runs(text)
        for i in range(len(run) - len(wanted) + 1)
    )


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("今日开工", "开工", True),
        ("信息公开。工业", "开工", False),
        ("信息公开，工程", "开工", False),
        ("信息公开\n工作动态", "开工", False),
        ("信息公开…工作动态", "开工", False),
        ("“公开”工作", "开工", False),
        ("C919量产", "919量产", False),
        ("C919量产", "c919量产", True),
        ("Ｃ９１９量产", "C919量产", True),
        ("OpenAI", "AI", False),
        ("AI芯片", "ai", True),
        ("总投资4.1亿元", "4.1亿元", True),
        ("总投资14.1亿元", "4.1亿元", False),
        ("ZJ-02地块", "zj-02", True),
        ("开 工", "开工", True),
        # A column line that breaks inside a sentence is one sentence.
        ("为贯彻会议精神，推进项目建设，海州区工\n信局召开会议", "工信局", True),
        ("为贯彻会议精神，推进项目建设，海州区工\n\n信局召开会议", "工信局", True),
        ("全部公开，接受社会监督，欢迎大家来信公开。\n工作动态", "开工", False),
    ],
)
def test_phrases(text: str, query: str, expected: bool) -> None:
    assert holds(text, query) is expected


def test_tokens_know_where_they_stand_in_the_original() -> None:
    text = "占地1.2㎡，№5厂房"
    assert [text[t.start : t.end] for run in runs(text) for t in run] == [
        "占",
        "地",
        "1.2㎡",
        "№5",
        "厂",
        "房",
    ]


@given(st.text())
def test_offsets_are_ordered_and_lie_in_the_text(text: str) -> None:
    tokens = [token for run in runs(text) for token in run]
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert all(a.start <= b.start for a, b in itertools.pairwise(tokens))


@given(st.text(st.characters(exclude_characters="\n")))
def test_every_run_is_found_by_its_own_words(text: str) -> None:
    folded, index = fold(text)
    assert index is None or len(index) == len(folded)
    for run in runs(text):
        assert phrase(text[run[0].start : run[-1].end]) == [[token.text for token in run]]


# Text that is mostly what search tokens turn on: words with marks in them, clause ends, odd forms.
TRICKY = st.text(st.sampled_from("签约开工aBZ09.-_ 。，…“”㎡½４．－Ｇﬁ\n、é́ß𠀀カ\u3007"), max_size=30)


@given(TRICKY, TRICKY)
def test_runs_that_hold_tokens(text: str, query: str) -> None:
    for tokens in phrase(query):
        found = token_runs(text, holding=tokens)
        assert [run for run in token_runs(text) if set(tokens) <= set(run)] == [
            run for run in found if set(tokens) <= set(run)
        ]


@given(st.text(max_size=60) | TRICKY)
@example("“”公开。。")
def test_a_token_text_has_the_tokens_of_the_runs(text: str) -> None:
    assert token_text(text) == " _ ".join(" ".join(run) for run in token_runs(text))
