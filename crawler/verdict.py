"""What an answer of a site means, before anybody reads its page. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from crawler.extract.refusal import challenge

BLOCKING = frozenset({403, 412, 429, 521})
_GONE = frozenset({404, 410})
_LONGEST_REST = timedelta(days=1)
_SNIFFED = 2_000
_HTML = re.compile(r"^(?:text/|application/(?:xhtml|xml|json|rss|atom|(?:x-)?javascript))")
_HOME = re.compile(r"^/?(?:index\.\w+|default\.\w+)?$")

Kind = Literal["page", "not_modified", "blocked", "gone", "failed", "invalid"]


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    reason: str = ""
    rest: timedelta | None = None


def judge(status: int, headers: Mapping[str, str], html: str, now: datetime) -> Verdict:
    """Judge an answer by status, headers (names in lower case) and page."""
    rest = rest_asked(status, headers.get("retry-after"), now)
    if status == 304:
        return Verdict("not_modified")
    kind = challenge(status, html)
    if status in BLOCKING or kind is not None:
        name = f"{kind}, " if kind else ""
        return Verdict("blocked", f"the site refuses ({name}status {status})", rest)
    if status in _GONE:
        return Verdict("gone", f"status {status}")
    if not 200 <= status < 300:
        return Verdict("failed", f"status {status}", rest)
    other = _other_than_page(headers.get("content-type", "").strip().lower(), html)
    return Verdict("invalid", f"no page but {other}") if other else Verdict("page")


def _other_than_page(content_type: str, html: str) -> str | None:
    if content_type and not _HTML.match(content_type):
        return content_type.partition(";")[0]
    start = html[:_SNIFFED]
    unreadable = start.count("\x00") + start.count("\ufffd")
    return "binary data" if 10 * unreadable > len(start) else None


def rest_asked(status: int, header: str | None, now: datetime) -> timedelta | None:
    """For how long a site that is too busy wants to be left alone; only 429 and 503 say so."""
    return retry_after(header, now) if status in (429, 503) else None


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wish of a Retry-After header, seconds or date, at most a day; None for none or nonsense."""
    if value is None:
        return None
    try:
        if re.fullmatch(r"\d{1,9}", value.strip()):
            wish = timedelta(seconds=int(value))
        else:
            moment = parsedate_to_datetime(value)
            wish = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(wish, _LONGEST_REST) if wish > timedelta(0) else None


def sent_home(asked: str, answered: str) -> bool:
    """Whether a request for an article ended on the site's home page, which is a 404 in disguise."""
    before, after = urlsplit(asked), urlsplit(answered)
    return bool(_HOME.match(after.path) and not after.query) and not (
        _HOME.match(before.path) and not before.query
    )
