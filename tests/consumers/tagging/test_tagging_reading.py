from typing import Any

import pytest

from consumers.tagging.prepared import Prepared
from consumers.tagging.reading import folded


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
