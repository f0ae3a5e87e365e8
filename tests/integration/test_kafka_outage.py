"""The broker dies, freezes and comes back under a running tagger: it waits; nothing is lost or repeated."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka_records import committed_keys, lag, news, publish
from running_line import app_of, environment, outage, running, wait_for
from services.kafka_server import KafkaServer

from wire.topics import TAGGED_ARTICLES

PART = 300
# Longer than a transaction may last and than a member may be silent: the broker forgets both.
FREEZE_SECONDS = 13.0


@pytest.fixture
def server() -> Iterator[KafkaServer]:
    with KafkaServer() as server:
        yield server


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_tagger_outlives_its_broker(tmp_path: Path, server: KafkaServer) -> None:
    env = environment(tmp_path, kafka_bootstrap=server.bootstrap, prefix="outage", session_seconds="6")
    app = app_of(env)
    articles = [news(number) for number in range(3 * PART)]

    with running(env, "tagger") as stages:
        for part, trouble in enumerate((server.kill, server.pause)):
            publish(app, articles[part * PART : (part + 1) * PART])
            wait_for(lambda: lag(app) < PART, "the tagger at work")
            trouble()
            if trouble == server.pause:
                outage(FREEZE_SECONDS)
                server.resume()
            else:
                outage(3)
                server.start()
        publish(app, articles[2 * PART :])
        wait_for(lambda: lag(app) == 0, "the end of the articles")
        assert stages["tagger"].alive, "the tagger should wait, not die"

    assert committed_keys(server.bootstrap, f"outage.{TAGGED_ARTICLES}") == Counter(
        article.article_id for article in articles
    )
