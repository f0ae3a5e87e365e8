"""The servers that all tests share: given by the environment, or started once, in the background."""

import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Generic, Protocol, Self, TypeVar

from services import elasticsearch_server
from services.elasticsearch_server import ElasticsearchServer
from services.given import ELASTICSEARCH, KAFKA, GivenElasticsearch, GivenKafka
from services.kafka_server import KafkaServer

ELASTICSEARCH_VERSION = "KAIGONG_TEST_ELASTICSEARCH_VERSION"


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


R = TypeVar("R", bound=Running)


class Shared(Generic[R]):
    """One server, started at most once."""

    def __init__(self, make: Callable[[], R]) -> None:
        self._make = make
        self._server: R | None = None
        self._started: Future[R] | None = None

    def begin(self) -> None:
        """Download what is missing now, where no test's time limit runs; start in the background."""
        if self._started is not None:
            return
        self._started = Future()
        try:
            self._server = self._make()
        except Exception as exc:  # noqa: BLE001 - raised again in the test that asks for the server
            self._started.set_exception(exc)
        else:
            threading.Thread(target=self._start, args=(self._server, self._started)).start()

    def get(self) -> R:
        self.begin()
        assert self._started is not None
        return self._started.result()

    @property
    def told(self) -> str | None:
        """Nothing unless it ran."""
        started = self._started
        if started is None or not started.done() or started.exception():
            return None
        return started.result().told

    def close(self) -> None:
        if self._started is not None and self._server is not None:
            self._started.exception()  # a thread that is still starting it comes to its end first
            self._server.close()

    @staticmethod
    def _start(server: R, started: "Future[R]") -> None:
        try:
            started.set_result(server.start())
        except BaseException as exc:  # noqa: BLE001 - raised again in the test that asks for the server
            started.set_exception(exc)


class Servers:
    """What the fixtures of tests/conftest.py stand on."""

    def __init__(
        self,
        kafka: Callable[[], RunningKafka] | None = None,
        elasticsearch: Callable[[], RunningElasticsearch] | None = None,
    ) -> None:
        """As the environment says, unless it is told how to make one."""
        self.kafka: Shared[RunningKafka] = Shared(kafka or _kafka)
        self.elasticsearch: Shared[RunningElasticsearch] = Shared(elasticsearch or _elasticsearch)

    def told(self) -> list[str]:
        return [told for server in (self.kafka, self.elasticsearch) if (told := server.told)]

    def close(self) -> None:
        self.kafka.close()
        self.elasticsearch.close()


def _kafka(env: Mapping[str, str] = os.environ) -> RunningKafka:
    given = env.get(KAFKA)
    return GivenKafka(given) if given else KafkaServer()


def _elasticsearch(env: Mapping[str, str] = os.environ) -> RunningElasticsearch:
    given = env.get(ELASTICSEARCH)
    if given:
        return GivenElasticsearch(given)
    return ElasticsearchServer(version=env.get(ELASTICSEARCH_VERSION, elasticsearch_server.VERSION))
