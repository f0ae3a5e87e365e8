"""What the matcher sees of a message."""

from datetime import UTC, datetime, timedelta

import pytest

from consumers.query.ast import AnyOf, Phrase, Range
from consumers.query.document import prepare
from consumers.query.matcher import matches, prepare_article, prepare_event
from wire.errors import InvalidMessageError
from wire.messages import Event, Industry, TaggedArticle, Tagging

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
EVENT = Event(
    event_id="e",
    article_id="a",
    story_id="a",
    revision=1,
    type="开工",
    state="done",
    named=True,
    sentence="镁合金项目今日开工。",
    title="镁合金项目开工",
    source_id="s",
    shown_at=NOON,
    project="镁合金压铸项目",
    place_codes=["320706", "320700", "320000"],
    amount_cny=410_000_000,
)
ARTICLE = TaggedArticle(
    article_id="a",
    revision=1,
    source_id="s",
    url=None,
    title="镁合金项目开工",
    text="据海州发布，镁合金项目今日开工。",
    published_precision="day",
    shown_at=NOON,
    first_seen=NOON,
    fetched_at=NOON,
    content_hash="h",
    region="320706",
    tagging=Tagging(version="1", data_version="1", seq=1),
    story_id="a",
    industries=[Industry(name="新材料", score=2.0, evidence=["镁合金"])],
    events=[EVENT],
)


def test_an_article_is_matched_by_text_tags_and_event_types() -> None:
    document = prepare_article(ARTICLE)
    assert matches(Phrase(("海", "州", "发", "布")), document)
    assert matches(AnyOf("industries", frozenset({"新材料"})), document)
    assert matches(AnyOf("event_types", frozenset({"开工"})), document)
    assert matches(Range("shown_at", gte=NOON, lte=NOON), document)
    assert not matches(Range("shown_at", gt=NOON + timedelta(milliseconds=1)), document)


def test_an_event_is_matched_by_its_fields_and_its_articles_text() -> None:
    document = prepare_event(ARTICLE, EVENT)
    assert matches(Phrase(("海", "州")), document)
    assert matches(Phrase(("压", "铸"), "project"), document)
    assert matches(AnyOf("place_codes", frozenset({"320700"})), document)
    assert matches(AnyOf("region", frozenset({"320706"})), document)
    assert matches(AnyOf("named", frozenset({"true"})), document)
    assert matches(Range("amount_cny", gte=100_000_000, lt=410_000_001), document)
    assert not matches(Range("area_m2", gte=0), document)


def test_a_document_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(InvalidMessageError, match=r"no field 'titel'.*mappings/articles.json"):
        prepare("articles", {"titel": "x"})
    with pytest.raises(InvalidMessageError, match=r"articles.shown_at is no date"):
        prepare("articles", {"shown_at": "2026-03-02T04:00:00"})
