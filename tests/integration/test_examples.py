"""The examples of docs/examples, run as their reader would, on the real engines."""

import importlib.util
import json
import random
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from demo_corpus import batches, messages
from elasticsearch import Elasticsearch
from indices import elastic_index, shared_indices
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic
from program import Program
from services.session import RunningElasticsearch, RunningKafka

from consumers.indexer import Indexer
from wire import codec
from wire.clock import SystemClock
from wire.messages import Event, ProjectEvents, TaggedArticle, Tagging

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
PARTITIONS = 6


def example(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def lists() -> list[ProjectEvents]:
    """The event lists of the demo's news with edits and withdrawals, and of a later tagger for some."""
    found: list[ProjectEvents] = []
    for article in messages():
        if isinstance(article, TaggedArticle):
            found.append(_event_list(article, article.tagging, article.events))
            if len(found) % 9 == 0:
                later = Tagging(version="2", data_version="demo", seq=2)
                found.append(_event_list(article, later, article.events[:1]))
    return found


def _event_list(article: TaggedArticle, tagging: Tagging, events: list[Event]) -> ProjectEvents:
    return ProjectEvents(
        article_id=article.article_id,
        revision=article.revision,
        story_id=article.story_id,
        tagging=tagging,
        events=[] if article.withdrawn_at else events,
        withdrawn_at=article.withdrawn_at,
    )


def counted(lists: list[ProjectEvents]) -> Counter[str]:
    """By the newest list of every article alone."""
    newest: dict[str, ProjectEvents] = {}
    for one in sorted(lists, key=lambda one: (one.revision, one.tagging.seq)):
        newest[one.article_id] = one
    return Counter(
        event.main_place or "unknown"
        for one in newest.values()
        for event in one.events
        if event.state == "done" and (event.named or event.aggregate is not None)
    )


def test_counties_are_counted_exactly_under_kills_repeats_and_withdrawals(
    kafka_server: RunningKafka, test_prefix: str, tmp_path: Path, lists: list[ProjectEvents]
) -> None:
    topic = f"{test_prefix}.project-events.v1"
    with KafkaAdminClient(bootstrap_servers=kafka_server.bootstrap) as admin:
        admin.create_topics([NewTopic(topic, PARTITIONS, 1)])
    dice = random.Random(7)
    # A crawler that crashed and a replay say again what was said, also after what came later.
    said = [*lists, *dice.sample(lists, len(lists) // 2)]
    producer = KafkaProducer(bootstrap_servers=kafka_server.bootstrap)
    command = [
        sys.executable, str(EXAMPLES / "county_counts.py"),
        kafka_server.bootstrap, str(tmp_path / "counts.db"), "--topic", topic,
    ]  # fmt: skip
    for start in range(0, len(said), 120):
        for one in said[start : start + 120]:
            envelope = codec.wrap(one, lane="live", trace="t", now=datetime.now(UTC))
            producer.send(topic, key=one.article_id.encode(), value=codec.encode(envelope))
        producer.flush()
        _killed_after(command, dice.uniform(0.8, 2.0))
    producer.close()
    done = subprocess.run([*command, "--once"], check=True, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout) == counted(lists)
    assert sum(counted(lists).values()) > 50


def _killed_after(command: list[str], seconds: float) -> None:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def indexed(elasticsearch_server: RunningElasticsearch) -> Iterator[str]:
    with shared_indices(elasticsearch_server.url) as prefix:
        indexer = Indexer(elastic_index(elasticsearch_server.url, prefix), SystemClock())
        for batch in batches():
            assert not indexer.handle(batch).rejected
        indexer.close()
        yield prefix


def newest_events() -> list[Event]:
    newest: dict[str, TaggedArticle] = {}
    for article in messages():
        if isinstance(article, TaggedArticle):
            newest[article.article_id] = article
    return [event for one in newest.values() if one.withdrawn_at is None for event in one.events]


def test_amounts_by_industry_and_quarter_are_the_same_in_pandas_and_duckdb(
    elasticsearch_server: RunningElasticsearch, indexed: str, tmp_path: Path
) -> None:
    program = Program(tmp_path / "data")
    program.env |= {"KAIGONG_ELASTICSEARCH_URL": elasticsearch_server.url, "KAIGONG_PREFIX": indexed}
    folder = tmp_path / "events.parquet"
    program("export", str(folder), "--query", "state:done named:true", "--page", "50")

    found = example("amount_by_industry")
    stories: dict[tuple[str, str, str | None], list[Event]] = defaultdict(list)
    for event in newest_events():
        if event.type == "签约" and event.state == "done" and event.named and event.amount_yi is not None:
            stories[event.story_id, event.type, event.project].append(event)
    wanted: dict[tuple[str, str], float] = defaultdict(float)
    for events in stories.values():
        industries = {event.main_industry for event in events}
        assert len(industries) == 1
        if (industry := industries.pop()) is not None:
            first = min(event.shown_at for event in events)
            quarter = f"{first.year}Q{(first.month + 2) // 3}"
            wanted[industry, quarter] += max(event.amount_yi or 0 for event in events)
    assert len(wanted) > 3
    assert found.with_duckdb(str(folder)) == pytest.approx(dict(wanted))
    assert found.with_pandas(str(folder)) == pytest.approx(dict(wanted))


def test_the_largest_projects_of_a_city(elasticsearch_server: RunningElasticsearch, indexed: str) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    with Elasticsearch(elasticsearch_server.url) as client:
        found = example("largest_projects").largest(client, f"{indexed}-events", "320700", since, size=5)
    wanted = sorted(
        (event.amount_cny for event in newest_events()
         if event.type == "开工" and event.state == "done" and event.named and event.amount_cny is not None
         and "320700" in event.place_codes and event.shown_at >= since),
        reverse=True,
    )  # fmt: skip
    assert [round(one["amount_yi"] * 1e8) for one in found] == wanted[:5]
