"""`kaigong source add`: a pasted address becomes a source, or a reason and a way on."""

import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from program import Program
from sites.loopback_proxy import Proxy
from sites.loopback_site import Answer, Site, article, redirect

NAMED = (
    '<meta name="SiteName" content="连云港市人民政府"><meta name="SiteIDCode" content="3207000012">'
    '<meta name="ColumnName" content="政务要闻">'
)


def ucap_list(paths: list[str], pages: int = 3) -> str:
    rows = "".join(
        f'<li><a href="{path}" title="关于{path[-10:]}的通报说明">关于…</a>'
        f'<span class="time">2026-03-0{n % 9 + 1}</span></li>'
        for n, path in enumerate(paths)
    )
    return (
        f'<html><head><title>政务要闻</title>{NAMED}</head><body><a href="/">首页</a>'
        f'<ul class="pageList newsList">{rows}</ul>'
        f"<script>createPageHTML('page_div',{pages},1,'list','shtml',30)</script></body></html>"
    )


def plain_list(numbers: range) -> str:
    rows = "".join(
        f'<li><a href="/2026/{n:04}/{n + 10_000}.shtml">关于第{n}号事项的一篇通报</a><i>2026-03-05</i></li>'
        for n in numbers
    )
    return f"<html><head><title>港城要闻_云汐晚报</title></head><body><ul>{rows}</ul></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site("127.0.2.11")
    paths = [f"/zwgk/gcyw/202603/{n:032x}.shtml" for n in range(1, 31)]
    site.pages["/zwgk/gcyw/list.shtml"] = ucap_list(paths[:10])
    site.pages["/zwgk/gcyw/list_2.shtml"] = ucap_list(paths[10:20])
    site.pages["/zwgk/gcyw/list_3.shtml"] = ucap_list(paths[20:])
    for path in paths:
        site.pages[path] = article(f"关于{path[-10:]}的通报说明")
    site.pages["/yw/"] = plain_list(range(1, 9))
    site.pages["/yw/index_1.html"] = plain_list(range(1, 9))
    site.pages["/yw/index_2.html"] = plain_list(range(9, 17))
    for n in range(1, 17):
        site.pages[f"/2026/{n:04}/{n + 10_000}.shtml"] = article(f"关于第{n}号事项的一篇通报")
    site.pages["/app/"] = (
        '<html><head><title>门户</title></head><body><script src="a.js"></script></body></html>'
    )
    yield site
    site.close()


@pytest.fixture
def kaigong(tmp_path: Path) -> Program:
    program = Program(tmp_path / "data")
    program.env |= {"KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8", "KAIGONG_CRAWL_DELAY": "0.02"}
    return program


def source_file(kaigong: Program, source_id: str) -> dict[str, Any]:
    path = kaigong.folder / "sources" / f"{source_id}.yaml"
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


def test_a_pasted_address_is_a_source(kaigong: Program, site: Site) -> None:
    url = f"{site.url}/zwgk/gcyw/list.shtml"
    [result] = kaigong.json("source", "add", "--yes", url)

    assert (result["url"], result["ok"], result["error"]) == (url, True, None)
    assert (result["family"], result["items"], result["articles"]) == ("ucap", 20, 3)
    assert result["pages"] == [url, f"{site.url}/zwgk/gcyw/list_2.shtml"]
    assert source_file(kaigong, result["source_id"]) == {
        "id": f"127-0-2-11-{site.port}-gcyw",
        "name": "连云港市人民政府-政务要闻",
        "region": "320700",
        "url": url,
        "preset": "ucap",
    }
    assert result["preview"][0]["provenance"]["title"] == "meta:ArticleTitle"
    # Politely: nothing twice.
    assert len(site.paths()) == len(set(site.paths()))
    crawl = kaigong.json("crawl", result["source_id"])[result["source_id"]]
    assert crawl["published"] == 30


def test_the_second_page_of_an_unknown_site_is_tried_out(kaigong: Program, site: Site) -> None:
    """`index_1.html` shows page 1 again, so it is not page 2."""
    [result] = kaigong.json("source", "add", "--yes", f"{site.url}/yw/", "--region", "321100")
    assert (result["ok"], result["items"], result["region"]) == (True, 16, "321100")
    pager = source_file(kaigong, result["source_id"])["pager"]
    assert pager["template"].format(n=pager["first"]) == "index_2.html"


