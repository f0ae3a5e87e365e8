"""Files to documents: .txt, .html, .html.gz and .jsonl, whole folders of them, or standard input."""

import base64
import binascii
import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler.article import Extracted, decode_html, extract
from kaigong.intake.dates import parse_date
from kaigong.intake.document import Document, Unreadable
from wire.errors import ConfigurationError
from wire.messages import Attachment

# A page that unpacks to more than this is a bomb, not a page.
MAX_BYTES = 20_000_000
SUFFIXES = (".txt", ".html", ".htm", ".html.gz", ".htm.gz", ".jsonl", ".ndjson")

_HEADERS = {
    "title": "title", "标题": "title",
    "source": "source_id", "来源": "source_id",
    "date": "published", "published": "published", "日期": "published", "发布时间": "published",
    "url": "url", "网址": "url",
    "region": "region", "地区": "region",
    "publisher": "publisher", "发布单位": "publisher",
}  # fmt: skip
_HEADER_LINE = re.compile(r"(?P<key>[A-Za-z]+|[\u4e00-\u9fff]{2,4})\s*[:：]\s*(?P<value>.+)")
_HAN = re.compile("[\u4e00-\u9fff]")
_TITLE_CHARS = 80
_TITLE_HAN = 5


def read_path(path: Path, zone: ZoneInfo) -> Iterator[Document | Unreadable]:
    """Every document of a file, or of all files below a folder, in the order of their names."""
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(SUFFIXES)):
            yield from read_path(file, zone)
        return
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise ConfigurationError(f"Cannot read {path}: {exc.strerror}") from exc
    yield from read_bytes(data, str(path), zone)


def read_stdin(zone: ZoneInfo) -> Iterator[Document | Unreadable]:
    yield from read_bytes(sys.stdin.buffer.read(), "-", zone)


def read_bytes(data: bytes, name: str, zone: ZoneInfo) -> Iterator[Document | Unreadable]:
    """The documents in these bytes; the name's ending, else the content, says of which kind they are."""
    lower = name.lower()
    try:
        if lower.endswith(".gz"):
            data, lower = unpacked(data), lower.removesuffix(".gz")
    except ValueError as exc:
        yield Unreadable(name, str(exc))
        return
    if lower.endswith((".jsonl", ".ndjson")) or (lower == "-" and data.lstrip()[:1] == b"{"):
        yield from _lines(data, name, zone)
    elif lower.endswith((".html", ".htm")) or _looks_like_html(data):
        yield html_document(data, name, zone)
    else:
        yield _text_document(data, name, zone)


def html_document(
    data: bytes, name: str, zone: ZoneInfo, url: str | None = None, charset: str | None = None
) -> Document | Unreadable:
    """A saved page; its address is `url` or what the page says of itself."""
    page, _, _ = decode_html(data, charset)
    return page_document(extract(page, url or "", zone=zone), name, url)


def page_document(found: Extracted, name: str, url: str | None) -> Document | Unreadable:
    """What was read from a page, as a document."""
    if not (found.title or found.text):
        return Unreadable(name, "no article was found on this page")
    return Document(
        name=name,
        title=found.title,
        text=found.text,
        url=url,
        published=found.published,
        precision=found.published_precision,
        publisher=found.publisher,
        column=found.column,
        doc_no=found.doc_no,
        kind=found.kind,
        attachments=tuple(found.attachments),
        images=tuple(found.images),
        provenance=tuple(found.provenance.items()),
    )


def unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            content = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as exc:
        raise ValueError(f"not a gzip file: {exc}") from exc
    if len(content) > MAX_BYTES:
        raise ValueError(f"unpacks to more than {MAX_BYTES:,} bytes")
    return content


def _looks_like_html(data: bytes) -> bool:
    return bool(re.match(rb"\s*(?:<!doctype html|<html|<!--)", data[:200], re.IGNORECASE))


def _text_document(data: bytes, name: str, zone: ZoneInfo) -> Document | Unreadable:
    text = decode_html(data, None)[0].replace("\r\n", "\n").replace("\r", "\n")
    headers, body = _split_headers(text)
    if not body.strip():
        return Unreadable(name, "the file holds no text")
    return _from_fields({"title": _first_line(body), **headers}, body, name, zone)


