"""Hanweb's <datastore>: records in CDATA, often not well-formed, sometimes escaped, never parsed as XML."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.dom import Element, parse

_MOST_RECORDS = 2_000
_MOST_STORES = 20
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_NUMBER = re.compile(r"\D{0,20}(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Datastore:
    """`unit` is the id of the element that holds it on a page."""

    records: list[Element]
    next_group: str | None
    total: int | None
    unit: str | None = None


def read_datastores(text: str) -> list[Datastore]:
    """All stores of a page or an answer, in order."""
    text = _plain(text)
    stores: list[Datastore] = []
    position = text.find("<datastore")
    while position >= 0 and len(stores) < _MOST_STORES:
        end = text.find("</datastore>", position)
        following = text.find("<datastore", position + 1)
        # A store without an end goes up to the next one.
        stop = min((at for at in (end, following) if at >= 0), default=len(text))
        stores.append(_read(text[position:stop], _unit_before(text, position)))
        position = following
    return stores


def _plain(text: str) -> str:
    """The text with `<record>` in it, where a template has escaped it once or twice."""
    for _ in range(2):
        if "&lt;record" not in text.replace("&amp;", "&"):
            break
        text = html.unescape(text)
    return text.replace('\\"', '"').replace("\\/", "/") if "<record>" in text and '\\"' in text else text


def _read(store: str, unit: str | None) -> Datastore:
    link = next(_between(store, "<nextgroup>", "</nextgroup>"), "")
    href = _HREF.search(html.unescape(link)[:4_000])
    fragments = list(_between(store, "<record>", "</record>")) or _data_without_records(store, link)
    rows = [parse(_unwrapped(fragment)) for fragment in fragments[:_MOST_RECORDS]]
    return Datastore(rows, href.group(1) if href else None, _total(store), unit)


def _data_without_records(store: str, link: str) -> list[str]:
    return [data for data in _between(store, "<![CDATA[", "]]>") if data not in link]


def _between(text: str, opening: str, closing: str) -> Iterator[str]:
    """What stands between two marks; one that is not closed ends where the next begins."""
    pieces = text.split(opening)[1 : _MOST_RECORDS + 1]
    for piece in pieces:
        yield piece.partition(closing)[0]


def _unwrapped(fragment: str) -> str:
    return fragment.strip().removeprefix("<![CDATA[").partition("]]>")[0]


def _total(store: str) -> int | None:
    at = store.find("<totalrecord>")
    match = _NUMBER.match(store, at + len("<totalrecord>")) if at >= 0 else None
    return int(match.group(1)) if match else None


def _unit_before(text: str, position: int) -> str | None:
    """The id of the element that the store's script stands in."""
    before = text[max(0, position - 500) : position]
    found = re.findall(r"""<div[^>]{0,200}?\bid=["']?([\w-]{1,60})""", before)
    return found[-1] if found else None
