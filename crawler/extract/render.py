"""An element becomes lines of text: one per paragraph, row or line break, as a reader would see them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from crawler.extract.dom import Element, without_control

_HAN = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
# A line end of the source between two Han characters is no space.
_SOURCE_BREAK = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n]\s*(?=[{_HAN}])")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\xad\ue000-\uf8ff]")
# One of these stands in every line that must be cleaned; most lines are clean.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff#\\[]"
)
_SPACES = re.compile(r"[^\S\t]+")
_TABS = re.compile(r"\s*\t\s*")
_MARKERS = re.compile(r"#PAGE_?BREAK#|\[!--empirenews\.page--\]", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SILENT = frozenset(
    {
        *(
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "object",
            "embed",
            "applet",
            "select",
            "button",
        ),
        *(
            "textarea",
            "svg",
            "audio",
            "video",
            "canvas",
            "title",
            "meta",
            "link",
            "input",
            "area",
            "base",
        ),
    }
)
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pagebreak", "pre", "section"),
        *("summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)


_LONGEST_VALUE = 600


@dataclass(frozen=True, slots=True)
class Line:
    """`linked` is how many of the characters stand in links; `row` tells a row of a table of values."""

    text: str
    linked: int = 0
    row: bool = False

    @property
    def is_links(self) -> bool:
        return self.linked > 0.6 * len(self.text)


def render(root: Element, skip: Collection[Element] = ()) -> list[Line]:
    """The visible lines of an element without the skipped ones; no recursion, so any depth will do."""
    writer = _Writer()
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Element | None = None
    for event, element in walker:
        if event == "start":
            if element is not root and (element in skip or is_hidden(element)):
                walker.skip_subtree()
                skipped = element
            else:
                writer.enter(element)
            continue
        if element is skipped:
            skipped = None
        else:
            writer.leave(element)
        if element is not root:
            writer.text(element.tail)
    writer.end_line()
    return writer.lines


def is_hidden(element: Element) -> bool:
    if element.tag in _SILENT or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and bool(_HIDDEN.search(style[:2_000]))


def joined(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def link_share(lines: list[Line]) -> float:
    """The share of the characters that stand in links."""
    return sum(line.linked for line in lines) / max(1, sum(len(line.text) for line in lines))


class _Writer:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._pre = 0
        self._rows: list[Element] = []

    def enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br" or tag in _BLOCKS:
            self._break()
        elif tag in ("td", "th"):
            self._cell()
        if tag == "tr" and not self._rows and _holds_data(element):
            self.end_line()
            self._rows.append(element)
        self._links += tag == "a"
        self._pre += tag == "pre"
        self.text(element.text)

    def leave(self, element: Element) -> None:
        self._links -= element.tag == "a"
        self._pre -= element.tag == "pre"
        if self._rows and self._rows[-1] is element:
            self.end_line()
            self._rows.pop()
        if element.tag in _BLOCKS:
            self._break()

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._write(first)
            for other in others:
                self._break()
                self._write(other)
        else:
            self._write(_SOURCE_BREAK.sub("", text) if "\n" in text else text)

    def end_line(self) -> None:
        if not self._pieces:
            return
        # Tabs of the source are spaces; ours between cells are marked until here.
        text = "".join(self._pieces)
        if _ODD.search(text):
            text = _MARKERS.sub("", _INVISIBLE.sub("", without_control(text)))
        text = _TABS.sub("\t", _SPACES.sub(" ", text)).strip() if "\t" in text else " ".join(text.split())
        if text:
            self.lines.append(Line(text, min(self._linked, len(text)), row=bool(self._rows)))
        self._pieces, self._linked = [], 0

    def _write(self, text: str) -> None:
        if not text or (text.isspace() and not self._pieces):
            return
        self._pieces.append(text.replace("\t", " "))
        if self._links:
            self._linked += len("".join(text.split()))

    def _break(self) -> None:
        if self._rows:
            self._pieces.append(" ")
        else:
            self.end_line()

    def _cell(self) -> None:
        if self._rows:
            self._pieces.append("\t")
        else:
            self.end_line()


def _holds_data(row: Element) -> bool:
    """Whether a table row holds values side by side; the rows of a layout hold paragraphs or tables."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or row.find(".//table") is not None:
        return False
    return all(_is_value(cell) for cell in cells)


def _is_value(cell: Element) -> bool:
    if len(cell) == 0:
        return len(cell.text or "") < _LONGEST_VALUE
    return len(cell.findall(".//p")) < 4 and len(str(cell.xpath("string()"))) < _LONGEST_VALUE
