"""What sentences and clauses at the beginning of a text say of each chain by their letters."""

from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import consumers.tagging.knowledge as module
from consumers.tagging.industries.likeness import Likely, Likeness, LikenessModel, beginning_of, letters_of
from consumers.tagging.industries.vocabulary import Chains
from consumers.tagging.text.prepared import Span
from consumers.tagging.yaml_file import read_model

DATA = Path(module.__file__).parent / "data"
SHIPPED = read_model(LikenessModel, DATA / "industry_likeness.yaml")
READING = Likeness(SHIPPED)


def model(**changes: Any) -> LikenessModel:
    content = {
        "base": {"食品饮料": -2.0, "海工与船舶": -3.0},
        "rarity": {30: "酒 船", 40: "酿酒 造船"},
        "speaks": {"食品饮料": {20: "酒", 50: "酿酒", -10: "船"}, "海工与船舶": {60: "船 造船"}},
    }
    return LikenessModel.model_validate(content | changes)


def test_letters_and_pairs_are_counted_once_and_no_pair_reaches_over_a_mark() -> None:
    assert letters_of("酿酒,造船、造船") == {"酿", "酒", "酿酒", "造", "船", "造船"}


def test_every_number_is_one_letter() -> None:
    assert (
        letters_of("年产3.5万吨") == letters_of("年产120万吨") == {*"年产0万吨", "年产", "产0", "0万", "万吨"}
    )


def odds(text: str, chain: str) -> float:
    """Of one clause, as the definition has it."""
    known = model()
    letters = [one for one in letters_of(text) if one in known.rarity]
    length = sqrt(sum((known.rarity[one] / 10) ** 2 for one in letters))
    says = sum(known.speaks[chain].get(one, 0) / 10 * known.rarity[one] / 10 for one in letters)
    return known.base[chain] + (says / length if letters else 0.0)


def test_the_odds_are_those_of_a_logistic_regression_over_tf_idf() -> None:
    found = Likeness(model()).of("酿酒")
    length = sqrt(3.0**2 + 4.0**2)
    food, ships = -2.0 + (3.0 * 2.0 + 4.0 * 5.0) / length, -3.0
    assert found["食品饮料"] == pytest.approx((food, food - ships, food, food - ships))
    assert found["海工与船舶"] == pytest.approx((ships, ships - food, ships, ships - food))


def test_the_likest_sentence_and_the_likest_clause_speak_for_a_text() -> None:
    found = Likeness(model()).of("酿酒,造船。船、船。天气晴好")
    for chain, other in (("食品饮料", "海工与船舶"), ("海工与船舶", "食品饮料")):
        sentences, clauses = ("酿酒造船", "船"), ("酿酒", "造船", "船")
        assert found[chain].clause == pytest.approx(max(odds(clause, chain) for clause in clauses))
        assert found[chain].clause_ahead == pytest.approx(
            max(odds(clause, chain) - odds(clause, other) for clause in clauses)
        )
        assert found[chain].sentence == pytest.approx(max(odds(sentence, chain) for sentence in sentences))
        assert found[chain].sentence_ahead == pytest.approx(
            max(odds(sentence, chain) - odds(sentence, other) for sentence in sentences)
        )


def test_a_text_of_unknown_letters_has_the_base_odds() -> None:
    base = {"食品饮料": Likely(-2.0, 1.0, -2.0, 1.0), "海工与船舶": Likely(-3.0, -1.0, -3.0, -1.0)}
    assert Likeness(model()).of("天气晴好") == Likeness(model()).of("") == base


def test_only_pairs_that_speak_for_the_chain_are_shown_in_the_order_of_the_text() -> None:
    likeness = Likeness(model())
    assert likeness.shown("造船之后酿酒", "食品饮料") == ["酿酒"]
    assert likeness.shown("造船之后酿酒", "海工与船舶") == ["造船"]
    assert likeness.shown("天气晴好", "海工与船舶") == []


def test_the_beginning_is_the_title_and_a_little_of_the_text_without_what_is_silent() -> None:
    text = "酿酒" + "之后造船" * 100
    beginning = beginning_of(("今日要闻", [Span(2, 4)]), (text, [Span(300, 302), Span(0, 2)]))
    assert beginning == "今日*\n*" + text[2:200]
    assert beginning_of(("", []), ("酿酒", [])) == "酿酒"
    assert beginning_of(("", []), ("酿酒造船", [Span(0, 3), Span(1, 2)])) == "**船"


@given(st.text(alphabet="酿酒造船,。 1a新"))
def test_any_text_has_odds_for_every_chain(text: str) -> None:
    assert list(READING.of(text)) == list(SHIPPED.base)
    assert all(piece in text for chain in SHIPPED.base for piece in READING.shown(text, chain))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"speaks": {"食品饮料": {20: "酒"}}}, "different chains"),
        ({"speaks": {"食品饮料": {20: "糟"}, "海工与船舶": {}}}, "no rarity: 糟"),
        ({"base": {}, "speaks": {}}, "at least 1"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(changes: Any, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        model(**changes)


def test_the_shipped_model_is_of_the_twenty_chains_in_their_order() -> None:
    chains = read_model(Chains, DATA / "industries.yaml").chains
    assert list(SHIPPED.base) == [chain.name for chain in chains]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("匠人把竹篾浸软，三天编成一只鱼篓，发往外省的渔具店。", "木业家居造纸"),
        ("养殖户趁着落潮下滩，把蚝串一排排挂上浮筏。", "现代农业"),
    ],
)
def test_what_no_word_names_is_told_by_letters(tag: Any, text: str, chain: str) -> None:
    assert chain in [industry.name for industry in tag(text).industries]
