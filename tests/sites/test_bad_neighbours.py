"""Sites that refuse to be added, and sites that would keep a careless crawler busy for ever."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites.sample_add import add_sources
from sites.sample_crawl import crawl
from sites.scenarios import HOSTILE, REFUSING

from kaigong.demo.web.sample_web import SampleWeb
from kaigong.demo.web.site import SampleSite, Scenario

# What the result must tell a person; the other refusing sites let themselves be added.
TOLD = {
    "challenge-412": "412",
    "challenge-521": "521",
    "challenge-200": "refuses",
    "denied-403": "403",
    "robots-down": "robots.txt",
    "robots-list": "robots.txt",
}
# Pages of a list and of articles that a site of a dozen articles may be asked for at most.
MOST_REQUESTS = 80


@contextmanager
def running(scenarios: Sequence[Scenario]) -> Iterator[SampleWeb]:
    web = SampleWeb(scenarios, datetime.now(UTC))
    web.start()
    try:
        yield web
    finally:
        web.stop()


@pytest.mark.timeout(200)
def test_adding_a_site_that_refuses_says_why_and_asks_no_further(tmp_path: Path) -> None:
    with running([one for one in REFUSING if one.key in TOLD]) as web:
        added = add_sources(tmp_path, [site.entry for site in web.sites], delay=0.05, seconds=150)
        for site in web.sites:
            result = added[site.entry].result
            assert not result["ok"]
            assert TOLD[site.scenario.key] in result["error"], result
            assert len(web.log_of(site)) <= 2, site.scenario.key


@pytest.mark.timeout(200)
def test_no_site_can_keep_the_crawler(tmp_path: Path) -> None:
    with running(HOSTILE) as web:
        sources = [_source(site) for site in web.sites]
        crawled = crawl(tmp_path, sources, delay=0.02, seconds=120)
        for site in web.sites:
            key = site.scenario.key
            urls = [article["url"] for article in crawled.articles[key]]
            assert len(urls) == len(set(urls)), key
            assert len(web.log_of(site)) <= MOST_REQUESTS, key
            if key != "bomb":
                found = {one.url for one in site.expected()}
                assert found <= set(urls), (key, crawled.report[key])
        assert all("root:" not in str(one) for one in crawled.articles["bomb"])


def _source(site: SampleSite) -> dict[str, object]:
    preset = {"boasting": "hanweb_jpage", "bomb": "feed"}.get(site.scenario.key, "static")
    return {
        "id": site.scenario.key,
        "name": site.scenario.key,
        "region": "320700",
        "url": site.entry,
        "preset": preset,
    }
