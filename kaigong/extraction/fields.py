"""The fields of a page by the names that the command prints."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from crawler.article import Extracted, challenge, extract, is_soft_404

_LONG_TEXT = 400
# Inside Kaigong a body is `text` and the source of an article its `publisher`.
_NAMES = {"text": "body", "publisher": "source"}


@dataclass(frozen=True, slots=True)
class NoArticle:
    """Why a page is no article."""

    reason: str


def read_page(html: str, url: str, zone: ZoneInfo) -> Extracted | NoArticle:
    if kind := challenge(200, html):
        return NoArticle(f"the site refuses ({kind})")
    found = extract(html, url, zone=zone)
    if len(found.text) < _LONG_TEXT and is_soft_404(html):
        return NoArticle("the page says that it does not exist")
    if not found.title and found.is_empty:
        return NoArticle("no article was found on this page")
    return found


def answer(found: Extracted, zone: ZoneInfo) -> dict[str, Any]:
    """What a line of --jsonl says of a page."""
    return {
        "title": found.title,
        "published": found.published.astimezone(zone).isoformat() if found.published else None,
        "has_time": found.published_precision == "minute",
        "source": found.publisher,
        "body": found.text,
        "attachments": [{"url": one.url, "name": one.name} for one in found.attachments],
        "provenance": {_NAMES.get(name, name): how for name, how in found.provenance.items()},
    }


def full_answer(found: Extracted, url: str, zone: ZoneInfo) -> dict[str, Any]:
    """Everything that is known of one page."""
    return {
        "url": url,
        **answer(found, zone),
        "truncated": found.truncated,
        "column": found.column,
        "doc_no": found.doc_no,
        "kind": found.kind,
        "images": found.images,
        "videos": found.videos,
        "warnings": found.problems,
    }
