"""What a revision says that it changed."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.changes import change
from wire.messages import Article

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
TEXT = "项目总投资4.1亿元。\n占地120亩，计划年底投产。区长出席。\n会后参观了现场。"


def _article(text: str = TEXT, title: str = "云汐产业园开工", published: datetime | None = NOW) -> Article:
    return Article(
        article_id="a",
        revision=1,
        source_id="s",
        url="http://x.gov.cn/a.html",
        title=title,
        text=text,
        published=published,
        published_precision="minute" if published else "none",
        shown_at=NOW,
        first_seen=NOW,
        fetched_at=NOW,
        content_hash="",
    )


def test_a_corrected_number_is_one_character_for_another() -> None:
    found = change(_article(), "云汐产业园开工", TEXT.replace("4.1", "4.3"), NOW)

    assert found.changed == ["text"]
    assert (found.chars_removed, found.chars_added, found.paragraphs_changed) == (1, 1, 1)
    assert (found.sentence_before, found.sentence) == ("项目总投资4.1亿元。", "项目总投资4.3亿元。")
    assert found.title_before is None
    assert found.published_before is None


def test_two_corrections_far_apart_do_not_count_what_lies_between() -> None:
    found = change(_article(), "云汐产业园开工", TEXT.replace("4.1", "4.3").replace("现场", "工地现场"), NOW)

    assert (found.chars_removed, found.chars_added, found.paragraphs_changed) == (1, 3, 2)


def test_title_and_time_are_told_as_they_were() -> None:
    found = change(_article(), "云汐产业园奠基", TEXT, NOW + timedelta(hours=1))

    assert found.changed == ["title", "published"]
    assert (found.title_before, found.published_before) == ("云汐产业园开工", NOW)
    assert (found.chars_removed, found.chars_added, found.paragraphs_changed) == (0, 0, 0)
    assert found.sentence is None


def test_a_date_that_came_has_none_before() -> None:
    found = change(_article(published=None), "云汐产业园开工", TEXT, NOW)

    assert (found.changed, found.published_before) == (["published"], None)


@pytest.mark.parametrize(
    ("after", "counts", "sentences"),
    [
        (TEXT + "\n新增一段。", (0, 5, 1), (None, "新增一段。")),
        (TEXT.replace("区长出席。", ""), (5, 0, 1), ("区长出席。", None)),
        ("", (38, 0, 3), ("项目总投资4.1亿元。", None)),
    ],
)
def test_what_came_and_what_went(
    after: str, counts: tuple[int, int, int], sentences: tuple[str | None, str | None]
) -> None:
    found = change(_article(), "云汐产业园开工", after, NOW)

    assert (found.chars_removed, found.chars_added, found.paragraphs_changed) == counts
    assert (found.sentence_before, found.sentence) == sentences


def test_white_space_is_no_change() -> None:
    assert change(_article(), "云汐产业园 开工", TEXT.replace("，", "，  "), NOW).changed == []


def test_a_long_sentence_is_cut_short() -> None:
    assert change(_article(), "云汐产业园开工", "长" * 5_000, NOW).sentence == "长" * 200


@given(st.text("一二。\n 三"), st.text("一二。\n 三"))
def test_the_counts_add_up(before: str, after: str) -> None:
    found = change(_article(before), "云汐产业园开工", after, NOW)

    old, new = ("".join(text.split()) for text in (before, after))
    assert len(new) - len(old) == found.chars_added - found.chars_removed
    assert found.chars_removed <= len(old)
    assert found.chars_added <= len(new)
    assert ("text" in found.changed) == (old != new)
    assert (found.sentence_before, found.sentence) == (None, None) or "text" in found.changed


@pytest.mark.parametrize("unit", ["一。二。", "一。一。二。", "一\n", "。", "一"])
def test_texts_made_to_be_slow_are_compared_at_once(unit: str) -> None:
    half = 300_000 // len(unit) // 2
    began = time.process_time()
    change(_article(unit * half + "开。" + unit * half), "云汐产业园开工", unit[::-1] * 2 * half, NOW)
    change(_article("首。" + "一。二。" * 45 + "尾。"), "云汐产业园开工", "首首。" + "二。一。三。" * 30, NOW)
    assert time.process_time() - began < 2
