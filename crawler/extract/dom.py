"""Parsing hostile HTML. Nothing is fetched, no entity of the page's own is expanded, nothing raises."""

import re
from functools import cache
from typing import TypeAlias

from cssselect.xpath import XPathExpr
from lxml import etree
from lxml.cssselect import CSSSelector, LxmlHTMLTranslator

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for it

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# libxml2 drops what follows the first end of the document; some templates end it twice.
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_MOST_OF_A_NAME = 40
_EMPTY = "<html><body></body></html>"


def without_control(text: str) -> str:
    return _CONTROL.sub("", text)


def cleaned(page: str) -> str:
    """The source without what breaks parsers."""
    return _END.sub("", without_control(page))


def parse(page: str) -> Element:
    """The root element of a page, or of any text at all."""
    root = _parsed(cleaned(page))
    return root if root is not None else etree.fromstring(_EMPTY, etree.HTMLParser())


def _parsed(source: str) -> Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(source.encode(), parser)
    except (etree.LxmlError, ValueError):
        return None


class _Translator(LxmlHTMLTranslator):
    """Asks for an ancestor where CSS says `a b`: XPath's own way is quadratic on nested containers."""

    def xpath_descendant_combinator(self, left: XPathExpr, right: XPathExpr) -> XPathExpr:
        if left.path:
            return super().xpath_descendant_combinator(left, right)
        return right.add_condition(f"ancestor::{left}[1]")


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator=_Translator())


def select(element: Element, css: str) -> list[Element]:
    """All elements below (or at) this one that match, in the order of the document."""
    return list(_selector(css)(element))


def text_of(element: Element) -> str:
    """The text of an element in one line."""
    return " ".join(str(element.xpath("string()")).split())


class NameIndex:
    """Elements by tag, `.class` and `#id`: one walk instead of a search per selector."""

    def __init__(self, root: Element) -> None:
        self._found: dict[str, list[tuple[int, Element]]] = {}
        for position, element in enumerate(root.iter("*")):
            names = [str(element.tag)]
            if classes := element.get("class"):
                names += [f".{name}" for name in classes[:500].split()]
            if identity := element.get("id"):
                names.append(f"#{identity.strip()}")
            for name in names:
                found = self._found.setdefault(name, [])
                if len(found) < _MOST_OF_A_NAME:
                    found.append((position, element))

    def find(self, *names: str) -> list[Element]:
        """The first elements with one of these names, in the order of the document."""
        found = {position: element for name in names for position, element in self._found.get(name, ())}
        return [found[position] for position in sorted(found)]
