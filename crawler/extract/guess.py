"""Which part of an unknown page is the text: the guess of readability, on a page cleaned our way."""

from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, builder, document_fromstring
from readability import Document

from crawler.extract.dom import Element, cleaned, parse

_LARGEST = 1_000_000
_SILENT = ("script", "style", "noscript", "link", "iframe", "object", "embed", "select", "textarea")

_BLOCKS = ("a", "blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul")


def guess(page: str) -> Element | None:
    """A copy of the part that is most likely the text; None where there is none, or too much to look at."""
    if len(page) > _LARGEST:
        return None
    try:
        summary = _Document(page).summary(html_partial=True)
    except Exception:  # noqa: BLE001 - the library raises whatever a hostile page provokes, RecursionError too
        return None
    return parse(summary)


class _Document(Document):  # type: ignore[misc]
    """Without the library's cleaner, which follows every link and script and takes half of its time."""

    def _parse(self, page: Any) -> HtmlElement:
        # Not `huge_tree`: the library's time grows with the square of the depth.
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = document_fromstring(cleaned(page).encode(), parser=parser)
        etree.strip_elements(root, *_SILENT, with_tail=False)
        return root

    def transform_misused_divs_into_paragraphs(self) -> None:
        """Blocks without blocks, and the pieces of text in the others, become paragraphs."""
        blocks = self.html.findall(".//div")
        for block in blocks:
            # The library writes every block out as text to see what is in it.
            if next(block.iterdescendants(*_BLOCKS), None) is None:
                block.tag = "p"
        for block in blocks:
            if block.tag == "div":
                _paragraphs(block)

    def get_clean_html(self) -> str:
        return etree.tostring(self.html, encoding="unicode", method="html")


def _paragraphs(block: HtmlElement) -> None:
    if block.text and block.text.strip():
        block.insert(0, _paragraph(block.text))
        block.text = None
    for child in list(block):
        if child.tail and child.tail.strip():
            tail, child.tail = child.tail, None
            child.addnext(_paragraph(tail))
        if child.tag == "br":
            child.drop_tree()


def _paragraph(text: str) -> HtmlElement:
    return builder.P(text)
