"""The indexer on the real SQLite index: whatever the order of its records, the index ends the same."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from indexer_samples import NOON, contents, delivered, disturbed, event, tagged

from consumers.index.documents import article_document, tagged_article
from consumers.index.port import Facet, Search
from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from consumers.query.ast import AnyOf, Phrase
from wire.clock import ManualClock
from wire.errors import TemporaryError
from wire.messages import (
    Alert,
    Article,
    Delivery,
    SourceState,
    TaggedArticle,
)

ZONE = ZoneInfo("Asia/Shanghai")


def new_index(path: Path) -> SqliteIndex:
    index = SqliteIndex(path, ZONE)
    index.create()
    return index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SqliteIndex]:
    index = new_index(tmp_path / "index.db")
    yield index
    index.close()


@pytest.fixture
def indexer(index: SqliteIndex) -> Indexer:
    return Indexer(index, ManualClock())


def states(index: SqliteIndex) -> dict[str, tuple[str, str]]:
    """Per event its state and the version whose words it has."""
    return {id_: (one["state"], one["reason"]) for id_, one in contents(index)["events"].items()}


def test_an_article_and_its_events_can_be_found(index: SqliteIndex, indexer: Indexer) -> None:
    article = tagged(events=["甲", "乙"])
    assert indexer.handle(delivered(article)).rejected == []
    page = index.search(
        Search("articles", Phrase(("开", "工")), facets=(Facet("industries"), Facet("event_types")))
    )
    assert [hit.id for hit in page.hits] == ["a"]
    assert page.facets == {"industries": [("新材料", 1)], "event_types": [("开工", 1)]}
    events = index.search(Search("events", Phrase(("今", "日"), "text")))
    assert {hit.id for hit in events.hits} == {"a-甲", "a-乙"}


def test_the_message_can_be_made_again_from_the_index(index: SqliteIndex, indexer: Indexer) -> None:
    article = tagged(events=["甲", "乙"])
    indexer.handle(delivered(article))
    document = index.get("articles", "a")
    assert document is not None
    events = index.get_many("events", document["event_ids"])
    assert tagged_article(document, [events[id_] for id_ in document["event_ids"]]) == article


def test_an_event_that_a_newer_revision_lacks_is_retracted(index: SqliteIndex, indexer: Indexer) -> None:
    indexer.handle(delivered(tagged(1, events=["甲", "乙"])))
    indexer.handle(delivered(tagged(2, events=["乙"])))
    assert states(index) == {"a-甲": ("retracted", "1.1"), "a-乙": ("done", "2.1")}
    assert index.search(Search("events")).total == 1


def test_an_event_that_a_newer_tagger_lacks_is_retracted(index: SqliteIndex, indexer: Indexer) -> None:
    indexer.handle(delivered(tagged(1, 1, events=["甲"])))
    indexer.handle(delivered(tagged(1, 2)))
    assert states(index) == {"a-甲": ("retracted", "1.1")}


def test_a_late_old_revision_retracts_nothing_and_revives_nothing(
    index: SqliteIndex, indexer: Indexer
) -> None:
    indexer.handle(delivered(tagged(2, events=["乙"])))
    indexer.handle(delivered(tagged(1, events=["甲"])))
    assert states(index) == {"a-甲": ("retracted", "1.1"), "a-乙": ("done", "2.1")}
    stored = index.get("articles", "a")
    assert stored is not None
    assert stored["revision"] == 2


def test_an_event_may_come_back(index: SqliteIndex, indexer: Indexer) -> None:
    for revision, events in ((1, ["甲"]), (2, []), (3, ["甲"])):
        indexer.handle(delivered(tagged(revision, events=events)))
    assert states(index) == {"a-甲": ("done", "3.1")}


def test_a_withdrawn_article_is_hidden_with_its_events(index: SqliteIndex, indexer: Indexer) -> None:
    indexer.handle(delivered(tagged(1, events=["甲", "乙"])))
    indexer.handle(delivered(tagged(2, events=["甲"], withdrawn_at=NOON)))
    assert index.search(Search("articles")).total == 0
    assert index.search(Search("events")).total == 0
    assert {state for state, _ in states(index).values()} == {"retracted"}
    indexer.handle(delivered(tagged(3, events=["甲"])))
    assert states(index)["a-甲"] == ("done", "3.1")
    assert index.search(Search("articles")).total == 1


def test_alerts_and_sources_keep_their_newest_revision(index: SqliteIndex, indexer: Indexer) -> None:
    def alert(revision: int, acknowledged: bool) -> Alert:
        return Alert(
            alert_id="x",
            revision=revision,
            rule_id="r",
            story_id="a",
            article_id="a",
            kind="new",
            created_at=NOON,
            facts={"amount_yi": 4.1},
            deliveries=[Delivery(alert_id="x", receiver="mail", state="sent", message_id="m")],
            acknowledged=acknowledged,
        )

    def source(revision: int, state: Any) -> SourceState:
        return SourceState(source_id="s", revision=revision, state=state, since=NOON)

    indexer.handle(delivered(alert(2, True), source(1, "ok"), alert(1, False), source(2, "blocked")))
    found = index.search(Search("alerts", AnyOf("acknowledged", frozenset({"true"}))))
    assert [hit.document["facts"] for hit in found.hits] == [{"amount_yi": 4.1}]
    assert [hit.document["state"] for hit in index.search(Search("sources")).hits] == ["blocked"]


def test_an_invalid_document_rejects_its_record_only(index: SqliteIndex, indexer: Indexer) -> None:
    bad = tagged(article_id="bad", title="half a \ud800 pair")
    bad_event = tagged(article_id="b", events=["甲"])
    bad_event.events.append(event("乙", "b", amount_cny=2**80))
    batch = delivered(tagged(), bad, bad_event)
    rejected = indexer.handle(batch).rejected
    assert [record.offset for record, _ in rejected] == [1, 2]
    assert "articles/bad" in str(rejected[0][1])
    assert "events/b-乙" in str(rejected[1][1])
    assert "amount_cny" in str(rejected[1][1])
    assert index.search(Search("articles")).total == 2


def test_a_message_of_another_type_is_rejected(indexer: Indexer) -> None:
    article = Article(
        article_id="a",
        revision=1,
        source_id="s",
        url=None,
        title="",
        text="",
        published_precision="none",
        shown_at=NOON,
        first_seen=NOON,
        fetched_at=NOON,
        content_hash="",
    )
    ((record, error),) = indexer.handle(delivered(article)).rejected
    assert record.offset == 0
    assert "takes no Article" in str(error)


def test_an_index_that_is_away_is_not_the_records_fault(tmp_path: Path) -> None:
    index = SqliteIndex(tmp_path / "index.db", ZONE)
    with pytest.raises(TemporaryError):
        Indexer(index, ManualClock()).handle(delivered(tagged()))
    index.close()


def test_a_crash_before_the_article_is_stored_loses_no_retraction(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    index = new_index(path)
    indexer = Indexer(index, ManualClock())
    indexer.handle(delivered(tagged(1, events=["甲"])))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TRIGGER crash BEFORE INSERT ON articles BEGIN SELECT raise(ABORT, 'crash'); END")
    batch = delivered(tagged(2, events=["乙"]))
    with pytest.raises(sqlite3.IntegrityError):
        indexer.handle(batch)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER crash")
    indexer.handle(batch)
    assert states(index) == {"a-甲": ("retracted", "1.1"), "a-乙": ("done", "2.1")}
    index.close()


def test_an_empty_batch(indexer: Indexer) -> None:
    assert indexer.handle([]).rejected == []


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(disturbed())
def test_any_order_and_repetition_ends_in_the_same_index(
    case: tuple[list[TaggedArticle], list[list[TaggedArticle]]],
) -> None:
    history, batches = case
    with tempfile.TemporaryDirectory() as folder:
        straight, other = new_index(Path(folder, "straight.db")), new_index(Path(folder, "other.db"))
        for article in history:
            Indexer(straight, ManualClock()).handle(delivered(article))
        for batch in batches:
            Indexer(other, ManualClock()).handle(delivered(*batch))
        assert contents(other) == contents(straight)
        assert contents(other)["articles"]["a"] == article_document(history[-1])
        living = set() if history[-1].withdrawn_at else {one.event_id for one in history[-1].events}
        assert {hit.id for hit in other.search(Search("events")).hits} == living
        straight.close()
        other.close()
