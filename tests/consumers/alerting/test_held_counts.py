"""What was held back is counted with the record, for the mails of a rule and the digests of a receiver."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alerting_line import LI, WANG, Told
from alerting_samples import NOW, SENTENCE, article, delivered, event

from consumers.alerting.model import Background
from wire.messages import HeldBack, Lane, TaggedArticle

PLAN = "望海码头项目计划明年开工。"
RATE = "全区项目开工率92%。"
TEXT = f"{SENTENCE}\n{PLAN}\n{RATE}"
TODAY = NOW.date()


def held(text: str = TEXT, **reasons: str) -> list[HeldBack]:
    """A 开工 by the words in front of it."""
    return [
        HeldBack(keyword="开工", type="开工", reason=reason, start=at, end=at + 2)
        for before, reason in reasons.items()
        if (at := text.find(f"{before}开工") + len(before)) >= len(before)
    ]


def town(article_id: str = "a1", text: str = TEXT, **fields: Any) -> TaggedArticle:
    known: dict[str, Any] = {"held_back": held(text, 明年="计划", 项目="开工率")}
    return article(article_id=article_id, text=text, **(known | fields))


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Told]:
    line = Told(
        tmp_path,
        haizhou=f"keywords: [开工]\nplaces: [320706]\nto: [{LI}]\n",
        jingkou=f"keywords: [开工]\nplaces: [321102]\nto: [{LI}]\n",
        starts=f"query: type:开工 state:done amount>=1亿\nto: [{LI}, {WANG}]\n",
        signed=f"types: [签约]\nto: [{LI}]\n",
        words=f"on: article\nkeywords: [项目]\nto: [{LI}]\n",
        docks=f"types: [开工]\nkeywords: [码头]\nto: [{WANG}]\n",
    )
    yield line
    line.close()


def of_rule(line: Told, rule_id: str) -> dict[str, int]:
    return line.outbox.held_back.of_rule(rule_id, TODAY).held_back


def test_it_counts_for_each_rule_that_would_have_told_it(line: Told) -> None:
    line.feed(town())
    for name in ("haizhou", "starts", "docks"):
        assert of_rule(line, name) == {"计划": 1, "开工率": 1}
    for name in ("jingkou", "signed", "words"):
        assert of_rule(line, name) == {}


def test_once_for_each_receiver_and_its_first_rule(line: Told) -> None:
    line.feed(town())
    li = line.outbox.held_back.of_receiver(LI, TODAY)
    wang = line.outbox.held_back.of_receiver(WANG, TODAY)
    assert (li.held_back, li.rule_ids) == ({"计划": 1, "开工率": 1}, ("haizhou",))
    assert (wang.held_back, wang.rule_ids) == ({"计划": 1, "开工率": 1}, ("docks",))


def test_what_a_rule_tells_nevertheless_is_not_held_back_from_it(line: Told) -> None:
    at = TEXT.index("明年开工") + 2
    planned = event(event_id="p", state="planned", sentence=PLAN, start=at, end=at + 2)
    (line.folder / "rules" / "plans.yaml").write_text(
        f"types: [开工]\nstates: [planned]\nto: [{LI}]\n", "utf-8"
    )
    line.crashed()
    line.feed(town(events=[event(), planned]))
    assert of_rule(line, "plans") == {"开工率": 1}
    assert of_rule(line, "haizhou") == {"计划": 1, "开工率": 1}


def test_a_record_that_comes_again_counts_once_also_after_a_crash(line: Told) -> None:
    line.feed(town(), town())
    line.crashed()
    line.feed(town())
    line.feed(town(), lane="replay")
    line.feed(town(), lane="retag")
    assert of_rule(line, "haizhou") == {"计划": 1, "开工率": 1}


def test_a_crash_before_the_record_is_kept_counts_nothing(line: Told) -> None:
    matched = line.alerter._match(delivered(town()).envelope)
    with suppress(KeyboardInterrupt), line.outbox.writing() as outbox:
        assert list(line.alerter._keeping.keep(matched, outbox))
        raise KeyboardInterrupt
    line.crashed()
    assert of_rule(line, "haizhou") == {}
    line.feed(town())
    assert of_rule(line, "haizhou") == {"计划": 1, "开工率": 1}


def test_an_edit_counts_what_it_added(line: Told) -> None:
    line.feed(town())
    added = f"{TEXT}\n力争早日开工。"
    words = held(added, 明年="计划", 项目="开工率", 早日="愿望")
    line.feed(town(text=added, revision=2, held_back=words))
    assert of_rule(line, "haizhou") == {"计划": 1, "开工率": 1, "愿望": 1}


@pytest.mark.parametrize(
    ("lane", "fields"),
    [
        ("backfill", {}),
        ("import", {}),
        ("live", {"first_seen": NOW - timedelta(days=2)}),
        ("live", {"published": NOW - timedelta(days=9), "shown_at": NOW - timedelta(days=9)}),
        ("live", {"withdrawn_at": NOW}),
    ],
)
def test_what_would_not_have_been_told_at_once_is_not_counted(
    line: Told, lane: Lane, fields: dict[str, Any]
) -> None:
    line.feed(town(**fields), lane=lane)
    assert of_rule(line, "haizhou") == {}


def test_days_are_those_of_the_reader_and_forgotten_after_a_week(line: Told) -> None:
    line.feed(town())
    line.clock.advance(timedelta(days=1))
    seen = line.clock.now() - timedelta(hours=1)
    line.feed(town("b1", first_seen=seen, published=seen, shown_at=seen))
    held_back = line.outbox.held_back
    assert of_rule(line, "haizhou") == {"计划": 1, "开工率": 1}
    assert held_back.of_receiver(LI, TODAY).held_back == {"计划": 2, "开工率": 2}
    line.clock.advance(timedelta(days=6))
    line.feed(article(article_id="c1"))
    assert of_rule(line, "haizhou") == {}
    assert held_back.of_receiver(LI, TODAY + timedelta(days=7)).held_back == {"计划": 1, "开工率": 1}


def test_a_rule_that_is_new_counts_from_now(line: Told) -> None:
    line.feed(town())
    (line.folder / "rules" / "new.yaml").write_text(f"types: [开工]\nto: [{LI}]\n", "utf-8")
    (line.folder / "rules" / "haizhou.yaml").unlink()
    line.clock.advance(timedelta(seconds=2))
    line.feed(town("b1"))
    assert of_rule(line, "new") == {"计划": 1, "开工率": 1}
    assert of_rule(line, "haizhou") == {"计划": 1, "开工率": 1}


DAILY = f"receivers: {{li: {{to: {LI}, when: daily 08:30}}}}"


def test_an_alert_says_what_its_rule_held_back_today(line: Told) -> None:
    line.feed(town())
    said = {(one.receiver, one.content.items[0].rule_id): one.content.background for one in line.mail()}
    assert said[LI, "haizhou"] == Background(held_back={"计划": 1, "开工率": 1}, rule_ids=("haizhou",))
    assert said[LI, "words"] == Background(rule_ids=("words",))


def test_a_digest_says_once_what_its_receiver_was_not_told(line: Told) -> None:
    (line.folder / "receivers.yaml").write_text(DAILY, "utf-8")
    line.clock.advance(timedelta(seconds=2))
    line.feed(town())
    assert {one.receiver for one in line.mail()} == {WANG}
    line.crashed()
    line.clock.advance(timedelta(days=1))
    [digest] = line.mail()
    assert digest.content.background == Background(held_back={"计划": 1, "开工率": 1}, rule_ids=("haizhou",))
    assert line.outbox.held_back.of_receiver("li", TODAY) == Background()
    assert of_rule(line, "haizhou") == {"计划": 1, "开工率": 1}