def _split_headers(text: str) -> tuple[dict[str, str], str]:
    """Lines like `source: haizhou-yw` before the first empty line, if all of them are such lines."""
    head, gap, body = text.lstrip("\ufeff\n ").partition("\n\n")
    headers: dict[str, str] = {}
    for line in head.splitlines():
        match = _HEADER_LINE.fullmatch(line.strip())
        field = _HEADERS.get(match["key"].lower()) if match else None
        if match is None or field is None:
            return {}, text
        headers[field] = match["value"].strip()
    return (headers, body) if gap and headers else ({}, text)


def _first_line(text: str) -> str:
    """The title of a bare text: its first line that reads like one."""
    for line in text.splitlines()[:10]:
        line = line.strip()  # noqa: PLW2901
        if len(_HAN.findall(line)) >= _TITLE_HAN:
            return "" if len(line) > _TITLE_CHARS or line.endswith(("。", "；", ";")) else line
    return ""


def _lines(data: bytes, name: str, zone: ZoneInfo) -> Iterator[Document | Unreadable]:
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            content = json.loads(line)
        except ValueError as exc:
            yield Unreadable(place, f"not JSON: {exc}")
            continue
        yield _json_document(content, place, zone)


def _json_document(content: Any, name: str, zone: ZoneInfo) -> Document | Unreadable:
    if isinstance(content, dict) and isinstance(content.get("payload"), dict):
        content = content["payload"]
    if not isinstance(content, dict):
        return Unreadable(name, "expected an object with `text` or `html`")
    fields = {key: value for key, value in content.items() if value is not None}
    page = fields.pop("html", None)
    packed = fields.pop("html_base64", None)
    if page is None and packed is None:
        if not str(fields.get("text", "")).strip() and not str(fields.get("title", "")).strip():
            return Unreadable(name, "neither `text` nor `html` nor `title` is given")
        return _from_fields(fields, str(fields.get("text", "")), name, zone)
    try:
        data = (
            base64.b64decode(packed, validate=True)
            if packed is not None
            else str(page).encode("utf-8", "replace")
        )
    except (binascii.Error, ValueError, TypeError) as exc:
        return Unreadable(name, f"html_base64 is not base64: {exc}")
    charset = fields.get("charset") if packed is not None else "utf-8"
    document = html_document(data, name, zone, fields.get("url"), charset)
    return document if isinstance(document, Unreadable) else _overlaid(document, fields, zone)


def _overlaid(document: Document, fields: dict[str, Any], zone: ZoneInfo) -> Document | Unreadable:
    """What a line says beside its page wins over what the page says."""
    said = _from_fields(fields, document.text, document.name, zone)
    if isinstance(said, Unreadable):
        return said
    return replace(
        document,
        title=said.title or document.title,
        url=said.url or document.url,
        published=said.published or document.published,
        precision=said.precision if said.published else document.precision,
        source_id=said.source_id,
        region=said.region,
        publisher=said.publisher or document.publisher,
    )


def _from_fields(fields: dict[str, Any], text: str, name: str, zone: ZoneInfo) -> Document | Unreadable:
    region = fields.get("region") or fields.get("home")
    if region is not None and not re.fullmatch(r"\d{6}", str(region)):
        return Unreadable(name, f"region {region!r} is no 6-digit code, as 320706 for 海州区")
    written = fields.get("published") or fields.get("date")
    try:
        published, precision = parse_date(str(written), zone) if written else (None, "none")
        attachments = tuple(
            Attachment(url=a["url"], name=a.get("name", "")) for a in fields.get("attachments", ())
        )
    except (ValueError, TypeError, KeyError, AttributeError) as exc:
        return Unreadable(name, f"cannot be used: {exc}")
    return Document(
        name=name,
        title=str(fields.get("title", "")),
        text=text,
        url=_text(fields.get("url")),
        published=published,
        precision=fields.get("published_precision", precision) if published else "none",
        source_id=_text(fields.get("source_id") or fields.get("source")),
        region=_text(region),
        publisher=_text(fields.get("publisher")),
        attachments=attachments,
        images=tuple(str(image) for image in fields.get("images", ())),
    )


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
