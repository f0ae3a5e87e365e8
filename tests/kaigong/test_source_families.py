"""Every family of the sample web is added by its address alone, and its fixture needs no site."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from program import Program
from sites.scenarios import READABLE

from kaigong.demo.web.sample_web import SampleWeb

# One scenario of each family, the first: the others are the business of the recall test.
FIRST_OF_FAMILY = tuple({scenario.family: scenario for scenario in reversed(READABLE)}.values())


@pytest.fixture(scope="module")
def web() -> Iterator[SampleWeb]:
    web = SampleWeb(FIRST_OF_FAMILY, datetime.now(UTC))
    web.start()
    yield web
    web.stop()


@pytest.fixture(scope="module")
def kaigong(tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = Program(tmp_path_factory.mktemp("families"))
    program.env |= {"KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8", "KAIGONG_CRAWL_DELAY": "0.02"}
    return program


@pytest.fixture(scope="module")
def added(web: SampleWeb, kaigong: Program) -> list[dict[str, Any]]:
    urls = "\n".join(site.entry for site in web.sites)
    return [
        json.loads(line)
        for line in kaigong("source", "add", "--yes", "--jsonl", "-", stdin=urls).splitlines()
    ]


def test_every_family_is_added_by_its_address_alone(web: SampleWeb, added: list[dict[str, Any]]) -> None:
    assert [result["url"] for result in added] == [site.entry for site in web.sites]
    problems = {result["url"]: result["error"] for result in added if not result["ok"]}
    assert problems == {}
    assert all(result["articles"] == 3 for result in added)


def test_the_shown_articles_are_those_of_the_site(web: SampleWeb, added: list[dict[str, Any]]) -> None:
    for site, result in zip(web.sites, added, strict=True):
        titles = {one.title for one in site.expected()}
        assert {one["title"] for one in result["preview"]} <= titles, site.scenario.key


def test_fixtures_are_read_the_same_without_the_sites(
    kaigong: Program, added: list[dict[str, Any]], web: SampleWeb
) -> None:
    web.forget()
    checks = kaigong.json("source", "check", "--offline")
    assert len(checks) == len(added)
    assert {
        check["source_id"]: (check["changes"], check["errors"]) for check in checks if not check["ok"]
    } == {}
    assert web.log == []


def test_nothing_changed_on_the_sites(kaigong: Program, added: list[dict[str, Any]]) -> None:
    checks = kaigong.json("source", "check")
    assert len(checks) == len(added)
    assert {
        check["source_id"]: (check["changes"], check["errors"]) for check in checks if not check["ok"]
    } == {}
