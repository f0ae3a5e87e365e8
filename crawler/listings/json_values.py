"""Records in JSON: where they are, and what their fields are called and mean."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from crawler.dates import Moment, find_moment

_USUAL = {
    "title": ("realtitle", "title", "TITLE", "Title", "name", "subject", "doctitle", "DOCTITLE"),
    "url": (
        *("url", "URL", "Url", "link", "infourl", "href", "URL_COMP", "post_url", "linkurl", "linkUrl"),
        *("docpuburl", "DOCPUBURL", "pageUrl", "articleUrl", "path"),
    ),
    "date": (
        *(
            "publishedTimeStr",
            "pubtime",
            "pubTime",
            "publishTime",
            "publish_time",
            "publishDate",
            "PC_GKFWRQ_FORMATED",
        ),
        *(
            "DOCRELPUBTIME",
            "docreltime",
            "infodate",
            "display_publish_time",
            "first_publish_time",
            "date",
            "time",
        ),
        *("pubDate", "pubdate", "publishedTime", "releaseTime", "createTime", "create_time", "createDate"),
    ),
}
_DEEPEST = 8
_MOST_LISTS = 200
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")


def parsed(text: str) -> object:
    """The value of a JSON text; None for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def at_path(value: object, path: str) -> object:
    """The value at a path of keys with dots between."""
    for key in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def objects_in(value: object) -> list[dict[str, object]]:
    """The longest array of objects that have a title and an address."""
    found = [
        records
        for array, _ in zip(_arrays(value, _DEEPEST), range(_MOST_LISTS), strict=False)
        if (records := [one for one in array if isinstance(one, dict) and _is_record(one)])
    ]
    return max(found, key=len, default=[])


def _arrays(value: object, depth: int) -> Iterator[list[object]]:
    if depth == 0:
        return
    if isinstance(value, list):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from _arrays(child, depth - 1)


def _is_record(record: dict[str, object]) -> bool:
    return bool(first_text(record, (), "title") and first_text(record, (), "url"))


def first_text(record: dict[str, object], names: tuple[str, ...], usual: str) -> str:
    """The first of these fields that has a value, as text."""
    values = (record.get(name) for name in names or _USUAL[usual])
    return next((str(value).strip() for value in values if isinstance(value, str | int) and value != ""), "")


def moment_of(
    record: dict[str, object], names: tuple[str, ...], zone: ZoneInfo, today: date | None
) -> Moment | None:
    """The first date among these fields: written out, or as seconds or milliseconds since 1970."""
    for name in names or _USUAL["date"]:
        text = str(record.get(name) or "").strip()
        if _EPOCH.fullmatch(text):
            seconds = int(text[:10])
            return Moment(datetime.fromtimestamp(seconds, UTC), "minute")
        if text and (moment := find_moment(text, zone, today)):
            return moment
    return None
