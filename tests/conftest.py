"""Real Kafka and real Elasticsearch for the tests that ask for them; see tests/services.

Under pytest-xdist the first process starts them for all workers.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from services.missing import MissingError
from services.session import RunningElasticsearch, RunningKafka, Servers
from services.sweep import sweep_elasticsearch, sweep_kafka
from services.workers import servers_for_worker, told_to_worker
from xdist.workermanage import WorkerController

_SERVERS = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    told = getattr(config, "workerinput", None)
    config.stash[_SERVERS] = servers = Servers() if told is None else servers_for_worker(told)
    config.add_cleanup(servers.close)


def pytest_configure_node(node: WorkerController) -> None:
    node.workerinput.update(told_to_worker(node.config.stash[_SERVERS]))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is missing is downloaded now; then both start while the tests that need neither already run."""
    if session.config.option.collectonly:
        return
    servers = session.config.stash[_SERVERS]
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    for name, server in (("kafka_server", servers.kafka), ("elasticsearch_server", servers.elasticsearch)):
        if name in wanted:
            server.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    with _skipping_what_is_missing():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with _skipping_what_is_missing():
        return (yield)


@contextmanager
def _skipping_what_is_missing() -> Iterator[None]:
    """One place, so that pytest tells it in one line however many tests need the server."""
    try:
        yield
    except MissingError as exc:
        if os.environ.get("KAIGONG_TEST_SERVICES") == "required":
            pytest.fail(f"{exc} (KAIGONG_TEST_SERVICES=required)", pytrace=False)
        pytest.skip(str(exc))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    told = config.stash[_SERVERS].told()
    if told:
        terminalreporter.section("real servers")
        for line in told:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def kafka_server(pytestconfig: pytest.Config) -> RunningKafka:
    return pytestconfig.stash[_SERVERS].kafka.get()


@pytest.fixture(scope="session")
def elasticsearch_server(pytestconfig: pytest.Config) -> RunningElasticsearch:
    return pytestconfig.stash[_SERVERS].elasticsearch.get()


@pytest.fixture
def test_prefix(request: pytest.FixtureRequest) -> Iterator[str]:
    """Begins every name that the test uses on a shared server; those names are gone after the test."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    yield prefix
    servers = request.config.stash[_SERVERS]
    if "kafka_server" in request.fixturenames:
        sweep_kafka(servers.kafka.get().bootstrap, prefix)
    if "elasticsearch_server" in request.fixturenames:
        sweep_elasticsearch(servers.elasticsearch.get().url, prefix)
