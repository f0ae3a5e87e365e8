"""Writing while Elasticsearch is busy, takes less than it is offered, breaks off or is gone."""

import json
import threading
from collections.abc import Iterator

import pytest
from between import CUT_OFF, Answer, Between, Forward, Request, between
from elasticsearch import Elasticsearch
from indices import elastic_index, empty, shared_indices
from services.session import RunningElasticsearch

from consumers.index.elastic import ElasticIndex
from consumers.index.port import Search, Write
from wire.clock import ManualClock
from wire.errors import ConfigurationError, TemporaryError


@pytest.fixture(scope="module")
def prefix(elasticsearch_server: RunningElasticsearch) -> Iterator[str]:
    with shared_indices(elasticsearch_server.url) as prefix:
        yield prefix


@pytest.fixture
def server(elasticsearch_server: RunningElasticsearch, prefix: str) -> Iterator[Between]:
    with between(elasticsearch_server.url) as server:
        yield server
    empty(elasticsearch_server.url, prefix)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def index(server: Between, prefix: str, clock: ManualClock) -> Iterator[ElasticIndex]:
    index = elastic_index(server.url, prefix, clock=clock)
    yield index
    index.close()


def article(id_: str, text: str = "") -> Write:
    document = {"article_id": id_, "text": text, "shown_at": "2026-03-02T04:00:00Z"}
    return Write("articles", id_, 1, document)


def outcomes(index: ElasticIndex, *writes: Write) -> list[str]:
    return [result.outcome for result in index.write(writes)]


def stored(index: ElasticIndex) -> list[str]:
    return sorted(hit.id for hit in index.search(Search("articles", size=100)).hits)


def offered(request: Request) -> list[str]:
    """The ids in a bulk."""
    return [json.loads(line)["index"]["_id"] for line in request.body.splitlines()[::2]]


class Busy:
    """Turns these documents away with 429, so often, and notes what every request offers."""

    def __init__(self, times: dict[str, int]) -> None:
        self.times = times
        self.requests: list[list[str]] = []

    def __call__(self, request: Request, forward: Forward) -> Answer:
        if not request.is_bulk:
            return forward(request)
        self.requests.append(ids := offered(request))
        lines = request.body.splitlines(keepends=True)
        kept = [n for n, id_ in enumerate(ids) if not self._turned_away(id_)]
        body = b"".join(lines[2 * n] + lines[2 * n + 1] for n in kept)
        taken = iter(forward(Request(request.method, request.path, body)).json["items"]) if kept else iter(())
        busy = {"index": {"_index": "x", "status": 429, "error": {"reason": "the queue is full"}}}
        items = [next(taken) if n in kept else busy for n in range(len(ids))]
        return Answer(200, json.dumps({"items": items}).encode())

    def _turned_away(self, id_: str) -> bool:
        self.times[id_] = self.times.get(id_, 0) - 1
        return self.times[id_] >= 0


def test_documents_that_a_full_queue_turned_away_are_offered_again(
    index: ElasticIndex, server: Between, clock: ManualClock
) -> None:
    server.intercept = busy = Busy({"b": 1, "d": 2})
    assert outcomes(index, *map(article, "abcd")) == ["written"] * 4
    assert busy.requests == [["a", "b", "c", "d"], ["b", "d"], ["d"]]
    assert stored(index) == ["a", "b", "c", "d"]
    assert 0.1 <= clock.monotonic() <= 0.3


def test_a_queue_that_stays_full_is_the_callers_turn_to_wait(index: ElasticIndex, server: Between) -> None:
    server.intercept = Busy({"b": 1000})
    with pytest.raises(TemporaryError, match="the queue is full"):
        index.write([article("a"), article("b")])
    server.intercept = lambda request, forward: forward(request)
    assert outcomes(index, article("a"), article("b")) == ["stale", "written"]


def test_a_request_that_is_turned_away_whole_is_offered_again(index: ElasticIndex, server: Between) -> None:
    answers = iter([Answer.error(429, "too much in flight")] * 2)
    server.intercept = lambda request, forward: next(answers, None) or forward(request)
    assert outcomes(index, article("a")) == ["written"]
    server.intercept = lambda request, forward: Answer.error(429, "too much in flight")
    with pytest.raises(TemporaryError, match="too much in flight"):
        index.write([article("b")])


