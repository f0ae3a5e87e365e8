"""`kaigong crawl --since`: by itself, and beside a crawler that runs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from program import Program
from sites.loopback_site import Site, article

TODAY = datetime.now(UTC)
SINCE = f"{TODAY - timedelta(days=65):%Y-%m-%d}"


@pytest.fixture
def archive() -> Iterator[Site]:
    """Five pages with two articles each, one every ten days."""
    site = Site("127.0.0.24")
    for page in range(5):
        rows = ""
        for n in (2 * page, 2 * page + 1):
            day = f"{TODAY - timedelta(days=10 * n):%Y-%m-%d}"
            rows += f'<li><a href="/news/{10000 + n}.html">第{n}号通报</a><span>{day}</span></li>'
            site.pages[f"/news/{10000 + n}.html"] = article(f"第{n}号通报", date=f"{day} 09:30")
        after = f'<a href="/list/{page + 1}.html">下一页</a>' if page < 4 else ""
        site.pages[f"/list/{page or 'index'}.html"] = f"<html><body><ul>{rows}</ul>{after}</body></html>"
    yield site
    site.close()


@pytest.fixture
def kaigong(tmp_path: Path, archive: Site) -> Program:
    program = Program(tmp_path / "data")
    program.env |= {"KAIGONG_CRAWL_DELAY": "0.1", "KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8"}
    source = {
        "id": "town",
        "name": "测试镇",
        "region": "320706",
        "url": f"{archive.url}/list/index.html",
        "pager": {"kind": "next", "max_pages": 1},
        "urls": {"allow": "/news/"},
    }
    (tmp_path / "data" / "sources").mkdir(parents=True)
    (tmp_path / "data" / "sources" / "town.yaml").write_text(yaml.safe_dump(source, allow_unicode=True))
    return program


def test_it_goes_back_to_the_day_through_all_sources(kaigong: Program) -> None:
    report = kaigong.json("crawl", "--since", SINCE)

    assert report["town"]["published"] == 7
    assert report["town"]["errors"] == []
    assert kaigong.json("crawl", "town", "--since", SINCE)["town"]["published"] == 0


def test_what_makes_no_sense_is_said(kaigong: Program) -> None:
    kaigong("crawl", code=2)
    assert "which sources" in kaigong.stderr
    kaigong("crawl", "town", "--since", "2999-01-01", code=2)
    assert "in the future" in kaigong.stderr
    kaigong("crawl", "town", "--since", "yesterday", code=2)


def test_a_crawler_that_runs_goes_back_itself(kaigong: Program, archive: Site, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        crawler = subprocess.Popen(
            [sys.executable, "-m", "kaigong", "crawler"], env=os.environ | kaigong.env, stderr=log
        )
    try:
        _wait(lambda: archive.count("/news/10001.html"), crawler)
        given = kaigong.json("crawl", "--since", SINCE)
        _wait(lambda: archive.count("/news/10006.html"), crawler)
    finally:
        crawler.send_signal(signal.SIGTERM)
        assert crawler.wait(30) == 0

    assert given == {"town": {"given_to": crawler.pid}}
    assert archive.count("/news/10007.html") == 0
    assert archive.count("/news/10002.html") == 1


def test_a_crawler_that_runs_is_not_told_of_a_source_that_it_does_not_watch(
    kaigong: Program, archive: Site, tmp_path: Path
) -> None:
    strange = yaml.safe_load((kaigong.folder / "sources" / "town.yaml").read_text()) | {"id": "strange"}
    (tmp_path / "strange.yaml").write_text(json.dumps(strange))
    with (tmp_path / "log").open("w") as log:
        crawler = subprocess.Popen(
            [sys.executable, "-m", "kaigong", "crawler"], env=os.environ | kaigong.env, stderr=log
        )
    try:
        _wait(lambda: archive.count("/news/10001.html"), crawler)
        kaigong("crawl", str(tmp_path / "strange.yaml"), "--since", SINCE, code=2)
    finally:
        crawler.send_signal(signal.SIGTERM)
        assert crawler.wait(30) == 0
    assert "does not watch 'strange'" in kaigong.stderr


def _wait(condition: Callable[[], Any], process: "subprocess.Popen[bytes]", seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, "the crawler has ended"
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.05)
