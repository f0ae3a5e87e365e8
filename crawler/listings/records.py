"""Finding the records of a listing and the parts of each."""

import html
import re

from crawler.extract.dom import Element, select, text_of
from crawler.source_model import Records

_NOT_FOLLOWED = re.compile(r"\s*(?:javascript:|mailto:|tel:|data:|about:|#|$)", re.IGNORECASE)
_QUOTED_ADDRESS = re.compile(r"""["']((?:https?:/)?/?[^"'\s]*/[^"'\s]*|[^"'\s]+\.s?html?[^"'\s]*)["']""")
_BULLET = re.compile(
    r"^(?:[\s·•●▪■◆◇○\-–>»]|\[?(?:图|图文|置顶|视频|热|新)\]|【(?:图|置顶|视频)】|new\b)+", re.IGNORECASE
)
_NEW = re.compile(r"(?<![A-Za-z])\s*(?:NEW|new)!?$")
_SHORTENED = re.compile(r"(?:…|\.{2,})\s*$")
_TRAILING_DATE = re.compile(r"\s*[\[(（]?\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?[\])）]?\s*$")
# No honest title, address or date is longer; some expressions would take for ever.
_LONGEST = 2_000
_MOST_LINKS = 50
_MOST_TEXTS = 200
_SMALLEST_GROUP = ("li", "tr", "dd", "dt", "p", "ul", "div")


def is_followed(link: Element) -> bool:
    """Whether a link leads somewhere, by itself or by a script of its own."""
    return not _NOT_FOLLOWED.match(link.get("href", "")) or bool(
        _QUOTED_ADDRESS.search((link.get("onclick") or link.get("href") or "")[:_LONGEST])
    )


def scripted_address(link: Element) -> str | None:
    """The address that a script of the link opens."""
    for attribute in ("onclick", "href"):
        if match := _QUOTED_ADDRESS.search(link.get(attribute, "")[:_LONGEST]):
            return match.group(1)
    return None


def records_of(root: Element, config: Records) -> list[Element]:
    """The elements that hold one record each."""
    if config.origin == "initdata":
        found = _initdata(root, config.item)
    elif config.item:
        found = select(root, config.item)
    else:
        found = [_around(link) for link in select(root, config.link)]
    return _outermost_once(found)


def _initdata(root: Element, item: str | None) -> list[Element]:
    holders = root.xpath("//*[@id='initData' or @id='initdata']")
    found: list[Element] = []
    for holder in holders:
        if item:
            found += select(holder, item)
            continue
        # Each <ul> is one record, with or without an <li> in it; a single <ul> holds them all.
        lists = [row for one in select(holder, "ul") for row in (select(one, "li") or [one])]
        found += lists or select(holder, "li, tr, dl") or [_around(link) for link in select(holder, "a")]
    return found


def _around(link: Element) -> Element:
    """The largest element around a link in which it is the only link, up to a row of the list."""
    around = link
    for parent in link.iterancestors():
        if parent.tag in ("body", "html", "table") or len(_addresses(parent)) > 1:
            break
        around = parent
        if parent.tag in _SMALLEST_GROUP:
            break
    return around


def _addresses(element: Element) -> set[str]:
    return {
        str(link.get("href")) for link in element.iter("a") if not _NOT_FOLLOWED.match(link.get("href", ""))
    }


def _outermost_once(elements: list[Element]) -> list[Element]:
    inside: set[Element] = set()
    kept = []
    for element in elements:
        if element not in inside:
            inside.update(element.iter("*"))
            kept.append(element)
    return kept


def address_of(record: Element, config: Records) -> tuple[Element, str] | None:
    """The link of a record and its raw address; from a script of the link where it has no address."""
    for link in _links(record, config.link):
        value = html.unescape(link.get(config.link_attr, "")[:_LONGEST]).strip()
        if config.link_re:
            match = re.search(config.link_re, value)
            value = (match.group(1) if match.groups() else match.group()) if match else ""
        if value and not _NOT_FOLLOWED.match(value):
            return link, value
    for link in _links(record, config.link):
        if address := scripted_address(link):
            return link, address
    return None


def _links(record: Element, css: str) -> list[Element]:
    """The links of a record, the longest title first: a column or a department may stand before it."""
    links = ([record] if record.tag == "a" else []) + select(record, css)[:_MOST_LINKS]
    return sorted(links, key=_length_of_title, reverse=True)


def _length_of_title(link: Element) -> int:
    return max(len(text_of(link)), len(link.get("title") or ""))


def title_of(record: Element, link: Element, config: Records) -> str:
    """The whole title: of the attribute where the visible text was shortened."""
    if config.title and (found := select(record, config.title)):
        return clean_title(text_of(found[0]))
    whole = clean_title(link.get(config.title_attr) or "")
    shown = clean_title(_TRAILING_DATE.sub("", text_of(link)[:_LONGEST]))
    if not whole or (len(shown) > len(whole) and not _SHORTENED.search(shown)):
        return shown
    return whole


def clean_title(text: str) -> str:
    text = " ".join(re.sub(r"<[^<>]{1,200}>", " ", html.unescape(text[:_LONGEST])).split())
    return _NEW.sub("", _BULLET.sub("", text)).strip()


def is_shortened(title: str) -> bool:
    return bool(_SHORTENED.search(title))


def date_texts(record: Element, link: Element, config: Records) -> list[str]:
    """The texts in which the date of a record is looked for, in this order."""
    found = select(record, config.date) if config.date else []
    texts = (
        [text_of(found[0])] if found else [_text_outside(record, link), text_of(link), _hints(record, link)]
    )
    if not config.date_re:
        return texts
    matches = [re.search(config.date_re, text[:_LONGEST]) for text in texts]
    return [(match.group(1) if match.groups() else match.group()) for match in matches if match]


def _hints(record: Element, link: Element) -> str:
    return " ".join(element.get("title") or "" for element in (link, record))


def _text_outside(record: Element, link: Element) -> str:
    """What the record says outside its link: a title may have a date in it too."""
    following = record.getnext() if record.tag == "dt" else None
    after = text_of(following) if following is not None and following.tag == "dd" else ""
    texts = record.xpath(".//text()")[:_MOST_TEXTS]
    outside = " ".join(str(text) for text in texts if not _within(text.getparent(), text.is_tail, link))
    return f"{outside} {after}"


def _within(owner: Element, is_tail: bool, link: Element) -> bool:
    holder = owner.getparent() if is_tail else owner
    return holder is link or (holder is not None and any(parent is link for parent in holder.iterancestors()))
