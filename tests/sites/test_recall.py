"""The crawler on the whole sample web: what it finds, how well, and how politely."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from sites.measure import FIELDS, Score, measure, table
from sites.sample_add import Added, add_sources
from sites.sample_crawl import Crawled, crawl
from sites.scenarios import READABLE, REFUSING

from kaigong.demo.web.sample_web import SampleWeb
from kaigong.demo.web.site import SampleSite

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

DELAY = 0.2


@dataclass(frozen=True)
class Run:
    web: SampleWeb
    sites: dict[str, SampleSite]
    added: dict[str, Added]
    crawled: Crawled

    def score(self, key: str) -> Score:
        return measure(self.sites[key].expected(), self.crawled.articles.get(key, []))

    def total(self) -> Score:
        total = Score()
        for scenario in READABLE:
            total.add(self.score(scenario.key))
        return total


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The addresses become sources with `source add`; then everything is crawled once."""
    folder = tmp_path_factory.mktemp("recall")
    web = SampleWeb([*READABLE, *REFUSING], datetime.now(UTC))
    web.start()
    try:
        sites = {site.scenario.key: site for site in web.sites}
        readable = [sites[scenario.key] for scenario in READABLE]
        added = add_sources(folder, [site.entry for site in readable], delay=DELAY, seconds=200)
        sources = [source(site, added[site.entry].source) for site in readable]
        # Sites that refuse cannot be recognised; their sources were added when they still answered.
        sources += [source(sites[scenario.key], {"preset": "ucap"}) for scenario in REFUSING]
        crawled = crawl(folder, [one for one in sources if one], delay=DELAY, seconds=300)
        yield Run(web, sites, added, crawled)
    finally:
        web.stop()


def source(site: SampleSite, found: dict[str, Any] | None) -> dict[str, Any]:
    """What was found, under the site's own name; nothing if nothing was found."""
    if found is None:
        return {}
    more = {"id": site.scenario.key, "name": site.scenario.key, "region": "320700", "url": site.entry}
    return {**found, **more, **site.scenario.source}


@pytest.mark.parametrize("key", [scenario.key for scenario in READABLE])
def test_everything_that_a_site_lists_is_found(run: Run, key: str) -> None:
    score = run.score(key)
    told = run.added[run.sites[key].entry].result
    assert told["ok"], told
    assert score.recall >= 0.99, (score.missed, run.crawled.report[key])
    assert not score.spurious


# Beginning of a site's name → the family that it must be recognised as; the first that fits counts.
FAMILIES = {
    "ucap-channel": "ucap_channel",
    "ucap-search": "ucap_search",
    "ucap": "ucap",
    "trs": "trs",
    "jpage": "hanweb_jpage",
    "xxgk": "hanweb_xxgk",
    "jpaas": "hanweb_jpaas",
    "truecms": "truecms",
    "epoint": "epoint",
    "gkmlpt": "gkmlpt",
    "json-list": "json_list",
    "founder": "founder",
    "rss": "feed",
    "atom": "feed",
    "sitemap": "feed",
}


def family_of(key: str) -> str | None:
    return next((family for prefix, family in FAMILIES.items() if key.startswith(prefix)), None)


@pytest.mark.parametrize("key", [scenario.key for scenario in READABLE if family_of(scenario.key)])
def test_a_family_is_recognised_by_the_address_alone(run: Run, key: str) -> None:
    told = run.added[run.sites[key].entry].result
    assert told["family"] == family_of(key), told


def test_the_sample_web_is_read_within_the_numbers(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    total = run.total()
    with capsys.disabled():
        print("\n" + table({one.key: run.score(one.key) for one in READABLE} | {"all": total}))
        print("\n".join(total.wrong))
    assert total.recall >= 0.99, total.missed
    assert total.spurious_share <= 0.005, total.spurious
    low = [name for name in FIELDS if total.accuracy(name) < 0.98]
    assert not low, "\n".join(total.wrong)


@pytest.mark.parametrize("key", [scenario.key for scenario in REFUSING])
def test_nothing_is_published_of_a_site_that_refuses(run: Run, key: str) -> None:
    score = run.score(key)
    assert score.spurious == []
    assert score.recall < 0.99
    assert score.wrong == []


@pytest.mark.parametrize("key", ["challenge-412", "challenge-521", "challenge-200", "denied-403"])
def test_a_site_that_refuses_is_left_alone_at_once(run: Run, key: str) -> None:
    assert run.crawled.states[key] == "blocked"
    asked = [one.path for one in run.web.log_of(run.sites[key])]
    assert asked == ["/robots.txt", run.sites[key].family.entry]


def test_a_busy_site_is_left_alone_for_as_long_as_it_asks(run: Run) -> None:
    log = run.web.log_of(run.sites["busy-429"])
    busy = next(one for one in log if one.status == 429)
    assert all(one.at <= busy.at or one.at - busy.ended >= 1.0 for one in log)


def test_never_two_requests_at_once_and_never_too_close_together(run: Run) -> None:
    for key, site in run.sites.items():
        log = sorted(run.web.log_of(site), key=lambda one: one.at)
        assert log, key
        for earlier, later in pairwise(log):
            assert earlier.ended <= later.at, (key, "two at once", earlier, later)
            assert later.at - earlier.at >= DELAY, (key, "too close together", earlier, later)


def test_robots_txt_is_asked_first_and_kept_to(run: Run) -> None:
    for key, site in run.sites.items():
        log = run.web.log_of(site)
        assert log[0].path == "/robots.txt", key
        # Once when it was added and once when it was crawled: those are two programs.
        assert [one.path for one in log].count("/robots.txt") <= 2, key
    for key, allowed in (("robots-list", 1), ("robots-down", 1)):
        assert len(run.web.log_of(run.sites[key])) == allowed, key
    assert not any(one.path.startswith("/nbgl/") for one in run.web.log_of(run.sites["robots-folder"]))


def test_who_asks_says_who_it_is(run: Run) -> None:
    assert all(one.user_agent.startswith("Kaigong/") for one in run.web.log)


def test_the_hijacker_is_never_asked(run: Run) -> None:
    known = {site.address.partition("://")[2].partition(":")[0] for site in run.sites.values()}
    assert {one.host for one in run.web.log} <= known
