"""`kaigong index rebuild` on Elasticsearch: nobody waits for it, nothing is lost, and it may be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from between import CUT_OFF, Answer, Forward, Request, between
from elasticsearch import Elasticsearch
from indexer_samples import contents, delivered, record, tagged
from indices import SHANGHAI, elastic_index
from rebuild_load import Publishing, Searching, beside, indexing
from services.session import RunningElasticsearch, RunningKafka
from stages_in_process import app_in, publish, read, stages

from consumers.index.rebuild import FewerDocumentsError
from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from consumers.stage import Delivered
from kaigong.app import App
from kaigong.index_upkeep import rebuild
from kaigong.stages.indexer import open_index
from mappings import KINDS
from wire import codec
from wire.clock import ManualClock
from wire.errors import ConfigurationError, TemporaryError
from wire.stream import NewRecord
from wire.topics import ALERTS, SOURCES, TAGGED_ARTICLES

EVERYTHING = (TAGGED_ARTICLES, ALERTS, SOURCES)


@pytest.fixture
def app(tmp_path: Path, elasticsearch_server: RunningElasticsearch, test_prefix: str) -> App:
    url = elasticsearch_server.url
    return app_in(tmp_path / "data", elasticsearch_url=url, prefix=test_prefix)


@pytest.fixture
def client(elasticsearch_server: RunningElasticsearch) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_server.url) as client:
        yield client


def eventually(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def behind(client: Elasticsearch, app: App, kind: str = "articles") -> str:
    (index,) = client.indices.get_alias(name=f"{app.settings.prefix}-{kind}")
    return str(index)


def found(app: App, client: Elasticsearch) -> dict[str, Any]:
    client.indices.refresh(index=f"{app.settings.prefix}-*")
    with closing(open_index(app)) as index:
        return contents(index)


def expected(app: App, folder: Path) -> dict[str, Any]:
    """What a SQLite index has of the same stream."""
    with closing(SqliteIndex(folder / "expected.db", SHANGHAI)) as index, app.stream() as stream:
        index.create()
        indexer = Indexer(index, ManualClock())
        for topic in EVERYTHING:
            indexer.handle([Delivered(one, codec.decode(one.value)) for one in read(stream, topic)])
        return contents(index)


def fill(app: App, count: int) -> Publishing:
    """So many records published and indexed."""
    publishing = Publishing(app)
    with stages(app, "indexer") as (stream, loops):
        publish(stream, *publishing.some(count))
        done = 0
        while done < count:
            done += loops["indexer"].step(0.05)
    return publishing


@pytest.mark.slow
def test_nobody_waits_and_nothing_is_lost(app: App, client: Elasticsearch, tmp_path: Path) -> None:
    rebuild_under_load(app, client, tmp_path)


@pytest.mark.slow
def test_the_same_on_kafka(
    app: App, client: Elasticsearch, kafka_server: RunningKafka, tmp_path: Path
) -> None:
    url, prefix = app.settings.elasticsearch_url[0], app.settings.prefix
    on_kafka = app_in(
        tmp_path / "data", elasticsearch_url=url, prefix=prefix, kafka_bootstrap=kafka_server.bootstrap
    )
    rebuild_under_load(on_kafka, client, tmp_path)


def rebuild_under_load(app: App, client: Elasticsearch, tmp_path: Path) -> None:
    publishing = fill(app, 300)
    searching = Searching(app)
    used = [behind(client, app)]
    with beside(indexing(app)), beside(searching), beside(publishing):
        for _ in range(3):
            had = searching.articles()
            # Also after a rebuild: the indexer must find its way to the new index.
            eventually(lambda: searching.articles() > had + 100)  # noqa: B023
            report = rebuild(app, EVERYTHING)
            assert report.skipped == 0
            used.append(behind(client, app))
    assert len(set(used)) == 4
    assert found(app, client) == expected(app, tmp_path)


def test_a_batch_that_rests_on_the_replaced_index_is_done_again(
    app: App, client: Elasticsearch, elasticsearch_server: RunningElasticsearch, tmp_path: Path
) -> None:
    """The indexer is at the second revision when a rebuild that has the third one comes between."""
    first, second, third = tagged(1, events=["甲"]), tagged(2, events=["乙"]), tagged(3)
    with stages(app, "indexer") as (stream, loops):
        publish(stream, record(first))
        while not loops["indexer"].step(0.05):
            pass
        publish(stream, record(second), record(third))
    rebuilt: list[str] = []

    def rebuild_before_the_first_bulk(request: Request, forward: Forward) -> Answer:
        if request.is_bulk and not rebuilt:
            rebuilt.append(request.path)
            rebuild(app, EVERYTHING)
        return forward(request)

    with between(elasticsearch_server.url) as server:
        server.intercept = rebuild_before_the_first_bulk
        with closing(elastic_index(server.url, app.settings.prefix)) as index:
            with pytest.raises(TemporaryError, match="took the place"):
                Indexer(index, ManualClock()).handle(delivered(second))
            Indexer(index, ManualClock()).handle(delivered(second))
    assert found(app, client) == expected(app, tmp_path)
    assert {one["state"] for one in found(app, client)["events"].values()} == {"retracted"}


class Killing:
    """Kills a process when it makes the request, before or after Elasticsearch has done it."""

    def __init__(
        self, url_part: str, *, nth: int = 1, done: bool = False, by: signal.Signals = signal.SIGKILL
    ) -> None:
        self.url_part = url_part
        self.left = nth
        self.done = done
        self.by = by
        self.pid = 0

    def __call__(self, request: Request, forward: Forward) -> Answer:
        if self.url_part not in request.path or request.method == "GET":
            return forward(request)
        self.left -= 1
        if self.left:
            return forward(request)
        if self.done:
            forward(request)
        os.kill(self.pid, self.by)
        return CUT_OFF


def killed(app: App, elasticsearch_server: RunningElasticsearch, killing: Killing) -> int:
    """How `kaigong index rebuild` ended."""
    with between(elasticsearch_server.url) as server:
        environment = {
            "KAIGONG_DATA_DIR": str(app.settings.data_dir),
            "KAIGONG_PREFIX": app.settings.prefix,
            "KAIGONG_ELASTICSEARCH_URL": server.url,
            # Small batches, so that it can be killed among them.
            "KAIGONG_INDEX_BATCH_RECORDS": "20",
        }
        command = [sys.executable, "-m", "kaigong", "index", "rebuild"]
        server.intercept = killing
        with subprocess.Popen(command, env=os.environ | environment) as process:
            killing.pid = process.pid
            return process.wait(60)


@pytest.mark.parametrize(
    ("killing", "swapped"),
    [
        (Killing("-v1-", done=True), False),
        (Killing("_bulk", nth=5), False),
        (Killing("_block/write", done=True), False),
        (Killing("_aliases"), False),
        (Killing("_aliases", done=True), True),
    ],
    ids=["created", "filling", "writing stopped", "before the swap", "after the swap"],
)
def test_it_may_be_killed_at_any_moment(
    app: App,
    client: Elasticsearch,
    elasticsearch_server: RunningElasticsearch,
    tmp_path: Path,
    killing: Killing,
    swapped: bool,
) -> None:
    publishing = fill(app, 100)
    before = behind(client, app)
    held = found(app, client)
    assert killed(app, elasticsearch_server, killing) == -signal.SIGKILL
    assert (behind(client, app) != before) == swapped
    assert found(app, client) == held
    if killing.url_part in ("_block/write", "_aliases") and not swapped:
        with closing(open_index(app)) as index, pytest.raises(TemporaryError, match="kaigong index rebuild"):
            Indexer(index, ManualClock()).handle(delivered(tagged()))
    rebuild(app, EVERYTHING)
    prefix = app.settings.prefix
    assert not client.indices.exists_alias(name=f"{prefix}-articles-building")
    unaliased = {
        name
        for name, one in client.indices.get_alias(index=f"{prefix}-articles-v*").items()
        if not one["aliases"]
    }
    assert len(unaliased) == (2 if swapped else 1)
    with stages(app, "indexer") as (stream, loops):
        publish(stream, *publishing.some(50))
        while loops["indexer"].step(0.2):
            pass
    assert found(app, client) == expected(app, tmp_path)


@pytest.mark.parametrize("moment", ["_bulk", "_block/write"])
def test_told_to_stop_it_leaves_everything_as_it_was(
    app: App, client: Elasticsearch, elasticsearch_server: RunningElasticsearch, tmp_path: Path, moment: str
) -> None:
    publishing = fill(app, 20)
    before = set(client.indices.get(index=f"{app.settings.prefix}-*"))
    assert killed(app, elasticsearch_server, Killing(moment, done=True, by=signal.SIGTERM)) > 0
    assert set(client.indices.get(index=f"{app.settings.prefix}-*")) == before
    with stages(app, "indexer") as (stream, loops):
        publish(stream, *publishing.some(20))
        while loops["indexer"].step(0.2):
            pass
    assert found(app, client) == expected(app, tmp_path)


def test_a_swap_whose_answer_never_comes(
    app: App, client: Elasticsearch, elasticsearch_server: RunningElasticsearch, tmp_path: Path
) -> None:
    fill(app, 20)
    before = behind(client, app)

    def lost(request: Request, forward: Forward) -> Answer:
        answer = forward(request)
        return CUT_OFF if request.path.startswith("/_aliases") else answer

    with between(elasticsearch_server.url) as server:
        server.intercept = lost
        prefix = app.settings.prefix
        through = app_in(app.settings.data_dir, elasticsearch_url=server.url, prefix=prefix)
        with pytest.raises(TemporaryError, match="away"):
            rebuild(through, EVERYTHING)
    assert behind(client, app) != before
    assert found(app, client) == expected(app, tmp_path)


def test_a_rebuild_that_fails_leaves_the_old_index_as_it_was(
    app: App, client: Elasticsearch, elasticsearch_server: RunningElasticsearch, tmp_path: Path
) -> None:
    publishing = fill(app, 20)
    before = set(client.indices.get(index=f"{app.settings.prefix}-*"))
    with between(elasticsearch_server.url) as server:
        server.intercept = lambda request, forward: (
            Answer.error(503, "no master") if request.path.startswith("/_aliases") else forward(request)
        )
        prefix = app.settings.prefix
        through = app_in(app.settings.data_dir, elasticsearch_url=server.url, prefix=prefix)
        with pytest.raises(TemporaryError, match="no master"):
            rebuild(through, EVERYTHING)
    assert set(client.indices.get(index=f"{app.settings.prefix}-*")) == before
    with stages(app, "indexer") as (stream, loops):
        publish(stream, *publishing.some(20))
        while loops["indexer"].step(0.2):
            pass
    assert found(app, client) == expected(app, tmp_path)


def test_an_index_of_an_older_mapping_version_is_replaced(
    app: App, client: Elasticsearch, tmp_path: Path
) -> None:
    fill(app, 50)
    for kind in KINDS:
        client.indices.put_mapping(index=behind(client, app, kind), meta={"version": 0})
    with pytest.raises(ConfigurationError, match="kaigong index rebuild"), stages(app, "indexer"):
        pass
    # What is there can be read until it is replaced.
    assert found(app, client) == expected(app, tmp_path)
    rebuild(app, EVERYTHING)
    with stages(app, "indexer"):
        assert found(app, client) == expected(app, tmp_path)


def test_an_index_of_a_newer_kaigong_is_left_alone(app: App, client: Elasticsearch) -> None:
    fill(app, 5)
    before = behind(client, app, "sources")
    client.indices.put_mapping(index=before, meta={"version": 99})
    with pytest.raises(ConfigurationError, match="newer Kaigong"):
        rebuild(app, EVERYTHING)
    assert behind(client, app, "sources") == before
    assert set(client.indices.get(index=f"{app.settings.prefix}-*")) == {
        behind(client, app, k) for k in KINDS
    }


def test_a_stream_that_has_less_than_the_index_is_doubted(
    app: App, client: Elasticsearch, tmp_path: Path
) -> None:
    fill(app, 50)
    held, before = found(app, client), behind(client, app)
    url, prefix = app.settings.elasticsearch_url[0], app.settings.prefix
    elsewhere = app_in(tmp_path / "elsewhere", elasticsearch_url=url, prefix=prefix)
    with pytest.raises(FewerDocumentsError, match="--accept-fewer"):
        rebuild(elsewhere, EVERYTHING)
    assert (found(app, client), behind(client, app)) == (held, before)
    with closing(open_index(app)) as index:
        Indexer(index, ManualClock()).handle(delivered(tagged()))
    rebuild(elsewhere, EVERYTHING, accept_fewer=True)
    assert found(app, client) == expected(elsewhere, tmp_path)


def test_only_what_was_asked_for_is_replaced(app: App, client: Elasticsearch) -> None:
    fill(app, 5)
    before = {kind: behind(client, app, kind) for kind in KINDS}
    assert set(rebuild(app, [TAGGED_ARTICLES]).documents) == {"articles", "events"}
    replaced = {kind for kind in KINDS if behind(client, app, kind) != before[kind]}
    assert replaced == {"articles", "events"}


def test_the_first_index_may_be_a_rebuilt_one(app: App, client: Elasticsearch, tmp_path: Path) -> None:
    with app.stream() as stream:
        publish(stream, *Publishing(app).some(30))
    rebuild(app, EVERYTHING)
    assert found(app, client) == expected(app, tmp_path)


def test_it_outlasts_an_outage_and_leaves_out_what_is_no_message(
    app: App, client: Elasticsearch, elasticsearch_server: RunningElasticsearch, tmp_path: Path
) -> None:
    with app.stream() as stream:
        publish(stream, *Publishing(app).some(30))
    wanted = expected(app, tmp_path)
    with app.stream() as stream:
        publish(stream, NewRecord(TAGGED_ARTICLES, "bad", b"{}"), NewRecord(TAGGED_ARTICLES, "gone", None))
    outage = iter([CUT_OFF, Answer.error(503, "starting")])
    with between(elasticsearch_server.url) as server:
        server.intercept = lambda request, forward: (
            (request.is_bulk and next(outage, None)) or forward(request)
        )
        through = app_in(
            app.settings.data_dir,
            elasticsearch_url=server.url,
            prefix=app.settings.prefix,
            index_batch_records="7",
        )
        report = rebuild(through, EVERYTHING)
    assert (report.records, report.skipped) == (32, 2)
    assert found(app, client) == wanted
