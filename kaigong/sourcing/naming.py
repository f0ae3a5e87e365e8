"""What a new source is called: an id that a person can read, and a name. Pure."""

import re
from collections.abc import Container
from urllib.parse import unquote, urlsplit

from crawler.extract.dom import Element, select, text_of
from crawler.extract.metas import Metas

_LONGEST_ID = 48
_LONGEST_NAME = 60
_SUFFIXES = frozenset({"cn", "com", "net", "org", "edu", "gov", "top", "info"})
_FRONT = re.compile(r"^(?:www\d?|m|wap)$")
# Parts of a path that every column has.
_TELLS_NOTHING = re.compile(
    r"^(?:index|default|home|main|list|node|column|col|channel|class|page|html?|[a-z]+_list"
    r"|(?:list|index|node)_\w+|\d{1,2}|pc|layout|\d{4}(?:-?\d{2}){0,2})$"
)
_EXTENSION = re.compile(r"\.(?:s?html?|jsp|php|aspx?|do|action|json|xml)$")
_NUMERIC_HOST = re.compile(r"^[\d.:]+$")
_SEPARATOR = re.compile(r"\s*[-_—–|>»]+\s*")


def source_id(url: str, taken: Container[str] = ()) -> str:
    """An id made of host and column: `lyg-gov-gcyw`, `lyg-fgw-tzgg1`; not one of those that are taken."""
    segments = _telling_segments(url)
    site = _site(url)
    for count in range(1, len(segments) + 1):
        name = _id_of([site, *segments[-count:]])
        if name not in taken:
            return name
    name = _id_of([site, *segments[-1:]])
    number = 2
    while (numbered := f"{name}-{number}") in taken:
        number += 1
    return numbered if name in taken else name


def _site(url: str) -> str:
    parts = urlsplit(url)
    host = _ascii((parts.hostname or "").lower())
    if _NUMERIC_HOST.match(host):
        return f"{host}-{parts.port}" if parts.port else host
    labels = [label for label in host.split(".") if not _FRONT.match(label)]
    own = [label for label in labels if label not in _SUFFIXES] or labels
    if own == own[-1:] and "gov" in labels:
        own.append("gov")
        return "-".join(own)
    return "-".join(reversed(own))


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _telling_segments(url: str) -> list[str]:
    """The parts of the path that set this column apart, without repetitions (`gcyw/gcyw.html`)."""
    parts = urlsplit(url)
    path = [_EXTENSION.sub("", unquote(part).lower()) for part in parts.path.split("/")]
    told = [part for part in path if re.search(r"[a-z0-9]", part) and not _TELLS_NOTHING.match(part)]
    return list(dict.fromkeys([*told, *re.findall(r"=([\w-]+)", parts.query)]))


def _id_of(parts: list[str]) -> str:
    joined = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")
    return (joined[:_LONGEST_ID].rstrip("-") or "source").ljust(2, "0")


def source_name(root: Element, url: str, known: str | None = None) -> str:
    """A name for people, of site and column: by the national meta tags, or by the title of the page.

    `known` is the name of the column where the list itself tells it.
    """
    metas = Metas(root)
    site, column = metas.value("SiteName"), metas.value("ColumnName") or known
    title = next((text_of(found) for found in select(root, "title")), "")
    parts = [part for part in _SEPARATOR.split(title) if part]
    if site is None and len(parts) > 1:
        site = max(parts, key=lambda part: ("政府" in part or "网" in part, len(part)))
    if column is None:
        column = next((part for part in parts if part != site), None)
    told = [part for part in dict.fromkeys((site, column)) if part]
    return ("-".join(told) or title or urlsplit(url).hostname or url)[:_LONGEST_NAME]
