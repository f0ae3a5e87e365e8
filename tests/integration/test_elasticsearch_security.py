"""Passwords, API keys, TLS; every part with no more rights than deploy/elasticsearch/roles.yml gives."""

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from between import Answer, Forward, Request, between
from indexer_samples import delivered, record, tagged
from indices import elastic_settings
from services.elasticsearch_server import ElasticsearchServer
from services.file_realm import User
from services.session import RunningElasticsearch
from stages_in_process import app_in, finish, publish, stages

from consumers.index.elastic import ElasticIndex, open_elastic
from consumers.index.port import Search
from consumers.indexer import Indexer
from kaigong.app import App
from wire.clock import ManualClock
from wire.errors import ConfigurationError, TemporaryError

pytestmark = pytest.mark.slow

_ROLES = Path(__file__).parents[2] / "deploy" / "elasticsearch" / "roles.yml"
_PASSWORD = secrets.token_urlsafe(12)


@pytest.fixture(scope="module")
def server() -> Iterator[ElasticsearchServer]:
    roles = yaml.safe_load(_ROLES.read_text("utf-8"))
    users = {role: User(_PASSWORD, (role,)) for role in roles}
    with ElasticsearchServer(users=users, roles=roles, heap="512m") as server:
        yield server


def secured(server: ElasticsearchServer, user: str, **more: str) -> dict[str, str]:
    return {
        "elasticsearch_url": server.url,
        "elasticsearch_ca_file": str(server.ca_file),
        "elasticsearch_user": user,
        "elasticsearch_password": _PASSWORD,
        **more,
    }


def opened(server: ElasticsearchServer, user: str, **more: str) -> ElasticIndex:
    named = secured(server, user, **more)
    return open_elastic(elastic_settings(named.pop("elasticsearch_url"), **named))


def app_of(folder: Path, server: ElasticsearchServer, user: str) -> App:
    return app_in(folder, **secured(server, user))


def kaigong(app: App, *arguments: str) -> str:
    settings = app.settings
    environment = {
        "KAIGONG_DATA_DIR": str(settings.data_dir),
        "KAIGONG_ELASTICSEARCH_URL": settings.elasticsearch_url[0],
        "KAIGONG_ELASTICSEARCH_CA_FILE": str(settings.elasticsearch_ca_file),
        "KAIGONG_ELASTICSEARCH_USER": settings.elasticsearch_user,
        "KAIGONG_ELASTICSEARCH_PASSWORD": _PASSWORD,
    }
    done = subprocess.run(
        [sys.executable, "-m", "kaigong", *arguments],
        check=False, env=os.environ | environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert _PASSWORD not in done.stdout + done.stderr
    return done.stdout


def test_every_part_does_its_work_with_its_own_role(server: ElasticsearchServer, tmp_path: Path) -> None:
    indexing = app_of(tmp_path, server, "kaigong_indexer")
    admin = app_of(tmp_path, server, "kaigong_index_admin")
    with (
        pytest.raises(TemporaryError, match="unauthorized for user \\[kaigong_indexer\\]"),
        stages(indexing, "indexer"),
    ):
        pass
    kaigong(admin, "index", "init")
    with stages(indexing, "indexer") as (stream, loops):
        publish(stream, record(tagged(1, events=["甲"])))
        finish(loops["indexer"], 1)
    kaigong(admin, "index", "rebuild")
    with stages(indexing, "indexer") as (stream, loops):
        publish(stream, record(tagged(2, events=["乙"])))
        finish(loops["indexer"], 1)
    kaigong(admin, "index", "prune", "--yes")
    with closing(opened(server, "kaigong_reader")) as index:
        assert index.get("articles", "a") is not None
        index.search(Search("articles"))
        with pytest.raises(TemporaryError, match="unauthorized"):
            Indexer(index, ManualClock()).handle(delivered(tagged(3)))
    assert "项目开工" in kaigong(app_of(tmp_path, server, "kaigong_reader"), "search", "开工")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"elasticsearch_password": "wrong-secret"}, "KAIGONG_ELASTICSEARCH_PASSWORD"),
        ({"elasticsearch_user": ""}, "KAIGONG_ELASTICSEARCH_USER"),
        ({"elasticsearch_api_key": "bm86c3VjaCBrZXk="}, "KAIGONG_ELASTICSEARCH_API_KEY"),
        ({"elasticsearch_ca_file": ""}, "KAIGONG_ELASTICSEARCH_CA_FILE"),
    ],
    ids=["wrong password", "nobody", "wrong key", "unknown authority"],
)
def test_who_is_not_let_in_is_told_what_to_check(
    server: ElasticsearchServer, more: dict[str, str], told: str
) -> None:
    named = {name: value for name, value in (secured(server, "kaigong_reader") | more).items() if value}
    index = open_elastic(elastic_settings(named.pop("elasticsearch_url"), **named))
    with closing(index), pytest.raises(TemporaryError, match=told) as caught:
        index.search(Search("articles"))
    assert not any(secret in str(caught.value) for secret in (_PASSWORD, "wrong-secret", "bm86c3VjaCBrZXk="))


def test_plain_text_to_a_server_with_tls(server: ElasticsearchServer) -> None:
    url = server.url.replace("https", "http")
    with closing(open_elastic(elastic_settings(url))) as index, pytest.raises(TemporaryError, match="away"):
        index.count("articles")


def test_a_ca_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    for name in ("ca.pem", "missing.pem"):
        named = elastic_settings("https://127.0.0.1:9", elasticsearch_ca_file=str(tmp_path / name))
        with pytest.raises(ConfigurationError, match="KAIGONG_ELASTICSEARCH_CA_FILE"):
            open_elastic(named)


def test_what_is_sent_as_proof(elasticsearch_server: RunningElasticsearch, test_prefix: str) -> None:
    sent: list[str | None] = []

    def note(request: Request, forward: Forward) -> Answer:
        sent.append(request.authorization)
        return Answer(200, b'{"count": 0}')

    with between(elasticsearch_server.url) as server:
        server.intercept = note
        for named in (
            {"elasticsearch_user": "Ada", "elasticsearch_password": "签约"},
            {"elasticsearch_api_key": "a2V5"},
            {},
        ):
            with closing(open_elastic(elastic_settings(server.url, **named))) as index:
                index.count("articles")
    assert sent == [f"Basic {base64.b64encode('Ada:签约'.encode()).decode()}", "ApiKey a2V5", None]
