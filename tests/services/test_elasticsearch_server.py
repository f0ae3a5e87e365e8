"""An Elasticsearch of a test's own: with users and TLS, killed and started again."""

import secrets
from collections.abc import Iterator

import pytest
from elasticsearch import AuthenticationException, AuthorizationException, Elasticsearch
from services.elasticsearch_server import ElasticsearchServer
from services.file_realm import User

pytestmark = pytest.mark.slow

_PASSWORD = secrets.token_urlsafe(9)
_TOYS = {"cluster": ["monitor"], "indices": [{"names": ["toys*"], "privileges": ["all"]}]}


@pytest.fixture(scope="module")
def elasticsearch() -> Iterator[ElasticsearchServer]:
    users = {"kaigong": User(_PASSWORD, ("toys",))}
    with ElasticsearchServer(users=users, roles={"toys": _TOYS}, heap="512m") as server:
        yield server


def test_nobody_is_let_in_without_the_password(elasticsearch: ElasticsearchServer) -> None:
    for login in (None, ("kaigong", "wrong")):
        with _client(elasticsearch, login) as client, pytest.raises(AuthenticationException):
            client.cluster.health()


def test_a_user_may_do_what_the_roles_say_and_nothing_else(elasticsearch: ElasticsearchServer) -> None:
    with _client(elasticsearch) as client:
        client.index(index="toys", id="1", document={"title": "开工"})
        with pytest.raises(AuthorizationException):
            client.index(index="others", document={"title": "开工"})


def test_a_killed_elasticsearch_comes_back_with_its_documents(elasticsearch: ElasticsearchServer) -> None:
    with _client(elasticsearch) as client:
        client.index(index="toys", id="2", document={"title": "竣工"})
        elasticsearch.kill()
        elasticsearch.start()
        assert client.get(index="toys", id="2")["_source"] == {"title": "竣工"}


def _client(
    server: ElasticsearchServer, login: tuple[str, str] | None = ("kaigong", _PASSWORD)
) -> Elasticsearch:
    return Elasticsearch(server.url, basic_auth=login, ca_certs=str(server.ca_file))
