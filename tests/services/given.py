"""Servers that somebody else started, given to the tests by the environment."""

import json
import urllib.request
from typing import Self

from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from services.process import ServerError

KAFKA = "KAIGONG_TEST_KAFKA"
ELASTICSEARCH = "KAIGONG_TEST_ELASTICSEARCH"
_SECONDS = 10


class GivenKafka:
    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap
        self.told = ""

    def start(self) -> Self:
        try:
            with KafkaAdminClient(
                bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=_SECONDS * 1000
            ) as admin:
                broker = admin.describe_cluster()["brokers"][0]["broker_id"]
                version = ".".join(map(str, admin.get_broker_version_data(broker).broker_version))
        except KafkaError as exc:
            raise ServerError(f"{KAFKA}={self.bootstrap} does not answer: {exc}") from exc
        self.told = f"Kafka {version} at {self.bootstrap}, given by {KAFKA}"
        return self

    def close(self) -> None: ...


class GivenElasticsearch:
    def __init__(self, url: str) -> None:
        self.url = url
        self.told = ""

    def start(self) -> Self:
        try:
            with urllib.request.urlopen(f"{self.url}/_nodes/_local", timeout=_SECONDS) as answer:
                nodes = json.load(answer)["nodes"]
        except OSError as exc:
            raise ServerError(f"{ELASTICSEARCH}={self.url} does not answer: {exc}") from exc
        version = next(iter(nodes.values()))["version"]
        self.told = f"Elasticsearch {version} at {self.url}, given by {ELASTICSEARCH}"
        return self

    def close(self) -> None: ...
