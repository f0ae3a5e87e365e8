"""What follows an alert: copies are folded, changes told once a day, corrections told to those who got it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alerting_line import LI, WANG, Told
from alerting_samples import NOW, SENTENCE, TEXT, article, delivered, event

from consumers.alerting.silences import Matcher
from wire import codec
from wire.messages import TaggedArticle, Tagging


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Told]:
    line = Told(tmp_path, haizhou=f"keywords: [开工]\nplaces: [320706]\nto: [{LI}, {WANG}]\n")
    yield line
    line.close()


def revised(revision: int, sentence: str = SENTENCE, **fields: Any) -> TaggedArticle:
    """The article with its sentence written anew."""
    return article(
        revision=revision,
        text=TEXT.replace(SENTENCE, sentence),
        events=[event(event_id=f"e{revision}", sentence=sentence, revision=revision, **fields)],
    )


def copy(number: int, **fields: Any) -> TaggedArticle:
    name = f"copy{number}"
    one = event(article_id=name, source_id=f"town{number}", **fields)
    return article(article_id=name, story_id="a1", source_id=f"town{number}", events=[one])


def test_copies_are_counted_once_each_and_told_to_nobody(line: Told) -> None:
    line.tell(article())
    line.tell(copy(1), copy(2), copy(1))
    line.feed(copy(2), lane="replay")
    assert (line.first.facts["copies"], line.first.facts["copy_sources"]) == (2, ["town1", "town2"])
    assert len(line.alerts) == 1
    assert line.told[-1].facts["copies"] == 2


def test_another_amount_is_told_once_and_answers_the_first(line: Told) -> None:
    line.tell(article())
    line.tell(revised(2, "昨日，项目正式开工，总投资5亿元。", amount_cny=500_000_000))
    assert line.update.facts["changes"] == ["金额：4.1亿元 → 5亿元"]
    assert line.update.of_alert == line.first.alert_id
    assert [(one.receiver, one.state) for one in line.update.deliveries] == [(LI, "sent"), (WANG, "sent")]
    assert line.first.facts["amount_cny"] == 500_000_000
    line.tell(revised(2, "昨日，项目正式开工，总投资5亿元。", amount_cny=500_000_000))
    line.crashed()
    assert len(line.alerts) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_cny": 420_000_000},
        {"amount_cny": None},
        {"parties": ["北岭新材料"]},
        {"parties": []},
        {"area_m2": 3_000.0},
    ],
)
def test_what_is_hardly_a_change_is_not_told(line: Told, fields: dict[str, Any]) -> None:
    line.tell(article())
    line.tell(revised(2, "今天，海州区云台新材料产业园项目正式开工。", **fields))
    assert [alert.kind for alert in line.alerts] == ["new"]
    assert line.first.facts["sentence"] == "今天，海州区云台新材料产业园项目正式开工。"
    assert line.first.facts["amount_cny"] == 410_000_000 or fields.get("amount_cny")


def test_a_new_party_and_an_amount_that_was_missing_are_news(line: Told) -> None:
    line.tell(article(events=[event(event_id="e1", amount_cny=None)]))
    line.tell(
        revised(2, "总投资4.1亿元。", parties=["江苏北岭新材料有限公司", "望海集团"], amount_cny=410_000_000)
    )
    assert line.update.facts["changes"] == ["金额：4.1亿元（此前未提及）", "新增参与方：望海集团"]


def test_a_second_source_that_contradicts_is_told_by_name_and_once(line: Told) -> None:
    line.tell(article())
    line.tell(copy(1, amount_cny=600_000_000))
    line.tell(copy(2, amount_cny=605_000_000))
    assert line.update.facts["changes"] == ["另一来源（town1）所称金额为6亿元，此前为4.1亿元"]
    assert line.first.facts["amount_cny"] == 410_000_000


def test_at_most_one_update_a_day_and_the_rest_tomorrow(line: Told) -> None:
    line.tell(article())
    line.tell(revised(2, "五亿。", amount_cny=500_000_000))
    line.tell(revised(3, "六亿。", amount_cny=600_000_000))
    line.tell(revised(4, "七亿。", amount_cny=700_000_000))
    today, tomorrow = line.of_kind("update")
    assert [one.state for one in today.deliveries] == ["sent", "sent"]
    assert [one.state for one in tomorrow.deliveries] == ["pending", "pending"]
    assert tomorrow.facts["changes"] == ["金额：5亿元 → 6亿元", "金额：6亿元 → 7亿元"]
    line.clock.advance(timedelta(hours=21, minutes=50))
    line.mail()
    assert [one.state for one in line.of_kind("update")[1].deliveries] == ["pending", "pending"]
    line.clock.advance(timedelta(minutes=10))
    line.mail()
    assert [one.state for one in line.of_kind("update")[1].deliveries] == ["sent", "sent"]


def test_a_tagger_that_reads_the_same_sentence_otherwise_tells_nothing(line: Told) -> None:
    line.tell(article(events=[event(event_id="e1")]))
    better = Tagging(version="2", data_version="1", seq=2)
    again = article(revision=2, events=[event(event_id="e1", amount_cny=900_000_000)], tagging=better)
    line.tell(again)
    line.tell(article(revision=2, events=[], tagging=Tagging(version="3", data_version="1", seq=3)))
    assert [alert.kind for alert in line.alerts] == ["new"]
    assert line.first.facts["amount_cny"] == 410_000_000


@pytest.mark.parametrize("lane", ["replay", "retag", "import"])
def test_other_lanes_change_facts_at_most(line: Told, lane: Any) -> None:
    line.tell(article())
    line.feed(revised(2, "五亿。", amount_cny=500_000_000), lane=lane)
    line.feed(article(revision=3, withdrawn_at=NOW), lane=lane)
    assert [alert.kind for alert in line.alerts] == ["new"]


def test_a_withdrawal_is_told_to_those_who_got_the_alert(line: Told) -> None:
    line.outbox.receivers.pause(WANG, None)
    line.tell(article())
    line.tell(article(revision=2, withdrawn_at=NOW))
    [told] = line.of_kind("withdrawn")
    assert [one.receiver for one in told.deliveries] == [LI]
    assert "原文已撤回" in str(told.facts["withdrawn"])
    assert "原文已撤回" in str(line.first.facts["withdrawn"])
    line.tell(article(revision=2, withdrawn_at=NOW), article(revision=3, withdrawn_at=NOW))
    assert len(line.of_kind("withdrawn")) == 1


def test_an_article_that_comes_back_is_told_too(line: Told) -> None:
    line.tell(article())
    line.tell(article(revision=2, withdrawn_at=NOW))
    line.tell(article(revision=3))
    assert line.update.facts["changes"] == ["原文已恢复"]
    assert line.first.facts["withdrawn"] is None


def test_an_event_that_was_edited_out_is_taken_back(line: Told) -> None:
    line.tell(article())
    planned = event(event_id="p", state="planned", sentence="项目计划明年开工。")
    line.tell(article(revision=2, text="项目计划明年开工。", events=[planned]))
    [told] = line.of_kind("withdrawn")
    assert "更正" in str(told.facts["withdrawn"])
    assert len(told.deliveries) == 2


def test_a_plan_that_came_true_is_news_and_no_correction(tmp_path: Path) -> None:
    line = Told(tmp_path, all=f"keywords: [开工]\nstates: [planned, done]\nto: [{LI}]\n")
    planned = event(event_id="p", state="planned", sentence="项目计划三月开工。")
    line.tell(article(text="项目计划三月开工。", events=[planned]))
    line.tell(revised(2))
    assert [(alert.kind, alert.facts["state"]) for alert in line.alerts] == [
        ("new", "done"),
        ("new", "planned"),
    ]
    line.close()


def test_a_project_by_a_corrected_name_is_an_update(line: Told) -> None:
    line.tell(article())
    line.tell(revised(2, "云台新材料科技园项目开工。", project="云台新材料科技园项目"))
    line.tell(revised(3, "云台新材料科技园项目今日开工。", project="云台新材料科技园项目"))
    assert line.update.facts["changes"] == ["项目：云台新材料产业园项目 → 云台新材料科技园项目"]
    assert [alert.kind for alert in line.alerts] == ["update", "new"]


def test_a_project_that_gets_a_name_is_an_update(line: Told) -> None:
    line.tell(article(events=[event(event_id="e1", project=None)]))
    line.tell(revised(2, "云台新材料产业园项目开工。"))
    assert line.update.facts["changes"] == ["项目：云台新材料产业园项目（此前未提及）"]
    assert [alert.kind for alert in line.alerts] == ["update", "new"]


@pytest.mark.parametrize("name", ["云台新材料产业园", "海州区云台新材料产业园项目一期", None])
def test_another_papers_name_for_the_project_is_no_second_alert(line: Told, name: str | None) -> None:
    line.tell(article())
    line.tell(copy(1, project=name))
    assert [(alert.kind, alert.facts["copies"]) for alert in line.alerts] == [("new", 1)]
    assert line.first.facts["project"] == "云台新材料产业园项目"


def test_a_second_project_of_the_story_is_a_second_alert(line: Told) -> None:
    both = [
        event(event_id="x1", article_id="copy1"),
        event(event_id="x2", article_id="copy1", project="云台新材料产业园项目二期"),
    ]
    line.tell(article())
    line.tell(article(article_id="copy1", story_id="a1", events=both), copy(2, project="望海码头"))
    assert sorted(str(alert.facts["project"]) for alert in line.of_kind("new")) == [
        "云台新材料产业园项目",
        "云台新材料产业园项目二期",
        "望海码头",
    ]


def test_another_project_in_its_place_is_news_and_the_old_one_taken_back(line: Told) -> None:
    line.tell(article())
    line.tell(revised(2, "望海码头开工。", project="望海码头"))
    assert sorted(alert.kind for alert in line.alerts) == ["new", "new", "withdrawn"]


def test_what_still_waits_says_it_by_itself(line: Told) -> None:
    (line.folder / "receivers.yaml").write_text(f"receivers: {{li: {{to: {LI}, when: daily 08:30}}}}")
    line.clock.advance(timedelta(seconds=2))
    line.tell(article())
    line.tell(revised(2, "五亿。", amount_cny=500_000_000))
    assert [one.receiver for one in line.update.deliveries] == [WANG]
    line.tell(article(revision=3, withdrawn_at=NOW))
    assert [one.receiver for one in line.of_kind("withdrawn")[0].deliveries] == [WANG]


def test_what_is_late_goes_to_those_with_digests(line: Told) -> None:
    (line.folder / "receivers.yaml").write_text(f"receivers: {{li: {{to: {LI}, when: daily 08:30}}}}")
    line.clock.advance(timedelta(seconds=2))
    line.feed(article(), lane="backfill")
    [late] = line.of_kind("late")
    assert [one.receiver for one in late.deliveries] == ["li"]


def test_a_silence_leaves_the_alert_and_tells_nobody(line: Told) -> None:
    until = line.clock.now() + timedelta(hours=1)
    silence, _ = line.outbox.silences.add(Matcher(place="320700"), line.clock.now(), until)
    line.tell(article())
    assert (line.first.silenced, line.first.deliveries) == (silence, [])
    line.clock.advance(timedelta(hours=2))
    line.tell(article(article_id="b1"))
    assert len(line.alerts[0].deliveries) == 2


def test_a_silence_holds_for_what_waits_too(line: Told) -> None:
    line.outbox.receivers.pause(LI, None)
    line.tell(article())
    until = line.clock.now() + timedelta(hours=1)
    matcher = Matcher(rule="haizhou", source="haizhou-news", type="开工")
    silence, count = line.outbox.silences.add(matcher, line.clock.now(), until)
    assert (count, line.first.silenced) == (1, silence)
    assert [(one.receiver, one.state) for one in line.first.deliveries] == [(WANG, "sent")]
    assert line.outbox.silences.end(silence, line.clock.now())
    assert line.outbox.silences.in_force(line.clock.now()) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"rule": "other"},
        {"place": "320703"},
        {"source": "x"},
        {"type": "签约"},
        {"story": "x"},
        {"industry": "光伏"},
    ],
)
def test_a_silence_that_does_not_fit_silences_nothing(line: Told, fields: dict[str, str]) -> None:
    line.outbox.silences.add(Matcher(**fields), line.clock.now(), line.clock.now() + timedelta(hours=1))
    line.tell(article())
    assert len(line.first.deliveries) == 2


def test_a_hostile_article_makes_no_alert_too_large_for_the_stream(line: Told) -> None:
    line.tell(article())
    for number in range(2, 40):
        names = [f"{n}{chr(0x4E00 + number)}" * 200 for n in range(40)]
        line.tell(revised(number, f"{number}。", parties=names, amount_cny=10**number), days=1)
    sizes = [len(codec.encode(codec.wrap(one, lane="live", trace="t", now=NOW))) for one in line.alerts]
    assert max(sizes) < 100_000


def test_a_crash_between_outbox_and_stream_repeats_no_update(line: Told) -> None:
    line.tell(article())
    change = revised(2, "五亿。", amount_cny=500_000_000)
    with line.outbox.writing() as outbox:
        matched = line.alerter._match(delivered(change).envelope)
        assert len(list(line.alerter._keeping.keep(matched, outbox))) == 1
    line.crashed()
    line.tell(change)
    assert len(line.of_kind("update")) == 1
    assert {alert.alert_id for alert in line.told} == {alert.alert_id for alert in line.alerts}
