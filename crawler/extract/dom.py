"""Parsing hostile HTML. Nothing is fetched, no entity of the page's own is expanded, nothing raises."""

import re
from functools import cache

from lxml import etree, html
from lxml.cssselect import CSSSelector

Element = html.HtmlElement

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# libxml2 drops what follows the first end of the document; some templates end it twice.
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_EMPTY = "<html><body></body></html>"


def without_control(text: str) -> str:
    return _CONTROL.sub("", text)


def parse(page: str) -> Element:
    """The root element of a page, or of any text at all."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    source = _END.sub("", without_control(page))
    try:
        return html.document_fromstring(source.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return html.document_fromstring(_EMPTY, parser=parser)


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def select(element: Element, css: str) -> list[Element]:
    """All elements below (or at) this one that match, in the order of the document."""
    return list(_selector(css)(element))


def text_of(element: Element) -> str:
    """The text of an element in one line."""
    return " ".join(str(element.xpath("string()")).split())


def detach(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()
