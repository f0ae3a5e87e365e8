"""Every page of `pages/` is read as the JSON file beside it says; a page without one is a failure."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.article import extract
from crawler.sources import Source

PAGES = Path(__file__).parent / "pages"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda page: page.stem)
def test_page_is_read_as_expected(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    source = Source(
        id="test-source",
        name="测试",
        region="320700",
        url="http://www.example.gov.cn/",
        source_aliases=expected.get("aliases", {}),
    )

    found = extract(page.read_text("utf-8"), expected["url"], zone=ZONE, source=source)

    assert found.title == expected["title"]
    assert found.text == expected["text"]
    assert not found.truncated
    assert found.published == datetime.fromisoformat(expected["published"])
    assert found.published_precision == expected["precision"]
    assert [found.publisher, found.column, found.doc_no, found.kind] == [
        expected.get(name) for name in ("publisher", "column", "doc_no", "kind")
    ]
    assert [attachment.url for attachment in found.attachments] == expected.get("attachments", [])
    assert found.images == expected.get("images", [])
    assert found.provenance == expected["provenance"]
    assert found.problems == expected.get("problems", [])
