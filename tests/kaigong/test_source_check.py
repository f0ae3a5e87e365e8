"""`kaigong source check`: what a site gives now against what was saved when it was added."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import Program
from sites.loopback_site import Site, article

from crawler.sources import load_sources


def rows(numbers: range) -> str:
    links = "".join(
        f'<li><a href="/yw/{n + 10_000}.html">关于第{n}号事项的一篇通报</a><span>2026-03-05</span></li>'
        for n in numbers
    )
    return f"<html><head><title>政务要闻_云汐市人民政府</title></head><body><ul>{links}</ul></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site("127.0.2.12")
    site.pages["/yw/list.html"] = rows(range(1, 9))
    for n in range(1, 20):
        site.pages[f"/yw/{n + 10_000}.html"] = article(f"关于第{n}号事项的一篇通报")
    yield site
    site.close()


@pytest.fixture
def kaigong(tmp_path: Path, site: Site) -> Program:
    """With the source `town` added, and its fixture."""
    program = Program(tmp_path / "data")
    program.env |= {"KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8", "KAIGONG_CRAWL_DELAY": "0.02"}
    add = ("source", "add", "--yes", "--id", "town", "--region", "320706", f"{site.url}/yw/list.html")
    assert program.json(*add)[0]["ok"]
    return program


def test_nothing_changed(kaigong: Program) -> None:
    [result] = kaigong.json("source", "check", "town")
    assert (result["ok"], result["fixture"], result["changes"]) == (True, True, [])
    assert (result["family"], result["listed"], result["articles"]) == ("static", 8, 3)


def test_news_is_no_change(kaigong: Program, site: Site) -> None:
    site.pages["/yw/list.html"] = rows(range(5, 15))
    [result] = kaigong.json("source", "check", "town")
    assert (result["changes"], result["listed"]) == ([], 10)


def test_an_article_that_changed_is_told_field_by_field(kaigong: Program, site: Site) -> None:
    page = article("关于第1号事项的更正通报", date="2026-01-06 10:00")
    site.pages["/yw/10001.html"] = page
    [result] = kaigong.json("source", "check", "town", code=1)
    told = "\n".join(result["changes"])
    assert "title was '关于第1号事项的一篇通报', now it is '关于第1号事项的更正通报'" in told
    assert "published was '2026-01-05 01:30:00+00:00', now it is '2026-01-06 02:00:00+00:00'" in told


def test_a_new_template_without_dates_is_told(kaigong: Program, site: Site) -> None:
    site.pages["/yw/list.html"] = rows(range(12, 20))
    for n in range(12, 20):
        site.pages[f"/yw/{n + 10_000}.html"] = (
            f"<html><body><h1>通报{n}</h1><p>{'工作有新进展。' * 30}</p></body></html>"
        )
    [result] = kaigong.json("source", "check", "town", code=1)
    assert any("no new one has publisher" in change for change in result["changes"])


def test_another_family_and_an_empty_list_are_told(kaigong: Program, site: Site) -> None:
    site.pages["/yw/list.html"] = "<html><body><p>网站改版，敬请期待。</p></body></html>"
    [result] = kaigong.json("source", "check", "town", code=1)
    assert any("the list is empty" in error for error in result["errors"])
    assert any(change.startswith("family: it was static") for change in result["changes"])


def test_what_is_expected_can_be_renewed(kaigong: Program, site: Site) -> None:
    site.pages["/yw/10001.html"] = article("关于第1号事项的更正通报")
    assert kaigong.json("source", "check", "town", code=1)[0]["changes"]
    assert kaigong.json("source", "check", "town", "--save")[0]["ok"]
    assert kaigong.json("source", "check", "town")[0]["changes"] == []


def test_saved_pages_are_read_again_without_the_site(kaigong: Program, site: Site) -> None:
    site.close()
    [result] = kaigong.json("source", "check", "--offline")
    assert (result["ok"], result["changes"], result["listed"]) == (True, [], 8)


def test_a_changed_source_file_is_tried_on_the_saved_pages(kaigong: Program) -> None:
    path = kaigong.folder / "sources" / "town.yaml"
    path.write_text(
        path.read_text("utf-8") + "urls: {deny: '1000[12]'}\nsource_aliases: {测试市人民政府网: 云汐发布}\n",
        "utf-8",
    )
    [result] = kaigong.json("source", "check", "town", "--offline", code=1)
    told = "\n".join(result["changes"])
    assert "items: 2 of 8 are missing, first '关于第1号事项的一篇通报'" in told
    assert "source was '测试市人民政府网', now it is '云汐发布'" in told


def test_a_source_without_a_fixture_says_how_to_make_one(kaigong: Program, site: Site) -> None:
    written = (kaigong.folder / "sources" / "town.yaml").read_text("utf-8")
    own = kaigong.folder / "sources" / "by-hand.yaml"
    own.write_text(written.replace("id: town", "id: by-hand"), "utf-8")
    [online] = kaigong.json("source", "check", "by-hand")
    assert (online["ok"], online["fixture"]) == (True, False)
    [offline] = kaigong.json("source", "check", "by-hand", "--offline", code=1)
    assert "kaigong source check by-hand --save" in offline["errors"][0]
    kaigong("source", "check", "by-hand", "--save")
    assert kaigong.json("source", "check", "by-hand", "--offline")[0]["ok"]


def test_a_broken_fixture_is_named(kaigong: Program) -> None:
    expected = kaigong.folder / "sources" / "fixtures" / "town" / "expected.json"
    expected.write_text("{", "utf-8")
    kaigong("source", "check", "town", "--offline", code=2)
    assert str(expected) in kaigong.stderr


def test_fixtures_are_no_sources_and_can_be_looked_at(kaigong: Program) -> None:
    folder = kaigong.folder / "sources"
    assert [source.id for source in load_sources([folder])] == ["town"]
    index = json.loads((folder / "fixtures" / "town" / "pages.json").read_text("utf-8"))
    pages = [folder / "fixtures" / "town" / one["file"] for one in index if "file" in one]
    assert any("关于第8号" in page.read_text("utf-8") for page in pages)
