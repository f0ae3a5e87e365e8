"""Which Java a server gets."""

from pathlib import Path

import pytest
from services.java import find_java
from services.missing import MissingError
from services.toy_java import make_toy_java


@pytest.fixture
def system(tmp_path: Path) -> tuple[str, ...]:
    for version in ("1.8.0_412", "17.0.15", "21", "25.0.3"):
        make_toy_java(tmp_path / "jvm" / f"jdk-{version}", version)
    (tmp_path / "jvm" / "broken").mkdir()
    return (f"{tmp_path}/jvm/*",)


@pytest.mark.parametrize(
    ("least", "version"), [(8, "1.8.0_412"), (17, "17.0.15"), (18, "21"), (22, "25.0.3")]
)
def test_the_oldest_that_will_do(least: int, version: str, system: tuple[str, ...]) -> None:
    assert find_java(least, "a server", {}, system).home.name == f"jdk-{version}"


def test_the_one_the_environment_names(tmp_path: Path, system: tuple[str, ...]) -> None:
    named = make_toy_java(tmp_path / "named", "26-ea")
    assert find_java(17, "a server", {"JAVA_HOME": str(named)}, system).home == named


def test_not_the_named_one_if_it_is_too_old(tmp_path: Path, system: tuple[str, ...]) -> None:
    env = {"ES_JAVA_HOME": str(tmp_path / "jvm" / "jdk-17.0.15")}
    assert find_java(21, "a server", env, system).major == 21


def test_one_without_a_release_file_is_asked(tmp_path: Path) -> None:
    make_toy_java(tmp_path / "jvm" / "jre", "17.0.2", release=False)
    assert find_java(17, "a server", {}, (f"{tmp_path}/jvm/*",)).version == "17.0.2"


def test_the_one_on_the_path(tmp_path: Path) -> None:
    home = make_toy_java(tmp_path / "jdk", "21.0.1")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(home / "bin" / "java")
    assert find_java(17, "a server", {"PATH": str(tmp_path / "bin")}, ()).home == home


def test_if_there_is_none_it_says_what_there_is_and_what_to_do(system: tuple[str, ...]) -> None:
    with pytest.raises(MissingError) as caught:
        find_java(30, "Kafka 9", {}, system)
    assert str(caught.value) == (
        "Kafka 9 needs Java 30 or later; found 1.8.0_412, 17.0.15, 21, 25.0.3. "
        "Set ES_JAVA_HOME or JAVA_HOME to one."
    )
