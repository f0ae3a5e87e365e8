"""What `source add` reports of one address."""

from pathlib import Path

import msgspec

from kaigong.sourcing.draft import Draft
from kaigong.sourcing.seen import SeenArticle


class Added(msgspec.Struct, kw_only=True):
    """`items` and `articles` are how many were read; `written` is the source file, if there is one now."""

    url: str
    ok: bool
    source_id: str | None = None
    family: str | None = None
    items: int = 0
    articles: int = 0
    warnings: list[str] = []
    error: str | None = None
    name: str | None = None
    region: str | None = None
    region_from: str | None = None
    pages: list[str] = []
    paging: str = ""
    preview: list[SeenArticle] = []
    written: str | None = None


def added(draft: Draft, written: Path | None = None, error: str | None = None) -> Added:
    """The report of a draft; `error` says why it was not written."""
    seen, content = draft.seen, draft.content
    error = draft.error or error
    result = Added(
        url=draft.url,
        ok=error is None,
        source_id=content.get("id"),
        name=content.get("name"),
        region=content.get("region"),
        region_from=draft.region.how if draft.region else None,
        warnings=draft.warnings,
        error=error,
        written=str(written) if written else None,
    )
    if seen is not None:
        result.family = seen.family
        result.items, result.articles = len(seen.items), len(seen.articles)
        result.pages, result.paging, result.preview = seen.pages, seen.paging, seen.articles
    return result
