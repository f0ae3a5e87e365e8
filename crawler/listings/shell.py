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


def forwards_to(root: Element, page: str, base_url: str) -> str | None:
    """The page of the same host that this one forwards to, if it has hardly any text itself."""
    if len("".join(root.xpath("//body//text()[not(parent::script or parent::style)]")).strip()) > _SHELL_TEXT:
        return None
    for candidate in _candidates(root, page):
        try:
            target = urljoin(base_url, candidate.strip())
            host = urlsplit(target).hostname or ""
        except ValueError:
            continue
        own = same_site(host, urlsplit(base_url).hostname or "")
        home = not urlsplit(target).path.strip("/")
        if own and not home and canonical(target) != canonical(base_url):
            return target
    return None


def _candidates(root: Element, page: str) -> list[str]:
    refreshes = [
        match.group(1)
        for meta in select(root, "meta[content]")
        if (meta.get("http-equiv") or "").lower() == "refresh"
        and (match := _REFRESH.search(meta.get("content", "")))
    ]
    scripts = [match.group(1) or match.group(2) for match in _LOCATION.finditer(page)]
    frames = [
        frame.get("src", "")
        for frame in select(root, "iframe[src], frame[src]")
        if not _NO_CONTENT_FRAME.search(frame.get("src", ""))
    ]
    return refreshes + scripts + frames
