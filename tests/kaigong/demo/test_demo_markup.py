"""The notation of the demo's texts keeps text and truth together."""

from datetime import UTC, datetime

import pytest

from kaigong.demo import markup
from kaigong.demo.model import ExpectedEvent, Trap
from kaigong.demo.patterns import Composer

EVENT = ExpectedEvent("开工", "云帆阀门厂", 30_000_000, "320706")


def test_marks_leave_the_text_and_name_the_trap() -> None:
    marked = markup.read("云帆阀门厂开工，[[planned:预计明年竣工]]。")
    assert marked.text == "云帆阀门厂开工，预计明年竣工。"
    assert marked.traps == (Trap("planned", "预计明年竣工"),)
    assert marked.told == {"开工"}


@pytest.mark.parametrize("text", ["[[hoped:早日竣工]]", "[[planned:明年五月通车]]"])
def test_wrong_marks_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="trap"):
        markup.read(text)


@pytest.mark.parametrize(
    ("text", "events", "complaint"),
    [
        ("云帆阀门厂竣工", (), "竣工 is told"),
        ("云帆阀门厂扩建", (EVENT,), "开工 is an event"),
        ("阀门厂开工", (EVENT,), "does not stand in the text"),
        ("灾后复工", (EVENT,), "is told"),
    ],
)
def test_text_and_truth_must_agree(text: str, events: tuple[ExpectedEvent, ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        markup.check("story", markup.read(text), events)


@pytest.mark.parametrize(
    ("text", "yuan"), [("4.1亿元", 410_000_000), ("8600万元", 86_000_000), ("0.07亿元", 7_000_000)]
)
def test_amounts_are_exact(text: str, yuan: int) -> None:
    assert markup.amount_cny(text) == yuan


@pytest.mark.parametrize("text", ["4.1亿", "约4亿元", "四亿元"])
def test_odd_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        markup.amount_cny(text)


def test_dates_are_those_of_beijing() -> None:
    slots = markup.date_slots(datetime(2025, 12, 31, 16, 5, tzinfo=UTC))
    assert (slots["date"], slots["eve"], slots["lastyear"]) == ("1月1日", "12月31日", "2025年")


def test_every_combination_of_patterns_is_true_to_itself() -> None:
    composer = Composer(seed=9)
    for number in range(400):
        composer.draft(number).article(datetime(2026, 5, 2, tzinfo=UTC), 0.0)
