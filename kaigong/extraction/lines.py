"""Pages as JSON lines."""

import base64
import binascii
from typing import Any
from zoneinfo import ZoneInfo

from crawler.article import decode_html
from kaigong.extraction.fields import NoArticle, answer, read_page
from kaigong.json_lines import Asked, JsonLines

# A page of 20 MB in base64, with room for the rest of the line.
MOST_BYTES = 30_000_000


def page_lines(zone: ZoneInfo) -> JsonLines:
    def answered(asked: Asked) -> Asked:
        found = read_page(_html(asked), _text(asked, "url"), zone)
        return {"error": found.reason} if isinstance(found, NoArticle) else answer(found, zone)

    return JsonLines(answered, expected="`id`, `url` and `html` or `html_base64`", most_bytes=MOST_BYTES)


def _html(asked: dict[str, Any]) -> str:
    """The page: text as it is, bytes in whichever encoding they really are."""
    html, packed = asked.get("html"), asked.get("html_base64")
    if isinstance(html, str):
        return html
    if not isinstance(packed, str):
        raise TypeError("neither `html` nor `html_base64` is text")
    try:
        body = base64.b64decode("".join(packed.split()), validate=True)
    except binascii.Error as exc:
        raise ValueError(f"html_base64 is not base64: {exc}") from exc
    return decode_html(body, _text(asked, "charset") or None)[0]


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"`{name}` is not text")
    return value or ""
