"""`kaigong extract`, as a person or a script calls it."""

import base64
import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sites.loopback_site import Answer, Site

BODY = "东港区电子材料产业园三月五日正式开工，总投资五十亿元，计划明年六月投产。"
PAGE = (
    "<meta charset=utf-8><title>产业园开工_东港区</title><meta name=ArticleTitle content=产业园开工>"
    "<meta name=PubDate content='2026-03-05 14:30'><meta name=ContentSource content=东港日报>"
    f"<h1>产业园开工</h1><div id=zoom><p>{BODY}</p><p><a href=/1.pdf>清单.pdf</a></p></div>"
)
URL = "http://www.example.gov.cn/yw/content/1.html"


def extract(
    *arguments: str, stdin: bytes = b"", code: int = 0, settings: dict[str, str] | None = None
) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kaigong", "extract", *arguments],
        check=False, input=stdin, capture_output=True, timeout=60,
        env={"PATH": "/usr/bin:/bin"} | (settings or {}),
    )  # fmt: skip
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode() if code == 0 else done.stderr.decode()


def answers(*lines: Any) -> list[dict[str, Any]]:
    asked = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return [json.loads(line) for line in extract("--jsonl", "-", stdin=asked).splitlines()]


def test_a_line_is_answered_with_the_fields_of_its_page() -> None:
    (found,) = answers({"id": "a", "url": URL, "html": PAGE})
    assert found == {
        "id": "a",
        "title": "产业园开工",
        "published": "2026-03-05T14:30:00+08:00",
        "has_time": True,
        "source": "东港日报",
        "body": BODY,
        "attachments": [{"url": "http://www.example.gov.cn/1.pdf", "name": "清单.pdf"}],
        "provenance": {
            "title": "meta:ArticleTitle",
            "published": "meta:PubDate",
            "source": "meta:ContentSource",
            "body": "css:#zoom",
            "attachments": "css:#zoom",
        },
    }


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", None, "no-such-charset"])
def test_bytes_are_read_in_the_encoding_they_really_have(charset: str | None) -> None:
    packed = base64.b64encode(PAGE.encode("gb18030")).decode()
    (found,) = answers({"id": 1, "url": URL, "html_base64": packed, "charset": charset})
    assert (found["title"], found["body"]) == ("产业园开工", BODY)


def test_every_line_has_its_answer_and_none_stops_the_others() -> None:
    bad: list[Any] = [
        b"{broken",
        b"[1]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": "half", "html": "<h1>\\ud800</h1>"}',
        {"id": "no page"},
        {"id": "number", "html": 5},
        {"id": "no base64", "html_base64": "***"},
        {"id": "no article", "html": ""},
        {"id": "address", "html": PAGE, "url": 7},
        {"id": "gone", "html": "<title>404</title><h1>您访问的页面不存在</h1>"},
        {"id": {"any": ["thing"]}, "html": "<title>请稍候</title><p>安全验证"},
    ]
    found = answers(*bad, {"id": "good", "html": PAGE})
    assert [one["id"] for one in found] == [
        *(None, None, None, None, "half", "no page", "number", "no base64", "no article", "address", "gone"),
        *({"any": ["thing"]}, "good"),
    ]
    assert all(one["error"] for one in found[:-1])
    assert found[-1]["title"] == "产业园开工"


def test_answers_come_while_the_input_is_still_open() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kaigong", "extract", "--jsonl", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "html": PAGE}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number


def test_a_line_over_the_limit_is_an_error_and_is_not_kept(tmp_path: Path) -> None:
    lines = tmp_path / "pages.jsonl"
    with lines.open("wb") as file:
        file.write(b'{"id": 1, "html": "' + b"a" * 31_000_000 + b'"}\n')
        file.write(json.dumps({"id": 2, "url": URL, "html": PAGE}).encode())
    found = [json.loads(line) for line in extract("--jsonl", str(lines)).splitlines()]
    assert "longer than" in found[0]["error"]
    assert found[1]["body"] == BODY


def test_a_saved_page_for_a_person_and_for_a_script(tmp_path: Path) -> None:
    page = tmp_path / "page.html.gz"
    page.write_bytes(gzip.compress(PAGE.encode()))
    shown = extract(str(page))
    assert "meta:PubDate" in shown
    assert BODY in shown
    found = json.loads(extract(str(page), "--url", URL, "--json"))
    assert (found["url"], found["body"], found["warnings"]) == (URL, BODY, [])
    assert json.loads(extract("-", "--json", stdin=PAGE.encode()))["title"] == "产业园开工"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert "Cannot read" in extract(str(tmp_path / "none.html"), code=2)
    assert "cannot be read" in extract("--jsonl", str(tmp_path), code=2)
    assert "no article" in extract("-", stdin=b" ", code=1)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site("127.0.0.44", {})
    yield site
    site.close()


def test_a_page_by_its_address(site: Site, tmp_path: Path) -> None:
    site.pages["/1.html"] = Answer(PAGE.encode("gb18030"))
    settings = {"KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8", "KAIGONG_DATA_DIR": str(tmp_path)}
    found = json.loads(extract(f"{site.url}/1.html", "--json", settings=settings))
    assert found["body"] == BODY
    assert any("header" in warning for warning in found["warnings"])
    assert "404" in extract(f"{site.url}/2.html", code=1, settings=settings)