def test_a_request_that_is_too_large_is_halved(index: ElasticIndex, server: Between) -> None:
    sizes: list[int] = []

    def narrow(request: Request, forward: Forward) -> Answer:
        if request.is_bulk and len(request.body) > 3000:
            return Answer(413, b"<html>Request Entity Too Large</html>", "text/html")
        if request.is_bulk:
            sizes.append(len(request.body))
        return forward(request)

    server.intercept = narrow
    writes = [article(f"{n}", "签约" * 40) for n in range(9)] + [article("large", "开工" * 2000)]
    results = index.write(writes)
    assert [result.outcome for result in results] == ["written"] * 9 + ["invalid"]
    assert "larger than a request" in str(results[-1].error)
    assert stored(index) == sorted(f"{n}" for n in range(9))
    assert sizes
    assert max(sizes) <= 3000


def test_requests_are_bounded(server: Between, prefix: str) -> None:
    sizes: list[int] = []

    def note(request: Request, forward: Forward) -> Answer:
        sizes.append(len(request.body))
        return forward(request)

    server.intercept = note
    index = elastic_index(server.url, prefix, max_bytes=2000)
    assert outcomes(index, *(article(f"{n}", "签约" * 30) for n in range(20))) == ["written"] * 20
    assert len(sizes) > 5
    assert max(sizes) <= 2000
    index.close()


@pytest.mark.parametrize(
    "answer",
    [
        Answer.error(503, "no master"),
        Answer.error(500, "out of luck"),
        Answer.error(401, "who is it"),
        Answer.error(403, "not for you"),
        Answer(502, b"<html>Bad Gateway</html>", "text/html"),
        Answer(200, b"{not json"),
        CUT_OFF,
    ],
    ids=lambda answer: str(answer.status),
)
def test_a_server_that_cannot_do_it_now(index: ElasticIndex, server: Between, answer: Answer) -> None:
    server.intercept = lambda request, forward: answer
    for action in (
        lambda: index.write([article("a")]),
        lambda: index.get("articles", "a"),
        lambda: index.search(Search("articles")),
        lambda: index.count("articles"),
        index.create,
    ):
        with pytest.raises(TemporaryError, match="Elasticsearch"):
            action()


def test_an_answer_that_never_came_is_asked_for_again(index: ElasticIndex, server: Between) -> None:
    def lost(request: Request, forward: Forward) -> Answer:
        forward(request)
        return CUT_OFF

    server.intercept = lost
    with pytest.raises(TemporaryError):
        index.write([article("a")])
    server.intercept = lambda request, forward: forward(request)
    assert outcomes(index, article("a")) == ["stale"]


def test_a_server_that_does_not_answer(server: Between, prefix: str) -> None:
    done = threading.Event()

    def hang(request: Request, forward: Forward) -> Answer:
        done.wait(30)
        return CUT_OFF

    server.intercept = hang
    index = elastic_index(server.url, prefix, settings={"elasticsearch_timeout": "0.2"})
    try:
        with pytest.raises(TemporaryError, match="away"):
            index.write([article("a")])
    finally:
        done.set()
        index.close()


def test_a_server_that_is_not_there(prefix: str) -> None:
    index = elastic_index("http://127.0.0.1:9", prefix)
    with pytest.raises(TemporaryError, match="Connection refused"):
        index.write([article("a")])
    index.close()


def test_one_node_of_two_is_enough(server: Between, prefix: str) -> None:
    index = elastic_index(f"http://127.0.0.1:9,{server.url}", prefix)
    for n in range(4):
        assert outcomes(index, article(f"{n}")) == ["written"]
    index.close()


def test_another_product_is_no_elasticsearch(index: ElasticIndex, server: Between) -> None:
    server.intercept = lambda request, forward: Answer(200, b'{"count": 1}', product="OpenSearch")
    with pytest.raises(ConfigurationError, match="KAIGONG_ELASTICSEARCH_URL is not Elasticsearch"):
        index.count("articles")


def test_a_full_disk_is_no_ones_fault(
    index: ElasticIndex, elasticsearch_server: RunningElasticsearch, prefix: str
) -> None:
    """What the engine does to an index when its disk is nearly full."""

    def read_only(value: bool | None) -> None:
        with Elasticsearch(elasticsearch_server.url) as client:
            client.indices.put_settings(
                index=f"{prefix}-articles", settings={"index.blocks.read_only_allow_delete": value}
            )

    read_only(True)
    try:
        with pytest.raises(TemporaryError, match="read-only"):
            index.write([article("a")])
    finally:
        read_only(None)
    assert outcomes(index, article("a")) == ["written"]
