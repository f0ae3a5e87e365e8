"""Two taggers on one group, killed at random: what a reader of committed records sees, each article once."""

import os
from collections import Counter
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition
from running_line import app_of, environment, running, wait_for

from kaigong.app import App
from wire import codec, identity
from wire.clock import SystemClock
from wire.messages import Article
from wire.stream import NewRecord
from wire.topics import ARTICLES, PROJECT_EVENTS, TAGGED_ARTICLES

ARTICLES_PER_PART = 200
PARTS = int(os.environ.get("KAIGONG_TEST_KILL_PARTS", "12"))
KILLS = PARTS // 3


def news(number: int) -> Article:
    now = SystemClock().now()
    title = f"第{number}号项目开工"
    text = f"连云港市海州区新材料产业园{number}号项目今日开工，总投资{number + 1}亿元。\n" * 5
    return Article(
        article_id=identity.article_id(f"killed.example/{number}"),
        revision=1,
        source_id="killed",
        url=f"http://killed.example/{number}.html",
        title=title,
        text=text,
        published=now - timedelta(minutes=1),
        published_precision="minute",
        shown_at=now,
        first_seen=now,
        fetched_at=now,
        region="320706",
        content_hash=identity.content_hash(title, text),
    )


def publish(app: App, articles: list[Article]) -> None:
    envelopes = [codec.wrap(a, lane="live", trace=a.article_id, now=a.fetched_at) for a in articles]
    with app.stream() as stream, closing(stream.producer()) as producer:
        producer.publish(
            [
                NewRecord(ARTICLES, e.payload.article_id, codec.encode(e), codec.headers_of(e))
                for e in envelopes
            ]
        )


def committed_keys(bootstrap: str, topic: str) -> Counter[str]:
    """Read by the bare client, from the first record to the last that is committed."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    with closing(consumer):
        partitions = [TopicPartition(topic, index) for index in consumer.partitions_for_topic(topic)]
        consumer.assign(partitions)
        ends = consumer.end_offsets(partitions)
        keys: Counter[str] = Counter()
        while any(consumer.position(one) < ends[one] for one in partitions):
            for records in consumer.poll(timeout_ms=500).values():
                keys.update(record.key.decode() for record in records)
    return keys


def lag(app: App) -> int:
    with app.stream() as stream, closing(stream.reader()) as reader:
        done = reader.committed("tagger")
        return sum(end - done.get(p, 0) for p, end in reader.end_offsets(ARTICLES).items())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_killed_taggers_neither_lose_nor_repeat(
    tmp_path: Path, kafka_server: Any, test_prefix: str
) -> None:
    envs = []
    for slot in ("a", "b"):
        (tmp_path / slot).mkdir()
        envs.append(
            environment(
                tmp_path / slot,
                kafka_bootstrap=kafka_server.bootstrap,
                prefix=test_prefix,
                slot=slot,
                session_seconds="6",
            )
        )
    app = app_of(envs[0])
    articles = [news(number) for number in range(ARTICLES_PER_PART * PARTS)]
    with ExitStack() as stack:
        taggers = [
            # Pauses that let a tagger start and get to work before it dies.
            stack.enter_context(running(env, "tagger", kills=KILLS, seed=n, pause=(1.5, 4)))["tagger"]
            for n, env in enumerate(envs)
        ]
        for part in range(PARTS):
            publish(app, articles[part * ARTICLES_PER_PART : (part + 1) * ARTICLES_PER_PART])
            # They are never without work, so most kills interrupt some.
            wait_for(lambda: lag(app) < 2 * ARTICLES_PER_PART, "the parts before")
        wait_for(lambda: sum(one.deaths for one in taggers) >= 2 * KILLS, "all kills")
        wait_for(lambda: lag(app) == 0, "the end of the articles", 120)

    expected = Counter({article.article_id: 1 for article in articles})
    for topic in (TAGGED_ARTICLES, PROJECT_EVENTS):
        assert committed_keys(kafka_server.bootstrap, f"{test_prefix}.{topic}") == expected
