"""The crawler on the demo's sites, killed at random moments: nothing lost, repeats only with the same id."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from running_line import app_of, environment, running, wait_for

from crawler.urls import canonical
from kaigong.app import App
from kaigong.demo.sources import write_demo_sources
from kaigong.demo.web import DemoWeb
from kaigong.demo.world import World
from wire import codec
from wire.messages import Article, Envelope
from wire.topics import ARTICLES

DELAY = 0.2


@pytest.fixture
def web() -> Iterator[DemoWeb]:
    """The demo's sites as they are at the start; time stands still in them."""
    web = DemoWeb(World(datetime.now(UTC)), elapsed=lambda: 0.0)
    web.start()
    yield web
    web.stop()


def envelopes(app: App) -> list[Envelope[Article]]:
    with app.stream() as stream, closing(stream.reader()) as reader:
        return [codec.decode_as(Article, record.value) for record in reader.read(ARTICLES)]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [0, 8])
def test_every_listed_article_is_on_the_stream_once(tmp_path: Path, web: DemoWeb, kills: int) -> None:
    world = web_world(web)
    env = environment(tmp_path, crawl_delay=str(DELAY), crawl_interval="2")
    app = app_of(env)
    write_demo_sources(world, web, app.settings.sources_path)
    listed = {canonical(web.article_url(one)): one for one in world.all(0) if not one.disallowed}

    with running(env, "crawler", kills=kills) as stages:
        wait_for(lambda: len({e.payload.article_id for e in envelopes(app)}) >= len(listed), "all articles")
        wait_for(lambda: stages["crawler"].deaths == kills, "all kills")

    found = envelopes(app)
    assert {canonical(e.payload.url or "") for e in found} == set(listed)
    # A kill between acknowledgement and note repeats an article: the same message, with the same id.
    copies = Counter(e.id for e in found)
    assert len(copies) == len(listed)
    if not kills:
        assert len(found) == len(listed)
    assert {e.payload.revision for e in found} == {1}
    assert {e.lane for e in found} == {"backfill"}
    titles = {canonical(e.payload.url or ""): e.payload.title for e in found}
    assert titles == {url: one.title for url, one in listed.items()}
    check_politeness(web, kills)


def web_world(web: DemoWeb) -> World:
    return web._world


def check_politeness(web: DemoWeb, kills: int) -> None:
    """By the sites' own log: robots.txt obeyed, and never closer than the delay but across a kill."""
    by_host: dict[str, list[float]] = defaultdict(list)
    for request in web.log:
        assert "Kaigong" in request.user_agent
        by_host[request.host].append(request.at)
    urls = [web.article_url(one) for one in web_world(web).all(0) if one.disallowed]
    forbidden = {"/" + url.partition("//")[2].partition("/")[2] for url in urls}
    assert forbidden
    assert not {request.path for request in web.log} & forbidden
    gaps = [b - a for times in by_host.values() for a, b in itertools.pairwise(sorted(times))]
    close = [gap for gap in gaps if gap < DELAY - 0.02]
    assert len(close) <= kills * len(by_host), close[:5]
    if not kills:
        assert close == []
