"""The script that docker-compose.yml runs once: what it asks of Elasticsearch, and what its role allows.

The test distribution of Elasticsearch cannot keep users (it lacks an analysis module for their index), so the
script talks to a listener here, and the role that it sends is then given to a real server in a file.
"""

import base64
import json
import os
import secrets
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import yaml
from compose_project import ROOT
from elasticsearch import AuthorizationException, Elasticsearch
from services.elasticsearch_server import ElasticsearchServer
from services.file_realm import User
from services.missing import MissingError

from consumers.index.documents import article_document
from consumers.index.elastic import open_elastic
from consumers.index.port import Search, Write
from wire import codec, settings
from wire.messages import TaggedArticle
from wire.schemas import examples

ELASTIC, KIBANA, KAIGONG = (secrets.token_urlsafe(12) for _ in range(3))


class Listener(ThreadingHTTPServer):
    """Keeps what it is asked; the superuser's password is the only thing that it checks."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: dict[tuple[str, str], Any] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        login = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        right = login == f"elastic:{ELASTIC}"
        if right:
            self.server.asked[self.command, self.path] = json.loads(body)
        answer = b"{}" if right else b'{"error": "unable to authenticate user [elastic]"}'
        self.send_response(200 if right else 401)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_POST(self) -> None:
        self.do_PUT()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        yield listener
        listener.shutdown()
        thread.join()


def run_script(url: str, **more: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("curl") is None:
        raise MissingError("the script of docker-compose.yml needs curl.")
    env = {
        "PATH": os.environ["PATH"],
        "ELASTICSEARCH_URL": url,
        "ELASTIC_PASSWORD": ELASTIC,
        "KIBANA_PASSWORD": KIBANA,
        "KAIGONG_PREFIX": "team",
        "KAIGONG_ELASTICSEARCH_USER": "kaigong",
        "KAIGONG_ELASTICSEARCH_PASSWORD": KAIGONG,
    }
    return subprocess.run(
        [ROOT / "deploy/docker/elasticsearch-users"],
        check=False, env=env | more, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_it_asks_for_two_passwords_and_one_role(listener: Listener) -> None:
    for _ in range(2):
        done = run_script(listener.url)
        assert done.returncode == 0, done.stderr
    roles = (ROOT / "deploy/elasticsearch/roles.yml").read_text("utf-8").replace("kaigong-*", "team-*")
    assert (
        listener.asked.pop(("PUT", "/_security/role/team-stages"))
        == yaml.safe_load(roles)["kaigong_index_admin"]
    )
    assert listener.asked == {
        ("POST", "/_security/user/kibana_system/_password"): {"password": KIBANA},
        ("PUT", "/_security/user/kaigong"): {"password": KAIGONG, "roles": ["team-stages"]},
    }


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"KIBANA_PASSWORD": 'a"b\\c d'}, "KIBANA_PASSWORD: use at least six letters"),
        ({"ELASTIC_PASSWORD": "wrong-password"}, "unable to authenticate user [elastic]"),
        ({"KAIGONG_PREFIX": ""}, "KAIGONG_PREFIX"),
    ],
)
def test_what_is_wrong_is_told_and_no_password_is(
    listener: Listener, wrong: dict[str, str], told: str
) -> None:
    done = run_script(listener.url, **wrong)
    assert done.returncode != 0
    assert told in done.stderr
    shown = done.stdout + done.stderr
    assert not any(password in shown for password in (ELASTIC, KIBANA, KAIGONG, 'a"b\\c d', "wrong-password"))


@pytest.mark.slow
def test_the_role_allows_what_kaigong_does_and_no_more(listener: Listener) -> None:
    assert run_script(listener.url).returncode == 0
    role = listener.asked["PUT", "/_security/role/team-stages"]
    user = User(KAIGONG, ("team-stages",))
    with ElasticsearchServer(users={"kaigong": user}, roles={"team-stages": role}, heap="512m") as server:
        (_, example), *_ = examples("tagged-article")
        article = article_document(codec.decode_as(TaggedArticle, example).payload)
        env = {
            "KAIGONG_PREFIX": "team",
            "KAIGONG_ELASTICSEARCH_URL": server.url,
            "KAIGONG_ELASTICSEARCH_USER": "kaigong",
            "KAIGONG_ELASTICSEARCH_PASSWORD": KAIGONG,
            "KAIGONG_ELASTICSEARCH_CA_FILE": str(server.ca_file),
        }
        with closing(open_elastic(settings.load(env))) as index:
            index.create()
            index.create()
            (result,) = index.write([Write("articles", article["article_id"], 1_000_001, article)])
            assert (result.outcome, result.error) == ("written", None)
            assert index.get("articles", article["article_id"]) == article
            assert index.search(Search("articles")).total <= 1
        check_refusals(server)


def check_refusals(server: ElasticsearchServer) -> None:
    login = ("kaigong", KAIGONG)
    with Elasticsearch(server.url, basic_auth=login, ca_certs=str(server.ca_file)) as kaigong:
        for attempt in (
            lambda: kaigong.index(index="payroll", document={"a": 1}),
            lambda: kaigong.search(index="payroll"),
            lambda: kaigong.cluster.put_settings(persistent={"cluster.max_shards_per_node": 9}),
            kaigong.security.get_user,
        ):
            with pytest.raises(AuthorizationException):
                attempt()
