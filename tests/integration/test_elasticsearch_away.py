"""Elasticsearch is gone, then hangs, longer than a member may be silent: the indexer keeps its place."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
from kafka import KafkaAdminClient
from kafka_records import lag_of, news, publish
from running_line import app_of, environment, outage, running, wait_for
from services.elasticsearch_server import ElasticsearchServer

from kaigong.app import App
from kaigong.stages.indexer import open_index
from wire.topics import TAGGED_ARTICLES

MAX_POLL_SECONDS = 10
# Minutes by hand; in every run, longer than a silent member is given.
OUTAGE_SECONDS = float(os.environ.get("KAIGONG_TEST_OUTAGE_SECONDS", "15"))
FIRST, BACKLOG = 200, 1500
# A few batches in work and what the client fetches ahead; the backlog itself is far larger.
ALLOWED_MB = 60


@pytest.fixture
def server(elasticsearch_server: Any) -> Iterator[ElasticsearchServer]:
    """One of its own, for it is going to be stopped; the shared one says whether there can be any."""
    with ElasticsearchServer() as server:
        yield server


def members(bootstrap: str, group: str) -> list[tuple[str, str]]:
    """Names and ids; who was thrown out and came back has another id."""
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as admin:
        described = admin.describe_groups([group])[group]
        return sorted((one["group_instance_id"], one["member_id"]) for one in described["members"])


def indexed(app: App) -> int:
    with closing(open_index(app)) as index:
        index.create()  # the first look may come before the indexer's
        return index.count("articles")


@pytest.mark.slow
@pytest.mark.timeout(int(3 * OUTAGE_SECONDS) + 900)
def test_the_indexer_waits_without_losing_its_place(
    tmp_path: Path, kafka_server: Any, test_prefix: str, server: ElasticsearchServer
) -> None:
    env = environment(
        tmp_path,
        prefix=test_prefix,
        kafka_bootstrap=kafka_server.bootstrap,
        kafka_max_poll_seconds=str(MAX_POLL_SECONDS),
        elasticsearch_url=server.url,
        elasticsearch_timeout="6",
        session_seconds="6",
        batch_records="100",
        index_batch_records="100",
    )
    app = app_of(env)
    articles = [news(number) for number in range(FIRST + 2 * BACKLOG)]
    with running(env, "tagger", "indexer") as stages:
        publish(app, articles[:FIRST])
        # A server that just started is slow, and the indexer waits longer after each time-out.
        wait_for(lambda: indexed(app) == FIRST, "the first articles")
        place = members(kafka_server.bootstrap, f"{test_prefix}-indexer")
        memory = psutil.Process(stages["indexer"].pid).memory_info().rss / 1e6

        for number, (goes, comes) in enumerate(((server.stop, server.start), (server.pause, server.resume))):
            goes()
            begin = FIRST + number * BACKLOG
            publish(app, articles[begin : begin + BACKLOG])
            outage(OUTAGE_SECONDS)
            assert members(kafka_server.bootstrap, f"{test_prefix}-indexer") == place
            grown = psutil.Process(stages["indexer"].pid).memory_info().rss / 1e6 - memory
            assert grown < ALLOWED_MB, f"it grew by {grown:.0f} MB"
            comes()
            wait_for(lambda: indexed(app) == begin + BACKLOG, "the backlog")  # noqa: B023
            wait_for(lambda: lag_of(app, "indexer", TAGGED_ARTICLES) == 0, "the last commit")
            assert members(kafka_server.bootstrap, f"{test_prefix}-indexer") == place
        assert stages["indexer"].deaths == 0
