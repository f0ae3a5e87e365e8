"""The image's recipe against the package it is made from. Building it needs Docker, and is not tested."""

import re
import tomllib

from compose_project import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCKERFILE = (ROOT / "deploy/docker/Dockerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def test_everything_that_the_package_is_built_from_is_in_the_context() -> None:
    allowed = {line.removeprefix("!") for line in IGNORED if line.startswith("!")}
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    files = {PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}
    assert allowed == {*packages, *files, "pyproject.toml", "requirements.lock"}
    assert "*" in IGNORED


def test_what_only_builds_is_taken_out_again() -> None:
    """The lock is one for both; whatever the `build` extra adds must not stay."""
    (named,) = re.findall(r"pip uninstall --yes ([a-z -]+?) \\", DOCKERFILE)[:1]
    removed = set(named.split())
    asked = {re.split(r"[<>=]", one)[0] for one in PROJECT["project"]["optional-dependencies"]["build"]}
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    )
    assert asked <= removed <= locked


def test_dependencies_are_installed_by_their_hashes_and_not_compiled() -> None:
    assert "--require-hashes --only-binary :all:" in DOCKERFILE


def test_nobody_is_root_in_the_end() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.*)$", last_stage, re.MULTILINE) == ["10001:10001"]


def test_the_python_is_pinned_and_one_that_the_package_supports() -> None:
    (version,) = re.findall(r"^ARG PYTHON=(\d+\.\d+)\.\d+-slim-[a-z]+$", DOCKERFILE, re.MULTILINE)
    assert f"Programming Language :: Python :: {version}" in PROJECT["project"]["classifiers"]
