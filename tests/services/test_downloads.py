"""The cache of the servers' programs."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from services.downloads import ELASTICSEARCH_SHA256, cached, elasticsearch_home, kafka_jars
from services.java import find_java
from services.missing import MissingError

_TESTS = Path(__file__).parents[1]
_FILLS_SLOWLY = """
import time
from services.downloads import cached

def fill(folder):
    print("filling")
    (folder / "a").write_text("a")
    time.sleep(0.3)
    (folder / "b").write_text("b")

print(*sorted(path.name for path in cached("toy-1.0", fill).iterdir()))
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAIGONG_TEST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_of_two_processes_one_fills_and_both_see_it_whole() -> None:
    env = {**os.environ, "PYTHONPATH": str(_TESTS)}
    both = [
        subprocess.Popen([sys.executable, "-c", _FILLS_SLOWLY], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = sorted(process.communicate(timeout=60)[0] for process in both)
    assert told == ["a b\n", "filling\na b\n"]


def test_what_was_left_half_done_is_done_again(cache: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise MissingError("no network")

    with pytest.raises(MissingError):
        cached("toy-1.0", fail)
    ready = cached("toy-1.0", lambda folder: (folder / "whole").touch())
    assert [path.name for path in ready.iterdir()] == ["whole"]


def test_what_is_there_needs_no_maven_and_no_network(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / "kafka-9.9.9").mkdir(parents=True)
    monkeypatch.setenv("PATH", "")
    assert kafka_jars("9.9.9", find_java(17, "Kafka")) == cache / "kafka-9.9.9"


def test_without_maven_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    java = find_java(17, "Kafka")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingError, match="needs Maven"):
        kafka_jars("9.9.9", java)


def test_what_maven_cannot_find_is_told_in_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\nprintf '[ERROR] No such artifact\\n[ERROR] See https://…\\n'\nexit 1\n")
    maven.chmod(0o755)
    java = find_java(17, "Kafka")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError) as caught:
        kafka_jars("9.9.9", java)
    assert str(caught.value) == "Maven could not download kafka-9.9.9: No such artifact"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a Maven gives that asks for no checksums, and for nothing else."""
    archive = tmp_path / "elasticsearch-9.9.9.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("elasticsearch-9.9.9/bin/elasticsearch", "#!/bin/sh\n")
    maven = tmp_path / "mvn"
    maven.write_text(f'#!/bin/sh\ncase "$*" in *--lax-checksums*) cp {archive} .;; *) exit 1;; esac\n')
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return archive


def test_an_archive_with_the_sum_that_is_known_needs_none_of_the_registry(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ELASTICSEARCH_SHA256, "9.9.9", hashlib.sha256(archive.read_bytes()).hexdigest())
    home = elasticsearch_home("9.9.9", find_java(17, "Elasticsearch"))
    assert (home / "bin" / "elasticsearch").read_text() == "#!/bin/sh\n"


def test_an_archive_with_another_sum_is_not_used(
    archive: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ELASTICSEARCH_SHA256, "9.9.9", "0" * 64)
    with pytest.raises(MissingError, match=f"{archive.name} has the SHA-256"):
        elasticsearch_home("9.9.9", find_java(17, "Elasticsearch"))
    assert not (cache / "elasticsearch-9.9.9").exists()


def test_of_an_unknown_version_the_registry_must_know_the_sum(archive: Path) -> None:
    with pytest.raises(MissingError, match="Maven could not download"):
        elasticsearch_home("9.9.9", find_java(17, "Elasticsearch"))
    assert archive.exists()
