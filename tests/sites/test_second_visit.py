"""What a second visit to a site finds, and how it asks."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sites.sample_crawl import Crawled, crawl
from sites.scenarios import CHANGING

from crawler.session import STATE_FILE
from crawler.state import CrawlState
from kaigong.demo.web.sample_web import SampleWeb
from kaigong.demo.web.site import SampleSite

Visit = Callable[[str], Crawled]


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    web = SampleWeb(CHANGING, datetime.now(UTC))
    web.start()
    yield web
    web.stop()


@pytest.fixture
def visit(web: SampleWeb, tmp_path: Path) -> Visit:
    """Crawl one site once more, with what the earlier crawls remember."""

    def once(key: str) -> Crawled:
        return crawl(tmp_path, [source(site(web, key))], delay=0.05, seconds=60)

    return once


def site(web: SampleWeb, key: str) -> SampleSite:
    return next(one for one in web.sites if one.scenario.key == key)


def source(one: SampleSite) -> dict[str, Any]:
    more = {"id": one.scenario.key, "name": one.scenario.key, "region": "320700", "url": one.entry}
    return {**more, "preset": "ucap", **one.scenario.source}


def test_an_honest_etag_saves_a_page_and_hides_nothing(web: SampleWeb, visit: Visit) -> None:
    one = site(web, "etags")
    assert len(visit("etags").articles["etags"]) == 5
    web.forget()
    assert len(visit("etags").articles["etags"]) == 5
    [asked] = [request for request in web.log_of(one) if request.path == one.family.entry]
    assert (asked.status, asked.validators) == (304, ("if-none-match",))

    one.release()
    found = visit("etags")
    assert len(found.articles["etags"]) == 8
    assert found.lanes["etags"][5:] == ["live"] * 3


def test_a_lying_last_modified_is_believed_for_a_day_at_most(
    web: SampleWeb, visit: Visit, tmp_path: Path
) -> None:
    one = site(web, "last-modified")
    visit("last-modified")
    one.release()
    assert len(visit("last-modified").articles["last-modified"]) == 5

    a_day_passes(tmp_path, "last-modified")
    assert len(visit("last-modified").articles["last-modified"]) == 8


def a_day_passes(folder: Path, source_id: str) -> None:
    with closing(CrawlState(folder / "data" / STATE_FILE)) as state:
        record = state.source(source_id)
        assert record.full_fetch_at is not None
        record.full_fetch_at -= timedelta(hours=25)
        state.save_sources([record])


def test_a_flood_of_old_articles_is_told_but_alerts_nobody(web: SampleWeb, visit: Visit) -> None:
    one = site(web, "flood")
    visit("flood")
    one.release()
    found = visit("flood")
    assert len(found.articles["flood"]) == 30
    assert set(found.lanes["flood"]) == {"backfill"}
