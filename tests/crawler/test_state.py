"""The crawl state: what it keeps over a restart, in which order, and that it has one owner."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Link, RobotsRecord, SourceRecord
from crawler.state import CrawlState
from wire.errors import ConfigurationError
from wire.messages import Article

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def _link(name: str, source_id: str = "s-one") -> Link:
    return Link(
        article_id=name,
        url=f"http://x.gov.cn/{name}.html",
        source_id=source_id,
        title=f"标题{name}",
        published=NOW - timedelta(days=1),
        precision="day",
        discovered_at=NOW,
        lane="live",
        next_try=NOW,
    )


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    record = SourceRecord(source_id="s-one", first_done=True, last_ok=NOW, gap_seconds=3.5, etag='"é"')
    robots = RobotsRecord("http://x.gov.cn", NOW, "rules", "User-agent: *")
    state = CrawlState(tmp_path / "crawl.db")
    state.record_look(record, [_link("a")])
    state.keep_robots(robots)
    state.close()
    state = CrawlState(tmp_path / "crawl.db")
    assert state.source("s-one") == record
    assert state.links(["a", "b"]) == {"a": _link("a")}
    assert state.robots("http://x.gov.cn") == robots
    assert state.robots("http://y.gov.cn") is None
    assert state.source("s-two") == SourceRecord(source_id="s-two")
    state.close()


def test_a_known_link_keeps_its_lane_and_discovery(tmp_path: Path) -> None:
    state = CrawlState(tmp_path / "crawl.db")
    record = SourceRecord(source_id="s-one")
    state.record_look(record, [_link("a")])
    state.record_look(record, [replace(_link("a"), lane="backfill", discovered_at=NOW + timedelta(days=1))])
    assert state.links(["a"])["a"] == _link("a")
    state.close()


def test_due_links_come_in_the_order_of_the_list_and_failed_ones_last(tmp_path: Path) -> None:
    state = CrawlState(tmp_path / "crawl.db")
    links = [_link(name) for name in ("zz", "mm", "aa", "later", "never", "failed")]
    state.record_look(SourceRecord(source_id="s-one"), [*links, _link("foreign", "s-two")])
    state.note(
        [
            replace(links[3], next_try=NOW + timedelta(hours=1)),
            replace(links[4], next_try=None, status="seen"),
            replace(links[5], attempts=2),
        ]
    )
    assert [link.article_id for link in state.due_links("s-one", NOW, 10)] == ["zz", "mm", "aa", "failed"]
    assert [link.article_id for link in state.due_links("s-one", NOW, 2)] == ["zz", "mm"]
    state.close()


def test_a_look_is_noted_wholly_or_not_at_all(tmp_path: Path) -> None:
    state = CrawlState(tmp_path / "crawl.db")
    broken = replace(_link("b"), title=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        state.record_look(SourceRecord(source_id="s-one", first_done=True), [_link("a"), broken])
    assert state.links(["a"]) == {}
    assert not state.source("s-one").first_done
    state.close()


def test_more_links_than_one_query_may_name(tmp_path: Path) -> None:
    state = CrawlState(tmp_path / "crawl.db")
    names = [f"n{n}" for n in range(1300)]
    state.record_look(SourceRecord(source_id="s-one"), [_link(name) for name in names])
    assert set(state.links(names)) == set(names)
    state.close()


def test_the_state_has_one_owner(tmp_path: Path) -> None:
    first = CrawlState(tmp_path / "crawl.db")
    with pytest.raises(ConfigurationError, match="in use"):
        CrawlState(tmp_path / "crawl.db")
    first.close()
    first.close()
    CrawlState(tmp_path / "crawl.db").close()


_MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(st.text(), st.none() | _MOMENTS, st.integers(0, 99), st.text())
def test_a_source_record_reads_back_as_written(
    reason: str, moment: datetime | None, count: int, etag: str
) -> None:
    record = SourceRecord(
        source_id="s", block_reason=reason, resting_until=moment, blocks=count, last_modified=etag
    )
    assert msgspec.json.decode(msgspec.json.encode(record), type=SourceRecord) == record


def test_new_links_and_articles_to_visit_again_are_kept_apart(tmp_path: Path) -> None:
    state = CrawlState(tmp_path / "crawl.db")
    links = [_link(name) for name in ("new", "later", "sooner", "not-yet", "noted", "past")]
    state.record_look(SourceRecord(source_id="s-one"), links)
    seen = [replace(link, revision=1, disposition="published") for link in links]
    state.note(
        [
            replace(seen[1], next_try=NOW - timedelta(hours=1)),
            replace(seen[2], next_try=NOW - timedelta(hours=2)),
            replace(seen[3], next_try=NOW + timedelta(hours=1)),
            replace(seen[4], disposition="link_only"),
            replace(links[5], past=True),
        ]
    )
    assert [link.article_id for link in state.due_links("s-one", NOW, 10)] == ["new", "noted"]
    assert [link.article_id for link in state.due_revisits("s-one", NOW, 10)] == ["sooner", "later"]
    state.close()


def test_a_copy_is_kept_as_long_as_its_article_is_visited(tmp_path: Path) -> None:
    article = Article(
        article_id="a",
        revision=1,
        source_id="s-one",
        url=None,
        title="标题",
        text="正文。" * 1000,
        published_precision="none",
        shown_at=NOW,
        first_seen=NOW,
        fetched_at=NOW,
        content_hash="h",
    )
    state = CrawlState(tmp_path / "crawl.db")
    state.record_look(SourceRecord(source_id="s-one"), [_link("a")])
    state.note([replace(_link("a"), revision=1)], [article])
    state.close()
    state = CrawlState(tmp_path / "crawl.db")
    assert state.copy("a") == article
    assert state.copy("b") is None
    state.note([replace(_link("a"), revision=1, next_try=None)])
    assert state.copy("a") is None
    state.close()


def test_a_file_of_an_earlier_version_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "crawl.db"
    state = CrawlState(path)
    state.record_look(SourceRecord(source_id="s-one"), [_link("a")])
    state.close()
    with closing(sqlite3.connect(path)) as earlier:
        earlier.executescript(
            "DROP INDEX links_revisits; DROP TABLE copies; ALTER TABLE links DROP COLUMN gone_since;"
            "ALTER TABLE links DROP COLUMN withdrawn_at; ALTER TABLE links DROP COLUMN past;"
            "PRAGMA user_version = 0"
        )
    for _ in range(2):
        state = CrawlState(path)
        assert state.links(["a"]) == {"a": _link("a")}
        state.close()
