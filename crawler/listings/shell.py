"""Pages that only forward: column addresses are often a refresh, a line of script or a frame."""

import re
from urllib.parse import urljoin, urlsplit

from crawler.extract.dom import Element, select
from crawler.urls import canonical, same_site

_REFRESH = re.compile(r"\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s>]+)", re.IGNORECASE)
_LOCATION = re.compile(
    r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|location\.(?:replace|assign)\s*\(\s*['\"]([^'\"]+)['\"]"
)
_NO_CONTENT_FRAME = re.compile(r"visitcount|login|tree\.jsp|share|footer|header|weather|blank", re.IGNORECASE)
_SHELL_TEXT = 200
_SILENT = frozenset({"script", "style", "noscript", "title"})


def forwards_to(root: Element, page: str, base_url: str) -> str | None:
    """The page of the same host that this one forwards to, if it has hardly any text itself."""
    if _has_text(root):
        return None
    candidates = _forwards(root, page) + _frames(root)
    return next((found for one in candidates if (found := _own_page(one, base_url))), None)


def _has_text(root: Element) -> bool:
    """Whether the page shows more than a word or two; stops reading as soon as it does."""
    length = 0
    for element in root.iter("*"):
        silent = element.tag in _SILENT
        length += len((element.tail or "").strip()) + (0 if silent else len((element.text or "").strip()))
        if length > _SHELL_TEXT:
            return True
    return False


def content_frame(root: Element, base_url: str) -> str | None:
    """The page in the frame of a column that has a head and a foot, but no list of its own."""
    return next((found for one in _frames(root) if (found := _own_page(one, base_url))), None)


def _own_page(address: str, base_url: str) -> str | None:
    """The address as a page of the same host that is neither its home nor this page."""
    try:
        target = urljoin(base_url, address.strip())
        parts = urlsplit(target)
        own = same_site(parts.hostname or "", urlsplit(base_url).hostname or "")
    except ValueError:
        return None
    usable = own and parts.path.strip("/") and canonical(target) != canonical(base_url)
    return target if usable else None


def _forwards(root: Element, page: str) -> list[str]:
    refreshes = [
        match.group(1)
        for meta in select(root, "meta[content]")
        if (meta.get("http-equiv") or "").lower() == "refresh"
        and (match := _REFRESH.search(meta.get("content", "")))
    ]
    return refreshes + [match.group(1) or match.group(2) for match in _LOCATION.finditer(page)]


def _frames(root: Element) -> list[str]:
    return [
        frame.get("src", "")
        for frame in select(root, "iframe[src], frame[src]")
        if not _NO_CONTENT_FRAME.search(frame.get("src", ""))
    ]
