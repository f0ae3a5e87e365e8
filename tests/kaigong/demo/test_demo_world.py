"""The demo's world: the same for everyone, true to itself, full of what misleads a keyword search."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaigong.demo import markup
from kaigong.demo.model import DemoArticle, ExpectedEvent, TrapKind
from kaigong.demo.sites import SITES
from kaigong.demo.world import World

NOW = datetime(2026, 3, 5, 2, 30, 17, tzinfo=UTC)
HOUR = 3600.0


@pytest.fixture(scope="module")
def world() -> World:
    return World(NOW)


@pytest.fixture(scope="module")
def first(world: World) -> list[DemoArticle]:
    return world.all(300)


def test_the_same_seed_gives_the_same_world() -> None:
    assert World(NOW, seed=4).all(HOUR) == World(NOW, seed=4).all(HOUR)


def test_another_seed_gives_another_world() -> None:
    assert World(NOW, seed=4).all(0) != World(NOW, seed=5).all(0)


def test_looking_late_or_early_makes_no_difference() -> None:
    patient, hasty = World(NOW), World(NOW)
    for at in (0, 10, 400, 333, HOUR):
        hasty.all(at)
    assert patient.all(HOUR) == hasty.all(HOUR)


def test_as_many_articles_as_promised(world: World) -> None:
    assert [len(world.all(at)) for at in (0, 300, 314, 315, 600)] == [160, 200, 200, 201, 220]


def test_the_news_go_on_for_hours(world: World) -> None:
    articles = world.all(6 * HOUR)
    assert len(articles) == 200 + (6 * 3600 - 300) // 15
    assert len({one.id for one in articles}) == len(articles)


def test_the_first_two_are_what_the_demo_shows(world: World) -> None:
    early = sorted((one for one in world.all(20) if one.appears > 0), key=lambda one: one.appears)
    events = [(one.site, event.type, event.place_code) for one in early for event in one.truth.events]
    assert events == [("hz", "开工", "320706"), ("jk", "签约", "321102")]
    assert all(5 <= one.appears <= 20 for one in early)


@given(st.floats(min_value=0, max_value=5000), st.floats(min_value=0, max_value=5000))
@settings(max_examples=30, deadline=None)
def test_nothing_that_appeared_goes_away(world: World, one: float, other: float) -> None:
    early, late = sorted((one, other))
    assert {article.id for article in world.all(early)} <= {article.id for article in world.all(late)}


def test_columns_hold_all_articles_newest_first(world: World, first: list[DemoArticle]) -> None:
    columns = [world.articles(site.key, column.key, 300) for site in SITES for column in site.columns]
    assert sum(len(column) for column in columns) == len(first)
    assert len(columns) >= 10
    for column in columns:
        assert len(column) >= 5
        assert [one.published for one in column] == sorted((one.published for one in column), reverse=True)


def test_publication_fits_appearance(first: list[DemoArticle]) -> None:
    for article in first:
        delay = (NOW - timedelta(seconds=-article.appears) - article.published).total_seconds()
        assert 0 <= delay < 60, article.id
        assert timedelta(0) <= NOW + timedelta(minutes=5) - article.published < timedelta(days=62)


def test_dates_in_the_text_follow_the_publication(first: list[DemoArticle]) -> None:
    article = next(one for one in first if one.id == "hz-lanyu-start")
    assert article.paragraphs[0].startswith("3月5日上午")
    assert "预计2027年" in article.text


def test_every_kind_of_trap_stands_in_ten_articles(first: list[DemoArticle]) -> None:
    kinds = Counter(kind for one in first for kind in {trap.kind for trap in one.truth.traps})
    assert {kind: kinds[kind] for kind in get_args(TrapKind) if kinds[kind] < 10} == {}


def test_every_type_of_event_happens(first: list[DemoArticle]) -> None:
    types = Counter(event.type for one in first for event in one.truth.events)
    assert set(types) == {"签约", "开工", "封顶", "竣工", "投产", "达产"}
    assert all(types[name] >= 8 for name in types if name != "达产")


def test_a_keyword_search_finds_far_more_than_happened(first: list[DemoArticle]) -> None:
    hits = sum(one.truth.keyword_hits for one in first)
    assert hits > 4 * sum(len(one.truth.events) for one in first)


def test_the_truth_stands_in_the_text(world: World) -> None:
    for article in world.all(HOUR):
        whole = f"{article.title}\n{article.text}"
        assert article.truth.keyword_hits == markup.keyword_hits(whole)
        for trap in article.truth.traps:
            assert trap.phrase in whole
        for event in article.truth.events:
            assert_told(event, whole, article.id)


def assert_told(event: ExpectedEvent, whole: str, name: str) -> None:
    assert event.project in whole, name
    assert any(word in whole for word, told in markup.KEYWORDS.items() if told == event.type), name
    if event.amount_cny is not None:
        units = ((100_000_000, "亿元"), (10_000, "万元"))
        forms = {f"{Decimal(event.amount_cny) / yuan:f}{name}" for yuan, name in units}
        assert any(form in whole for form in forms), (name, forms)


def test_an_event_word_outside_the_traps_tells_an_event(first: list[DemoArticle]) -> None:
    for article in first:
        rest = f"{article.title}\n{article.text}"
        for trap in sorted(article.truth.traps, key=lambda one: -len(one.phrase)):
            rest = rest.replace(trap.phrase, "")
        told = {markup.KEYWORDS[word] for word in markup.KEYWORDS if word in rest}
        assert told <= {event.type for event in article.truth.events}, article.id


def test_places_are_those_of_the_site(first: list[DemoArticle]) -> None:
    cities = {site.key: site.region[:4] for site in SITES}
    for article in first:
        if not article.truth.copy_of:
            assert all(event.place_code.startswith(cities[article.site]) for event in article.truth.events)


def test_only_declared_copies_are_alike(first: list[DemoArticle]) -> None:
    own = [one for one in first if one.truth.copy_of is None and len(one.text) > 100]
    pieces = [(one.id, {one.text[i : i + 5] for i in range(len(one.text) - 4)}) for one in own]
    alike = [
        (a, b)
        for (a, left), (b, right) in itertools.combinations(pieces, 2)
        if len(left & right) >= 0.5 * min(len(left), len(right))
    ]
    assert alike == []
    assert len({one.text for one in first if one.text and one.truth.copy_of is None}) == sum(
        1 for one in first if one.text and one.truth.copy_of is None
    )


def test_copies_are_what_they_say(first: list[DemoArticle]) -> None:
    originals = {one.id: one for one in first}
    copies = [one for one in first if one.truth.copy_of]
    assert len(copies) >= 10
    assert {one.truth.exact_copy for one in copies} == {True, False}
    for copy in copies:
        original = originals[copy.truth.copy_of or ""]
        assert copy.truth.exact_copy == (copy.text == original.text)
        assert copy.truth.events == original.truth.events
        assert original.paragraphs[0] in copy.paragraphs[0]
        assert copy.appears > original.appears


def test_odd_pages_are_there(first: list[DemoArticle]) -> None:
    assert any(one.attachments and not one.text for one in first)
    assert any(one.images and not one.text for one in first)
    assert any(one.table for one in first)
    assert any(0 < len(one.text) <= 40 for one in first)
    assert any(len(one.truth.traps) >= 8 for one in first)
    assert any(one.disallowed for one in first)
    assert not any(one.truth.events for one in first if one.disallowed)


def test_enough_is_written_by_hand(first: list[DemoArticle]) -> None:
    composed = [one for one in first if one.id.rpartition("-")[2].isdigit()]
    assert len(first) - len(composed) - sum(one.truth.copy_of is not None for one in first) >= 60
