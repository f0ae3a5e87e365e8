"""Pages as JSON lines: one answer for every line, whatever it holds."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from loguru import logger

from crawler.article import decode_html
from kaigong.extraction.fields import NoArticle, answer, read_page

# A page of 20 MB in base64, with room for the rest of the line.
MOST_BYTES = 30_000_000
_CHUNK = 1_000_000


def answers(stream: BinaryIO, zone: ZoneInfo) -> Iterator[bytes]:
    """An answer per line, in order; each line is read when its turn comes."""
    for number, line in enumerate(_lines(stream), 1):
        if line is None:
            yield _encoded({"id": None, "error": f"line {number}: longer than {MOST_BYTES:,} bytes"})
        elif line.strip():
            yield _answer(line, number, zone)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is too long to be kept."""
    while line := stream.readline(MOST_BYTES):
        if len(line) < MOST_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


def _answer(line: bytes, number: int, zone: ZoneInfo) -> bytes:
    identity: Any = None
    try:
        asked = _object(line)
        identity = asked.get("id")
        found = read_page(_html(asked), _text(asked, "url"), zone)
        if isinstance(found, NoArticle):
            return _encoded({"id": identity, "error": found.reason})
        return _encoded({"id": identity, **answer(found, zone)})
    except (ValueError, TypeError, RecursionError) as exc:
        return _encoded({"id": identity, "error": f"line {number}: {exc}"})
    except Exception as exc:  # noqa: BLE001 - the other lines must be answered whatever this page provokes
        logger.opt(exception=exc).bind(line=number).error("page crashed the reader")
        return _encoded({"id": identity, "error": f"line {number}: {type(exc).__name__}: {exc}"})


def _object(line: bytes) -> dict[str, Any]:
    content = json.loads(line)
    if not isinstance(content, dict):
        raise TypeError("expected an object with `id`, `url` and `html` or `html_base64`")
    return content


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


def _encoded(content: dict[str, Any]) -> bytes:
    try:
        return json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8; as an escape it passes.
        return json.dumps(content).encode()