def test_a_list_of_addresses_gives_one_result_each_in_order(
    kaigong: Program, site: Site, tmp_path: Path
) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(f"# 来源\n{site.url}/nothing\n{site.url}/zwgk/gcyw/list.shtml\n", "utf-8")
    given = ("-", str(file), "http://127.0.2.11:1/", "javascript:void(0)")
    results = kaigong.lines("source", "add", "--yes", "--jsonl", *given, stdin=f"{site.url}/yw/\n", code=1)
    assert [result["url"] for result in results] == [
        f"{site.url}/yw/",
        f"{site.url}/nothing",
        f"{site.url}/zwgk/gcyw/list.shtml",
        "http://127.0.2.11:1/",
        "http://javascript:void(0)",
    ]
    assert [result["ok"] for result in results] == [True, False, True, False, False]
    assert all(result["error"] for result in results if not result["ok"])


def test_what_cannot_be_read_says_what_was_seen_and_what_would_help(kaigong: Program, site: Site) -> None:
    [result] = kaigong.json("source", "add", "--yes", f"{site.url}/app/", code=1)
    assert not result["ok"]
    assert "Seen: " in result["error"]
    assert "--item" in result["error"]
    assert "--preset" in result["error"]
    [missing] = kaigong.json("source", "add", "--yes", f"{site.url}/nothing", code=1)
    assert "What would help" in missing["error"]
    assert not (kaigong.folder / "sources").exists()


def test_the_parameter_that_helps_does_help(kaigong: Program, site: Site) -> None:
    rows = "".join(
        f'<section><b data-to="/2026/{n:04}/{n + 10_000}.shtml">通报{n}</b><u>2026-03-05</u></section>'
        for n in range(1, 9)
    )
    site.pages["/odd/"] = f"<html><body>{rows}</body></html>"
    add = ("source", "add", "--yes", f"{site.url}/odd/")
    assert not kaigong.json(*add, code=1)[0]["ok"]
    more = (
        "--preset",
        "links",
        "--item",
        "section",
        "--set",
        "records.link=b",
        "--set",
        "records.link_attr=data-to",
    )
    [result] = kaigong.json(*add, *more, "--name", "云汐要闻", "--id", "yunxi-yw")
    assert (result["ok"], result["items"], result["source_id"]) == (True, 8, "yunxi-yw")
    written = source_file(kaigong, "yunxi-yw")
    assert written["name"] == "云汐要闻"
    assert written["records"] == {"item": "section", "link": "b", "link_attr": "data-to"}


def test_settings_that_make_no_source_are_named(kaigong: Program, site: Site) -> None:
    add = ("source", "add", "--yes", f"{site.url}/yw/")
    [unknown] = kaigong.json(*add, "--preset", "ucab", code=1)
    assert "ucap" in unknown["error"]
    [nested] = kaigong.json(*add, "--set", "records.itme=li", code=1)
    assert "did you mean item?" in nested["error"]
    kaigong(*add, "--region", "海州区", code=2)
    assert "210902" in kaigong.stderr


def test_links_without_any_date_are_no_news(kaigong: Program, site: Site) -> None:
    links = "".join(f'<li><a href="/about/{n}.html">关于我们的第{n}项服务内容</a></li>' for n in range(1, 9))
    site.pages["/about/"] = f"<html><body><ul>{links}</ul></body></html>"
    for n in range(1, 9):
        site.pages[f"/about/{n}.html"] = (
            f"<html><body><h1>服务{n}</h1><p>{'服务内容介绍。' * 20}</p></body></html>"
        )
    [result] = kaigong.json("source", "add", "--yes", f"{site.url}/about/", code=1)
    assert "has a date" in result["error"]


