"""Where the articles of a column lie: what tells its pages from those of another column."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_DATE_OR_ID = re.compile(r"(?:19|20)\d{2}(?:[-_/]?\d{2})*|\d{1,2}|\d{4}|[0-9a-f]{16,}|\d{6,}", re.IGNORECASE)


def folders_of(urls: Iterable[str]) -> frozenset[str]:
    """The hosts of these addresses with the part of the path before the first date or number."""
    return frozenset(_folder(url) for url in urls)


def _folder(url: str) -> str:
    parts = urlsplit(url)
    kept = []
    for segment in parts.path.split("/")[1:-1]:
        if _DATE_OR_ID.fullmatch(segment):
            break
        kept.append(segment)
    return "/".join([parts.hostname or "", *kept])
