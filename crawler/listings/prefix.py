"""Where the articles of a column lie: what tells its pages from those of another column."""

import re
from collections.abc import Iterable
from itertools import takewhile
from urllib.parse import urlsplit

_DATE_OR_ID = re.compile(
    r"(?:19|20)\d{2}(?:[-_/]?\d{2})*|\d{1,2}|\d{4}|[0-9a-f-]{16,}|[a-z]{0,2}\d{6,}", re.IGNORECASE
)


def folders_of(urls: Iterable[str]) -> frozenset[str]:
    """The hosts of these addresses with the part of the path before the first date or number."""
    folders = [_folder(url) for url in urls]
    # Where every article has a folder of its own, the column is what these have in common.
    if len(folders) > 2 and len(set(folders)) > len(folders) / 2:
        return frozenset([_common(folders)])
    return frozenset(folders)


def _common(folders: list[str]) -> str:
    """The segments that all of these paths begin with."""
    common = takewhile(
        lambda level: len(set(level)) == 1, zip(*(folder.split("/") for folder in folders), strict=False)
    )
    return "/".join(level[0] for level in common)


def share_a_folder(one: Iterable[str], other: frozenset[str]) -> bool:
    """Whether any of these folders lies in, or above, one of the others."""
    return any(f"{a}/".startswith(f"{b}/") or f"{b}/".startswith(f"{a}/") for a in one for b in other)


def _folder(url: str) -> str:
    parts = urlsplit(url)
    kept = []
    for segment in parts.path.split("/")[1:-1]:
        if _DATE_OR_ID.fullmatch(segment):
            break
        kept.append(segment)
    return "/".join([parts.hostname or "", *kept])
