"""A revision alerts only for what its change made new; what a better tagger finds in the rest is no news."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alerting_line import LI, Told
from alerting_samples import NOW, SENTENCE, article, event

from wire.messages import Event, Industry, Lane, Place, TaggedArticle, Tagging

NOTICE = "望海码头项目昨日同时开建。"
NEWS = f"{SENTENCE}\n{NOTICE}\n记者：李静"
EDITED = NEWS.replace("记者：李静", "记者：王小川")


def tagger(seq: int) -> Tagging:
    return Tagging(version=str(seq), data_version="1", seq=seq)


def dock(sentence: str = NOTICE, **fields: Any) -> Event:
    return event(event_id=f"dock {sentence}", project="望海码头项目", sentence=sentence, **fields)


def news(revision: int = 1, seq: int = 1, text: str = NEWS, *more: Event, **fields: Any) -> TaggedArticle:
    """With the event that every tagger finds, and `more`."""
    events = [event(event_id="e1", revision=revision), *more]
    return article(revision=revision, text=text, tagging=tagger(seq), events=events, **fields)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Told]:
    line = Told(
        tmp_path,
        haizhou=f"keywords: [开工]\nplaces: [320706]\nto: [{LI}]\n",
        docks=f"query: type:开工 码头 吞吐量\nto: [{LI}]\n",
        articles=f"on: article\nkeywords: [吞吐量]\nto: [{LI}]\n",
        chips=f"on: article\nindustries: [光伏]\nto: [{LI}]\n",
        jingkou=f"on: article\nplaces: [321102]\nto: [{LI}]\n",
    )
    yield line
    line.close()


def told(line: Told) -> list[tuple[str, str]]:
    return sorted((alert.rule_id, str(alert.facts.get("project") or "")) for alert in line.alerts)


FIRST = ("haizhou", "云台新材料产业园项目")
DOCK = ("haizhou", "望海码头项目")


def test_an_event_newly_found_in_a_sentence_that_was_there_is_no_news(line: Told) -> None:
    line.tell(news())
    line.tell(news(2, 2, EDITED, dock()))
    assert told(line) == [FIRST]


def test_nor_in_any_later_revision(line: Told) -> None:
    line.tell(news())
    line.tell(news(2, 2, EDITED, dock()))
    line.crashed()
    line.tell(news(3, 2, f"{EDITED}（转载请注明）", dock()))
    line.tell(news(4, 3, EDITED, dock()))
    assert told(line) == [FIRST]


def test_nor_after_all_was_tagged_anew(line: Told) -> None:
    line.tell(news())
    line.feed(news(1, 2, NEWS, dock()), lane="retag")
    line.tell(news(2, 2, EDITED, dock()))
    assert told(line) == [FIRST]


@pytest.mark.parametrize("lane", ["live", "backfill"])
def test_nor_where_it_would_be_late(line: Told, lane: Lane) -> None:
    line.feed(news(), lane="backfill")
    line.feed(news(2, 2, EDITED, dock()), lane=lane)
    assert told(line) == [FIRST]


def test_nor_in_a_sentence_that_a_newspaper_broke_or_a_heading(line: Told) -> None:
    broken = f"{SENTENCE}\n望海码头开工\n望海码头项目昨日同\n时开建。\n记者：李静"
    line.tell(news(1, 1, broken))
    line.tell(news(2, 2, broken.replace("李静", "王小川"), dock(), dock("望海码头开工")))
    assert told(line) == [FIRST]


def test_what_the_edit_says_is_news_whoever_tags_it(line: Told) -> None:
    line.tell(news(1, 1, SENTENCE))
    line.tell(news(2, 2, NEWS, dock()))
    assert told(line) == [FIRST, DOCK]


def test_what_a_context_made_an_event_is_news_for_the_same_tagger(line: Told) -> None:
    line.tell(news())
    line.tell(news(2, 1, EDITED, dock()))
    assert told(line) == [FIRST, DOCK]


def test_a_word_that_was_added_elsewhere_makes_a_match_new(line: Told) -> None:
    line.tell(news(1, 1, NEWS, dock()))
    line.tell(news(2, 2, f"{NEWS}\n年吞吐量300万吨。", dock()))
    assert told(line) == [("articles", ""), ("docks", FIRST[1]), ("docks", DOCK[1]), FIRST, DOCK]


def test_a_fact_of_an_old_sentence_that_is_read_better_is_no_update(line: Told) -> None:
    line.tell(news())
    better = event(event_id="e2", sentence=NOTICE, amount_cny=900_000_000)
    line.tell(news(2, 2, EDITED, better))
    assert [alert.kind for alert in line.alerts] == ["new"]


def test_a_fact_of_a_new_sentence_is_an_update_beside_an_old_one(line: Told) -> None:
    line.tell(news())
    added = "项目总投资增至9亿元，昨日开工。"
    line.tell(news(2, 2, f"{NEWS}\n{added}", event(event_id="e2", sentence=added, amount_cny=900_000_000)))
    assert line.update.facts["changes"] == ["金额：4.1亿元 → 9亿元"]


def test_tags_of_old_sentences_make_no_match_of_an_article(line: Told) -> None:
    at = NEWS.index("望海")
    tags: dict[str, Any] = {
        "industries": [Industry(name="光伏", score=1.0, evidence=["码头"])],
        "places": [Place(surface="望海", start=at, end=at + 2, code="321102")],
        "place_codes": ["320000", "320706", "321100", "321102"],
    }
    line.tell(news())
    line.tell(news(2, 2, EDITED, **tags))
    assert told(line) == [FIRST]


def test_tags_of_new_sentences_do(line: Told) -> None:
    text = f"{NEWS}\n京口区将建光伏电站。"
    at = text.index("京口")
    tags: dict[str, Any] = {
        "industries": [Industry(name="光伏", score=1.0, evidence=["光伏"])],
        "places": [Place(surface="京口区", start=at, end=at + 3, code="321102")],
        "place_codes": ["320000", "320706", "321100", "321102"],
    }
    line.tell(news())
    line.tell(news(2, 2, text, **tags))
    assert told(line) == [("chips", ""), FIRST, ("jingkou", "")]


def test_an_article_that_comes_back_is_told_whoever_tags_it(line: Told) -> None:
    line.tell(news())
    line.tell(news(2, 2, NEWS, withdrawn_at=NOW))
    line.tell(news(3, 2, NEWS, dock()))
    assert line.update.facts["changes"] == ["原文已恢复"]
    assert [alert.kind for alert in line.alerts] == ["update", "withdrawn", "new"]
