"""What must hold for any text."""

import time
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.tagging.text.prepared import Prepared
from wire import codec
from wire.messages import MAX_TEXT_CHARS, ProjectEvents

PIECES = [
    "海州区", "连云港市", "鼓楼区", "镇江经开区", "新华社南京3月1日电", "江苏桂江科技有限公司",
    "桂江新材料项目", "“桂谷”产业园", "该项目", "总投资4.1亿元", "占地60亩", "3-5亿元", "80个",
    "亿元以上项目158个", "１２．５万平方米", "2026年", "十二亿五千万元", "①", "½", "㎡", "²",
    "正式开工", "签约", "封顶", "竣工投产", "达产", "推动工业", "开工率100%", "将", "已", "尚未",
    "计划", "投产后", "加快", "家庭医生签约", "，", "。", "；", "：", "、", "\n", "\n\n", " ", "　",
    "“", "”", "（", ")", "等", "的", "共", "碳纤维", "疫苗", "优化工作", "A", "c919", "\x00", "🙂",
    "𠀀",
]  # fmt: skip
NEWS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)
CLEAN = st.lists(st.sampled_from([p for p in PIECES if p.isprintable() and p not in "①½²㎡　"]), max_size=30)


def spans(tagged: Any) -> list[Any]:
    found = [*tagged.places, *tagged.figures, *tagged.events, *tagged.held_back]
    return [item for item in found if item.start is not None]


@given(text=NEWS, title=NEWS, region=st.sampled_from([None, "320706", "320000", "999999"]))
@settings(max_examples=300)
def test_every_span_lies_in_the_text_and_shows_its_evidence(
    tag: Any, text: str, title: str, region: Any
) -> None:
    tagged = tag(text, title, region=region)
    assert all(0 <= item.start < item.end <= len(text) for item in spans(tagged))
    for place in tagged.places:
        if place.start is not None:
            assert _bare(text[place.start : place.end]) == place.surface
    for held in tagged.held_back:
        if held.start is not None:
            assert _bare(text[held.start : held.end]) == held.keyword


def _bare(piece: str) -> str:
    return "".join(Prepared(piece).chars.split())


@given(text=st.text(), title=st.text())
def test_any_text_is_tagged_and_can_be_sent(tag: Any, text: str, title: str) -> None:
    tagged = tag(text, title)
    encoded = msgspec.json.encode(tagged)
    assert msgspec.json.decode(encoded, type=type(tagged)) == tagged


@given(text=NEWS)
def test_the_same_text_has_the_same_tags(tag: Any, text: str) -> None:
    assert tag(text) == tag(text)


@given(text=CLEAN.map("".join))
def test_full_width_forms_make_no_difference(tag: Any, text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert _values(tag(text)) == _values(tag(wide))


def _values(tagged: Any) -> Any:
    return (
        [(place.code, place.candidates, place.role, place.start, place.end) for place in tagged.places],
        [
            (figure.value, figure.value_high, figure.unit, figure.role, figure.start)
            for figure in tagged.figures
        ],
        [
            (event.type, event.state, event.named, event.aggregate, event.amount_cny)
            for event in tagged.events
        ],
        [event.event_id for event in tagged.events],
        tagged.industries,
    )


@given(text=NEWS)
def test_what_names_no_project_says_so(tag: Any, text: str) -> None:
    for event in tag(text).events:
        assert event.named == (event.project is not None)
        assert event.main_place is None or event.main_place in event.place_codes


@pytest.mark.parametrize(
    "piece",
    ["开工", "桂江新材料项目开工。", "海州区，", "3-5亿元", "一", "1", "词", "\n", "签约、", "疫苗", "“",
     "十", "\x00", "江苏", "a.", "项目项目", "20个项目开工", "总投资5亿元的桂江新材料项目在海州区开工，",
     "总投资5亿元的桂江新材料项目在海州区开工。"],
)  # fmt: skip
def test_the_largest_article_is_tagged_in_time_and_fits_its_topics(tag: Any, piece: str) -> None:
    text = (piece * (MAX_TEXT_CHARS // len(piece) + 1))[:MAX_TEXT_CHARS]
    started = time.process_time()
    tagged = tag(text, title="桂江新材料项目开工" * 20, region="320706")
    assert time.process_time() - started < 2
    events = ProjectEvents(
        article_id="a1", revision=1, story_id="a1", tagging=tagged.tagging, events=tagged.events
    )
    moment = tagged.shown_at
    assert len(codec.encode(codec.wrap(tagged, lane="live", trace="t", now=moment))) < 4 * 1024**2
    assert len(codec.encode(codec.wrap(events, lane="live", trace="t", now=moment))) < 2 * 1024**2
