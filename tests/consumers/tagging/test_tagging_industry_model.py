"""What the model does with numbers, and what it takes for a model."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import ValidationError

import consumers.tagging.knowledge as module
from consumers.tagging.industries.evidence import Evidence
from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.model import IndustryJudge, IndustryModel
from consumers.tagging.industries.vocabulary import Chains
from consumers.tagging.yaml_file import read_model

DATA = Path(module.__file__).parent / "data"
MODEL = read_model(IndustryModel, DATA / "industry_model.yaml")
SHIPPED = IndustryJudge(MODEL)
NUMBERS = Evidence.__struct_fields__
MORE = [name for name in NUMBERS if name not in ("comes_first", "chains", "chars", "duties", "errands")]
PLAIN = Evidence(
    words=0.8, best_word=0.8, together=0.8, best_place=1.0, density=0.3, beside_first=1.0, sentences=0.5,
    comes_first=True, chains=1, chars=50, duties=0.0, errands=0, sentence=0.0, sentence_ahead=0.0,
    clause=0.0, clause_ahead=0.0,
)  # fmt: skip


def additive(**steps: Any) -> dict[str, Any]:
    return {"base": -1.0, "steps": {name: {"upto": [], "gives": [0.0]} for name in NUMBERS} | steps}


def model(**changes: Any) -> IndustryModel:
    content = {
        "trust": {"firm": 0.8, "everyday": 0.5, "loose": 0.3, "lines": 2},
        "short_upto": 100,
        "middle_upto": 300,
        "short": additive(),
        "middle": additive(),
        "long": additive(),
        "seen": {"0/2": "包装 货架", "6/6": "茶园"},
    }
    return IndustryModel.model_validate(content | changes)


def word(keyword: str, **more: Any) -> IndustryWord:
    return IndustryWord("食品饮料", keyword, 0, len(keyword), **more)


def test_a_word_is_relied_on_by_its_kind_and_by_the_lines_that_hold_it() -> None:
    judge = IndustryJudge(model(), own=["脐带血"])
    assert judge.reliability(word("没见过")) == 0.8
    assert judge.reliability(word("没见过", everyday=True)) == 0.5
    assert judge.reliability(word("没见过", weight=0.4)) == 0.3
    assert judge.reliability(word("包装")) == pytest.approx(0.4)
    assert judge.reliability(word("茶园")) == pytest.approx(0.95)
    assert judge.reliability(word("脐带血")) == 1.0


def test_a_customers_word_is_relied_on_whatever_lines_say() -> None:
    assert IndustryJudge(model(), own=["包装"]).reliability(word("包装")) == 1.0


def test_steps_add_up_and_a_border_belongs_to_the_lower_step() -> None:
    density = {"upto": [0.3, 0.6], "gives": [0.0, 0.9, 1.5]}
    chains = {"upto": [1.5], "gives": [0.2, 0.0]}
    judge = IndustryJudge(model(short=additive(density=density, chains=chains)))
    assert not judge.is_told(PLAIN)
    assert judge.is_told(replace(PLAIN, density=0.31))
    assert not judge.is_told(replace(PLAIN, density=0.6, chains=2))
    assert judge.is_told(replace(PLAIN, density=0.61, chains=2))


def test_a_sure_word_of_the_title_or_of_a_project_is_told_in_longer_texts() -> None:
    judge = IndustryJudge(model())
    told = replace(PLAIN, best_word=0.9, best_place=2.0, chars=101)
    assert judge.is_told(told)
    assert not judge.is_told(replace(told, chars=100))
    assert not judge.is_told(replace(told, best_word=0.89))
    assert not judge.is_told(replace(told, best_place=1.9))


def test_what_letters_alone_tell_must_be_surer() -> None:
    alone = replace(PLAIN, words=0.0, best_word=0.0, best_place=0.0)
    for sum_of_steps, with_word, without in ((0.3, True, False), (0.5, True, True), (-0.1, False, False)):
        judge = IndustryJudge(model(short=additive(sentence={"upto": [], "gives": [1.0 + sum_of_steps]})))
        assert judge.is_told(PLAIN) == with_word
        assert judge.is_told(alone) == without


def test_short_and_long_texts_have_steps_of_their_own() -> None:
    gives = {"upto": [], "gives": [1.5]}
    middle, long = (IndustryJudge(model(**{part: additive(density=gives)})) for part in ("middle", "long"))
    for chars, of_middle, of_long in (
        (100, False, False),
        (101, True, False),
        (300, True, False),
        (301, False, True),
    ):
        assert middle.is_told(replace(PLAIN, chars=chars)) == of_middle
        assert long.is_told(replace(PLAIN, chars=chars)) == of_long
        assert long.reads_letters(chars) != of_long


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ({"upto": [0.3, 0.1], "gives": [0.0, 1.0, 2.0]}, "in order"),
        ({"upto": [0.3], "gives": [0.0]}, "one value more"),
    ],
)
def test_steps_that_do_not_fit_are_refused(steps: Any, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        model(short=additive(**dict.fromkeys(NUMBERS, steps)))


def test_numbers_that_are_missing_or_in_another_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="words, best_word"):
        model(long={"base": 0.0, "steps": dict(reversed(additive()["steps"].items()))})


def test_a_word_with_two_counts_is_refused() -> None:
    with pytest.raises(ValidationError, match="茶园"):
        model(seen={"0/2": "茶园", "6/6": "茶园"})


def test_every_word_of_the_model_is_a_word_of_a_chain() -> None:
    chains = read_model(Chains, DATA / "industries.yaml").chains
    words = {
        word for one in chains for word in (*one.names, *one.keywords, *one.everyday, *one.weak, *one.signs)
    }
    assert words.issuperset(MODEL.seen), "run `make fit-industries ARGS=--write`"


ODDS = st.floats(-20, 20)
numbers = st.builds(
    Evidence,
    words=st.floats(0, 30), best_word=st.floats(0, 1), best_place=st.floats(0, 3), density=st.floats(0, 1),
    beside_first=st.floats(0, 1), sentences=st.floats(0, 1), comes_first=st.booleans(),
    chains=st.integers(1, 20), chars=st.integers(0, 50_000),
    duties=st.floats(0, 1), errands=st.integers(0, 50), sentence=ODDS, sentence_ahead=ODDS, clause=ODDS,
    clause_ahead=ODDS,
)  # fmt: skip


@given(numbers, st.sampled_from(MORE))
def test_more_evidence_never_takes_a_chain_away(evidence: Evidence, name: str) -> None:
    number = getattr(evidence, name)
    more = replace(evidence, **{name: number + abs(number) / 2 + 0.1})
    assert SHIPPED.is_told(more) or not SHIPPED.is_told(evidence)


@given(numbers, st.sampled_from(["duties", "errands"]))
def test_more_duties_never_bring_a_chain(evidence: Evidence, name: str) -> None:
    more = replace(evidence, **{name: getattr(evidence, name) * 2 + 1})
    assert SHIPPED.is_told(evidence) or not SHIPPED.is_told(more)