def test_nothing_is_overwritten_by_accident(kaigong: Program, site: Site) -> None:
    add = ("source", "add", "--yes", f"{site.url}/yw/")
    [first] = kaigong.json(*add, "--name", "第一次")
    visits = len(site.visits)
    [again] = kaigong.json(*add, code=1)
    assert first["source_id"] in again["error"]
    assert "--replace" in again["error"]
    assert len(site.visits) == visits
    assert source_file(kaigong, first["source_id"])["name"] == "第一次"
    [replaced] = kaigong.json(*add, "--replace", "--name", "第二次")
    assert replaced["source_id"] == first["source_id"]
    assert source_file(kaigong, first["source_id"])["name"] == "第二次"


def test_warnings_tell_of_charset_robots_and_dates(kaigong: Program, site: Site) -> None:
    page = plain_list(range(1, 9)).replace("<i>2026-03-05</i>", "", 3)
    site.pages["/yw/"] = Answer(page.encode("gb18030"), content_type="text/html; charset=utf-8")
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /2026/0001/\nCrawl-delay: 0.05\n"
    [result] = kaigong.json("source", "add", "--yes", f"{site.url}/yw/")
    told = "\n".join(result["warnings"])
    assert "charset repaired: the HTTP header says utf-8, but the page is in gb18030" in told
    assert "robots.txt asks for 0.05 seconds" in told
    assert f"robots.txt forbids {site.url}/2026/0001/10001.shtml" in told
    assert "no date in the list" in told
    assert result["articles"] == 3


def test_a_column_that_moved_to_another_host_is_taken_there(kaigong: Program, site: Site) -> None:
    moved = Site("127.0.2.13", {"/old/": redirect(f"{site.url}/yw/")})
    try:
        [result] = kaigong.json("source", "add", "--yes", f"{moved.url}/old/")
    finally:
        moved.close()
    assert (result["ok"], result["items"]) == (True, 16)
    assert "another host" in result["warnings"][0]
    assert source_file(kaigong, result["source_id"])["url"] == f"{site.url}/yw/"


def test_without_yes_a_script_only_looks(kaigong: Program, site: Site) -> None:
    [result] = kaigong.json("source", "add", f"{site.url}/yw/")
    assert (result["ok"], result["written"]) == (True, None)
    assert not (kaigong.folder / "sources").exists()


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False)])
def test_a_person_sees_a_preview_and_is_asked(
    kaigong: Program, site: Site, answer: str, written: bool
) -> None:
    shown = on_terminal(kaigong, answer, "source", "add", f"{site.url}/yw/", "--id", "mine")
    assert "meta:ArticleTitle" in shown
    assert "关于第1号事项的一篇通报" in shown
    path = kaigong.folder / "sources" / "mine.yaml"
    assert path.exists() is written
    # A person has seen it work.
    assert not written or yaml.safe_load(path.read_text("utf-8"))["verified"] is True


def test_a_proxy_carries_the_commands_too(kaigong: Program, site: Site) -> None:
    proxy = Proxy({"www.kaigong-test.invalid": (site.host, site.port)})
    try:
        env = {"http_proxy": proxy.url, "KAIGONG_CRAWL_ALLOW_NETWORKS": ""}
        [result] = kaigong.json("source", "add", "--yes", "http://www.kaigong-test.invalid/yw/", **env)
        assert (result["ok"], result["source_id"]) == (True, "invalid-kaigong-test-yw")
        [refused] = kaigong.json("source", "add", "--yes", f"{site.url}/yw/", code=1, **env)
        assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in refused["error"]
        assert all("127.0.2.11" not in asked for asked in proxy.asked)
    finally:
        proxy.close()


def on_terminal(kaigong: Program, answer: str, *arguments: str) -> str:
    """What a person sees who answers every question like this."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "kaigong", *arguments],
        env=kaigong.env | {"COLUMNS": "200"}, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
        if chunk.rstrip().endswith(b"[y/N]:"):
            os.write(ours, f"{answer}\n".encode())
    os.close(ours)
    assert program.wait(10) == 0, shown.decode()
    return shown.decode()


def _read(terminal: int) -> bytes:
    readable, _, _ = select.select([terminal], [], [], 60)
    assert readable, "the program neither ended nor asked"
    try:
        return os.read(terminal, 65_536)
    except OSError:
        # How Linux tells that the other side has closed.
        return b""
