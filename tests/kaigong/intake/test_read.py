"""Files to documents: what is read, and what is said of what cannot be."""

import base64
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigong.intake.dates import parse_date
from kaigong.intake.document import Document, Unreadable
from kaigong.intake.read import read_bytes, read_path

ZONE = ZoneInfo("Asia/Shanghai")
PAGE = """<html><head><meta charset="{charset}"><meta name="ArticleTitle" content="云港路改造工程竣工">
<meta name="PubDate" content="2026-03-02 09:30"><meta name="ContentSource" content="云港日报"></head>
<body><div id="zoom"><p>3月2日，云港路改造工程通过验收，正式竣工。工程全长三公里，历时十个月。</p></div>
</body></html>"""


def only(data: bytes, name: str) -> Document:
    (found,) = read_bytes(data, name, ZONE)
    assert isinstance(found, Document), found
    return found


def refused(data: bytes, name: str) -> str:
    (found,) = read_bytes(data, name, ZONE)
    assert isinstance(found, Unreadable)
    assert found.name.startswith(name)
    return found.error


def test_a_bare_text_has_its_first_telling_line_as_title() -> None:
    text = "logo\n\n海州区集中签约十二个项目\n\n今天上午，签约仪式举行。\n"
    document = only(text.encode(), "a.txt")
    assert document.title == "海州区集中签约十二个项目"
    assert document.text == text
    assert document.published is None


def test_a_text_that_begins_with_a_paragraph_has_no_title() -> None:
    assert only("今天上午，海州区举行了签约仪式。\n".encode(), "a.txt").title == ""


def test_headers_of_a_text() -> None:
    text = "来源: haizhou-yw\ndate: 2026年3月2日 9:30\n标题：签约\nregion: 320706\n\n正文在这里。\n"
    document = only(text.encode("gb18030"), "a.txt")
    assert (document.source_id, document.title, document.region) == ("haizhou-yw", "签约", "320706")
    assert document.published == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert document.text == "正文在这里。\n"


def test_a_first_paragraph_with_a_colon_is_no_header() -> None:
    text = "本报讯：今天开工。\n\n第二段。"
    assert only(text.encode(), "a.txt").text == text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("ending", [".html", ".html.gz"])
def test_pages(charset: str, ending: str) -> None:
    data = PAGE.format(charset=charset).encode(charset)
    document = only(gzip.compress(data) if ending.endswith("gz") else data, "page" + ending)
    assert document.title == "云港路改造工程竣工"
    assert document.published == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert document.publisher == "云港日报"
    assert document.text == "3月2日，云港路改造工程通过验收，正式竣工。工程全长三公里，历时十个月。"


def test_lines() -> None:
    lines = [
        {
            "id": "1",
            "title": "一",
            "text": "正文一",
            "published": "2026-03-02",
            "source": "s",
            "url": "http://a.cn/1",
        },
        {"html": PAGE.format(charset="utf-8"), "title": "改过的标题"},
        {"html_base64": base64.b64encode(PAGE.format(charset="gb18030").encode("gb18030")).decode()},
        {"type": "article", "payload": {"title": "二", "text": "正文二", "region": "320706"}},
    ]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    documents = [d for d in read_bytes(data, "a.jsonl", ZONE) if isinstance(d, Document)]
    assert [d.title for d in documents] == ["一", "改过的标题", "云港路改造工程竣工", "二"]
    assert (documents[0].precision, documents[0].url) == ("day", "http://a.cn/1")
    assert documents[3].region == "320706"


@pytest.mark.parametrize(
    ("data", "name", "complaint"),
    [
        (b"", "a.txt", "no text"),
        (b"{", "a.jsonl", "not JSON"),
        (b"[1]", "a.jsonl", "expected an object"),
        (b'{"id": 1}', "a.jsonl", "neither"),
        (b'{"text": "x", "date": "soon"}', "a.jsonl", "'soon' is no date"),
        (b'{"text": "x", "date": "2026-02-30"}', "a.jsonl", "cannot be used"),
        (b'{"text": "x", "region": "haizhou"}', "a.jsonl", "6-digit code"),
        (b'{"html_base64": "%%%"}', "a.jsonl", "base64"),
        (b"\x1f\x8b broken", "a.html.gz", "gzip"),
        (b"<html><body></body></html>", "a.html", "no article"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, name: str, complaint: str) -> None:
    assert complaint in refused(data, name)


def test_a_bomb_is_refused() -> None:
    assert "unpacks to more" in refused(gzip.compress(b"0" * 30_000_000), "bomb.html.gz")


def test_a_bad_line_does_not_stop_the_others() -> None:
    data = b'{"text": "a"}\nnonsense\n\n{"text": "b"}\n'
    found = list(read_bytes(data, "a.jsonl", ZONE))
    assert [d.name for d in found] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:4"]


def test_folders_are_read_whole_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.html", "c.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / "b/2.txt").write_text("第二份文件的正文。", "utf-8")
    (tmp_path / "a/1.html").write_text(PAGE.format(charset="utf-8"), "utf-8")
    (tmp_path / "c.jsonl").write_text('{"text": "第三"}\n', "utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    names = [Path(d.name).name for d in read_path(tmp_path, ZONE)]
    assert names == ["1.html", "2.txt", "c.jsonl:1"]


@given(st.binary(max_size=300), st.sampled_from(["x.txt", "x.html", "x.jsonl", "x.html.gz", "-"]))
def test_no_bytes_are_too_strange(data: bytes, name: str) -> None:
    for found in read_bytes(data, name, ZONE):
        assert found.name.startswith(name)


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2026-03-02", "2026-03-01T16:00+00:00", "day"),
        ("2026/3/2 9:05", "2026-03-02T01:05+00:00", "minute"),
        ("2026年3月2日", "2026-03-01T16:00+00:00", "day"),
        ("2026-03-02T09:30:00+08:00", "2026-03-02T01:30+00:00", "minute"),
        ("2026-03-02T09:30:15", "2026-03-02T01:30+00:00", "minute"),
        ("2026-03-02T01:30:00Z", "2026-03-02T01:30+00:00", "minute"),
    ],
)
def test_dates(text: str, expected: str, precision: str) -> None:
    assert parse_date(text, ZONE) == (datetime.fromisoformat(expected), precision)
