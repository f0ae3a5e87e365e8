"""Tags in a few words."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kaigong.tagging.wording import event_facts, figure_note, moment, place_note
from wire.messages import Event, Figure, Place

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # the second of March there


def event(**fields: Any) -> Event:
    given: dict[str, Any] = {
        "event_id": "e", "article_id": "a", "story_id": "a", "revision": 1, "type": "开工", "state": "done",
        "named": False, "sentence": "开工。", "title": "", "source_id": "s", "shown_at": NOW,
    }  # fmt: skip
    return Event(**{**given, **fields})


def test_the_main_place_has_its_own_name() -> None:
    told = event(place_codes=["320706103", "320706"], place_names=["板浦镇", "海州区"], main_place="320706")
    assert event_facts(told, ZONE) == ["海州区 320706"]
    shared = event(place_codes=["220000", "220200"], place_names=["吉林"], main_place="220200")
    assert event_facts(shared, ZONE) == ["220200"]


def test_what_is_not_known_is_left_out() -> None:
    assert event_facts(event(), ZONE) == []
    assert event_facts(event(aggregate=3, date=NOW, date_precision="day"), ZONE) == ["×3", "2026-03-02"]


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("minute", "2026-03-02 00:00"),
        ("day", "2026-03-02"),
        ("month", "2026-03"),
        ("quarter", "2026 Q1"),
        ("half", "2026 H1"),
        ("year", "2026"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(precision: str, shown: str) -> None:
    assert moment(NOW, precision, ZONE) == shown


def test_figures_are_exact_and_say_how_they_are_meant() -> None:
    assert figure_note(Figure(value=4.1e8, unit="CNY", start=0, end=5, role="总投资")) == (
        "总投资 410,000,000 CNY"
    )
    bounded = Figure(value=0.5, value_high=1.25, unit="吨", start=0, end=5, modifier=">=")
    assert figure_note(bounded) == "≥ 0.5 – 1.25 吨"


def test_an_undecided_place_names_what_it_could_be() -> None:
    codes = ["110105", "220104", "211302", "211321", "211381"]
    assert place_note(Place(surface="朝阳", start=0, end=2, candidates=codes)) == (
        "? 110105/220104/211302/211321 +1"
    )
    assert place_note(Place(surface="上海", start=0, end=2, code="310000", role="hq")) == "310000 hq"
