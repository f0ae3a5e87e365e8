"""The demo's sources are files that the crawler reads, and that lead it to every article."""

import http.client
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from consumers.alerting.rule_yaml import read_rules
from crawler.extract.encoding import decode_html
from crawler.listings import read_listing
from crawler.sources import Source, load_sources
from kaigong.demo.sources import write_demo_rules, write_demo_sources
from kaigong.demo.web import DemoWeb
from kaigong.demo.world import World

NOW = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)
AT = 300.0


def read(url: str) -> str:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        return decode_html(response.read(), response.headers.get_content_charset())[0]
    finally:
        connection.close()


def listed(source: Source) -> set[str]:
    todo, done, found = [source.url], set[str](), set[str]()
    while todo:
        page = todo.pop()
        done.add(page)
        listing = read_listing(source, read(page), page)
        found |= {item.url for item in listing.items}
        todo += [url for url in listing.next_pages if url not in done and url not in todo]
    return found


def test_the_sources_lead_to_every_article(tmp_path: Path) -> None:
    world = World(NOW)
    web = DemoWeb(world, elapsed=lambda: AT)
    web.start()
    try:
        paths = write_demo_sources(world, web, tmp_path)
        sources = load_sources([tmp_path])
        found = {source.id: listed(source) for source in sources}
    finally:
        web.stop()
    assert len(paths) == len(sources) >= 10
    assert len({urlsplit(source.url).hostname for source in sources}) >= 8
    assert {source.preset for source in sources} == {"truecms", "ucap", "links"}
    expected: dict[str, set[str]] = {source.id: set() for source in sources}
    for one in world.all(AT):
        expected[f"{one.site}-{one.column}"].add(web.article_url(one))
    assert found == expected


def test_the_files_are_short(tmp_path: Path) -> None:
    world = World(NOW)
    web = DemoWeb(world, port=8080)
    for path in write_demo_sources(world, web, tmp_path):
        assert len(path.read_text("utf-8").splitlines()) <= 16


def test_the_rules_can_be_used_and_write_to_nobody(tmp_path: Path) -> None:
    rules = [rule for path in write_demo_rules(tmp_path) for rule in read_rules(path.read_bytes(), path.stem)]
    assert [rule.on for rule in rules] == ["event", "event", "article"]
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(address.endswith(".example") for rule in rules for address in rule.to)
