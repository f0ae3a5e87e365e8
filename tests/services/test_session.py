"""What a test session says about servers that it cannot start, and about those that it used."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from services.session import RunningElasticsearch, RunningKafka
from services.toy_java import make_toy_java

_SHARED = Path(__file__).with_name("test_shared_servers.py")


def _run_tests(*options: str, **env: str) -> subprocess.CompletedProcess[str]:
    ours = {key: value for key, value in os.environ.items() if not key.startswith("KAIGONG_TEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", _SHARED, *options],
        env={**ours, **env},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture
def without_maven(tmp_path: Path) -> dict[str, str]:
    java = make_toy_java(tmp_path / "java", "21")
    return {"PATH": "", "ES_JAVA_HOME": str(java), "KAIGONG_TEST_CACHE": str(tmp_path / "cache")}


def test_what_is_missing_is_said_once_however_many_tests_need_it(without_maven: dict[str, str]) -> None:
    done = _run_tests("-k", "kafka", **without_maven)
    reasons = [line for line in done.stdout.splitlines() if line.startswith("SKIPPED")]
    assert done.returncode == 0
    assert "2 skipped" in done.stdout
    assert len(reasons) == 1
    assert reasons[0].endswith("downloading the test servers needs Maven (`mvn`), once.")


def test_where_servers_are_required_a_missing_one_fails_the_tests(without_maven: dict[str, str]) -> None:
    done = _run_tests("-k", "kafka", **without_maven, KAIGONG_TEST_SERVICES="required")
    assert done.returncode == 1
    assert "2 errors" in done.stdout
    assert "needs Maven (`mvn`), once. (KAIGONG_TEST_SERVICES=required)" in done.stdout


def test_a_running_server_is_used_when_it_is_given(
    kafka_server: RunningKafka, elasticsearch_server: RunningElasticsearch
) -> None:
    given = {
        "KAIGONG_TEST_KAFKA": kafka_server.bootstrap,
        "KAIGONG_TEST_ELASTICSEARCH": elasticsearch_server.url,
    }
    done = _run_tests(**given)
    assert done.returncode == 0, done.stdout
    told = [line for line in done.stdout.splitlines() if "given by" in line]
    assert len(told) == 2
    assert re.fullmatch(rf"Kafka [0-9.]+ at {kafka_server.bootstrap}, given by KAIGONG_TEST_KAFKA", told[0])
    url = elasticsearch_server.url
    assert re.fullmatch(rf"Elasticsearch [0-9.]+ at {url}, given by KAIGONG_TEST_ELASTICSEARCH", told[1])


def test_a_given_server_that_does_not_answer_fails_the_tests() -> None:
    done = _run_tests("-k", "elasticsearch", KAIGONG_TEST_ELASTICSEARCH="http://127.0.0.1:1")
    assert done.returncode == 1
    assert "2 errors" in done.stdout
    assert "KAIGONG_TEST_ELASTICSEARCH=http://127.0.0.1:1 does not answer: " in done.stdout
