"""`kaigong index prune` on Elasticsearch takes what nobody reads, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from services.session import RunningElasticsearch
from stages_in_process import app_in

from kaigong.app import App
from kaigong.index_upkeep import rebuild
from mappings import KINDS
from wire.topics import ALERTS, SOURCES, TAGGED_ARTICLES


@pytest.fixture
def app(tmp_path: Path, elasticsearch_server: RunningElasticsearch, test_prefix: str) -> App:
    return app_in(tmp_path, elasticsearch_url=elasticsearch_server.url, prefix=test_prefix)


@pytest.fixture
def client(elasticsearch_server: RunningElasticsearch) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_server.url) as client:
        yield client


def prune(app: App, *options: str, code: int = 0, typed: str = "") -> str:
    environment = {
        "KAIGONG_DATA_DIR": str(app.settings.data_dir),
        "KAIGONG_PREFIX": app.settings.prefix,
        "KAIGONG_ELASTICSEARCH_URL": app.settings.elasticsearch_url[0],
        "COLUMNS": "200",
    }
    done = subprocess.run(
        [sys.executable, "-m", "kaigong", "index", "prune", *options],
        check=False, env=os.environ | environment, input=typed, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == code, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_replaced_indices_go_and_those_in_use_stay(app: App, client: Elasticsearch) -> None:
    prefix = app.settings.prefix
    for topics in ([TAGGED_ARTICLES, ALERTS, SOURCES], [ALERTS]):
        rebuild(app, topics)
    (replaced,) = (
        name for name, one in client.indices.get_alias(index=f"{prefix}-*").items() if not one["aliases"]
    )
    # Of other people: a longer prefix, a name that we do not give, a half-built index of another version.
    others = [f"{prefix}-articles-v1-copy", f"{prefix}-sources-v1-2-articles-v1", f"{prefix}-notes-v1"]
    cut_off = f"{prefix}-alerts-v7-20260101000000"
    for name in (*others, cut_off):
        client.indices.create(index=name)
    used = {f"{prefix}-{kind}" for kind in KINDS}

    told = prune(app, typed="n\n", code=1)
    assert replaced in told
    assert cut_off in told
    assert not any(name in told for name in others)
    assert client.indices.exists(index=replaced)

    told = prune(app, "--yes")
    assert f"removed {replaced}, {cut_off}" in told.replace("\n", " ")
    left = client.indices.get_alias(index=f"{prefix}-*")
    assert {name for name, one in left.items() if not one["aliases"]} == set(others)
    assert {alias for one in left.values() for alias in one["aliases"]} == used
    assert "every index is in use" in prune(app, "--yes")
