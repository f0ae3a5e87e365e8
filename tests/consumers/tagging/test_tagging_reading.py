from typing import Any

import pytest
import rjieba

from consumers.tagging.text.prepared import Prepared, Span
from consumers.tagging.text.reading import folded


@pytest.mark.parametrize(
    ("text", "chars"),
    [
        ("連雲港市海州區", "连云港市海州区"),
        ("總投資３．５億元", "总投资3.5亿元"),
        ("乾县与於潜镇", "乾县与於潜镇"),  # official names of today
        ("3½亿，①5亿", "3*亿,*5亿"),
        ("1.2万m²", "1.2万m2"),
        ("", ""),
    ],
)
def test_one_form_for_many(text: str, chars: str) -> None:
    assert folded(text)[0] == chars


def test_simplifying_keeps_every_position() -> None:
    text = "連雲港🙂於𠀀開發區"
    assert folded(text) == ("连云港🙂於𠀀开发区", None)


def test_a_place_in_traditional_characters_is_found_where_it_stands(tag: Any) -> None:
    text = "（本報訊）連雲港市海州區的項目正式開工。"
    tagged = tag(text)
    assert [(place.code, text[place.start : place.end]) for place in tagged.places] == [
        ("320700", "連雲港市"),
        ("320706", "海州區"),
    ]
    assert [event.type for event in tagged.events] == ["开工"]


def test_the_evidence_is_shown_as_it_was_written(tag: Any) -> None:
    assert tag("連雲港市海州區三個項目全部開工。").events[0].sentence == "連雲港市海州區三個項目全部開工。"


def test_positions_are_those_of_the_text_where_folding_moves_them() -> None:
    prepared = Prepared("㎡與連雲港")
    start = prepared.chars.index("连云港")
    assert prepared.origin(start, start + 3).start == 2


@pytest.mark.parametrize(
    "text",
    [
        "项目总投资1,200万元，日前开工:\n海州区\r\n浦南镇劳动工具厂!年产C919配件6:4两种。",
        ",。;\n\n开工，",
        "劳动工具",
    ],
)
def test_words_cut_clause_by_clause_are_those_of_the_whole_text(text: str) -> None:
    prepared = Prepared(text)
    words = rjieba.cut(prepared.chars, False)
    starts = [len("".join(words[:number])) for number in range(len(words))]
    spans = [Span(start, start + len(word)) for start, word in zip(starts, words, strict=True)]
    assert list(prepared.words(0, len(prepared.chars))) == spans


def test_a_word_is_cut_at_the_border_of_a_span() -> None:
    prepared = Prepared("劳动工具，开工")
    assert list(prepared.words(1, 6)) == [Span(1, 4), Span(4, 5), Span(5, 6)]
