"""Where an unknown site may keep the further pages of a list: {n} is the number of a page."""

import re
from urllib.parse import urlsplit

_FILE = re.compile(r"^(?P<name>[^/]*?)\.(?P<ext>[sjpx]?html?|jspx?|php|aspx?|do|action)$", re.IGNORECASE)
_PAGE_PARAMETER = re.compile(
    r"(?P<before>(?:^|&)(?:page|pageNo|pageIndex|currpage|p)=)\d{1,4}(?=&|$)", re.IGNORECASE
)


def templates_for(url: str) -> list[tuple[str, int]]:
    """Addresses of a second page relative to the first, and its number; the most likely first."""
    parts = urlsplit(url)
    file = parts.path.rpartition("/")[2]
    match = _FILE.match(file)
    queries = [(f"{file}?{query}", 2) for query in _queries(parts.query)]
    if match:
        names = [(f"{match['name']}_{{n}}.{match['ext']}", first) for first in (1, 2)]
        # Paged by its query, a page has one name; a static one has no query.
        return queries + names if parts.query else names + queries
    if file:
        return [(f"{file}/{{n}}", 2), *queries]
    indexes = [(f"index_{{n}}.{ext}", first) for ext in ("html", "shtml") for first in (1, 2)]
    return [*indexes, ("{n}/", 2), *queries]


def _queries(query: str) -> list[str]:
    if _PAGE_PARAMETER.search(query):
        return [_PAGE_PARAMETER.sub(r"\g<before>{n}", query)]
    return [f"{query}&page={{n}}" if query else "page={n}"]
