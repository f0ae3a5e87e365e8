"""The servers that all tests share: given by the environment, or started once, in the background."""

import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Generic, Protocol, Self, TypeVar

from services.elasticsearch_server import ELASTICSEARCH_VERSION, ElasticsearchServer
from services.kafka_server import KafkaServer

KAFKA = "KAIGONG_TEST_KAFKA"
ELASTICSEARCH = "KAIGONG_TEST_ELASTICSEARCH"
ELASTICSEARCH_VERSION_VARIABLE = "KAIGONG_TEST_ELASTICSEARCH_VERSION"


class Running(Protocol):
    @property
    def told(self) -> str:
        """One line for the summary of the tests: what it is and where it runs."""

    def start(self) -> Self: ...

    def close(self) -> None: ...


class RunningKafka(Running, Protocol):
    @property
    def bootstrap(self) -> str: ...


class RunningElasticsearch(Running, Protocol):
    @property
    def url(self) -> str: ...


class GivenKafka:
    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap
        self.told = f"Kafka at {bootstrap}, given by {KAFKA}"

    def start(self) -> Self:
        return self

    def close(self) -> None:
        """Somebody else's."""


class GivenElasticsearch:
    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.told = f"Elasticsearch at {self.url}, given by {ELASTICSEARCH}"

    def start(self) -> Self:
        return self

    def close(self) -> None:
        """Somebody else's."""


R = TypeVar("R", bound=Running)


class Shared(Generic[R]):
    """One server, made and started at most once, by a thread of its own."""

    def __init__(self, make: Callable[[], R]) -> None:
        self._make = make
        self._started: Future[R] | None = None
        self._ended = False

    def begin(self) -> None:
        if self._started is None:
            self._started = Future()
            threading.Thread(target=self._start, args=(self._started,)).start()

    def get(self) -> R:
        self.begin()
        assert self._started is not None
        return self._started.result()

    @property
    def told(self) -> str | None:
        """Nothing unless it ran."""
        started = self._started
        return None if started is None or started.exception() else started.result().told

    def close(self) -> None:
        if self._started is not None and not self._started.exception():
            self._started.result().close()

    def _start(self, started: "Future[R]") -> None:
        server: R | None = None
        try:
            server = self._make()
            started.set_result(server.start())
        except BaseException as exc:  # noqa: BLE001 - raised again in the test that waits
            if server is not None:
                server.close()
            started.set_exception(exc)


class Servers:
    """What the fixtures of tests/conftest.py stand on."""

    def __init__(self, env: Mapping[str, str] = os.environ) -> None:
        self.kafka: Shared[RunningKafka] = Shared(lambda: _kafka(env))
        self.elasticsearch: Shared[RunningElasticsearch] = Shared(lambda: _elasticsearch(env))

    def told(self) -> list[str]:
        return [told for server in (self.kafka, self.elasticsearch) if (told := server.told)]

    def close(self) -> None:
        self.kafka.close()
        self.elasticsearch.close()


def _kafka(env: Mapping[str, str]) -> RunningKafka:
    given = env.get(KAFKA)
    return GivenKafka(given) if given else KafkaServer()


def _elasticsearch(env: Mapping[str, str]) -> RunningElasticsearch:
    given = env.get(ELASTICSEARCH)
    if given:
        return GivenElasticsearch(given)
    return ElasticsearchServer(version=env.get(ELASTICSEARCH_VERSION_VARIABLE, ELASTICSEARCH_VERSION))
