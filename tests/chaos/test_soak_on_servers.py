"""A short soak on a Kafka and an Elasticsearch of its own, for it stops and crashes them."""

from pathlib import Path

import pytest
from chaos.soak import run
from services.elasticsearch_server import ElasticsearchServer
from services.kafka_server import KafkaServer


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("kafka_server", "elasticsearch_server")  # they say whether there can be any
def test_nothing_is_lost_or_doubled_on_servers(tmp_path: Path) -> None:
    with KafkaServer() as kafka, ElasticsearchServer() as elasticsearch:
        soak = run(
            tmp_path, seed=3, articles=300, steps=6, kafka=kafka, elasticsearch=elasticsearch,
            # Each takes as long as a server's start; the long soak has all of them.
            without=("stop kafka", "stop elasticsearch", "disk full", "clock"),
        )  # fmt: skip
    assert soak.passed, soak.verdict
    assert {trouble.name for trouble in soak.troubles} >= {"crash kafka", "crash elasticsearch"}
