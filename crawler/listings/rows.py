"""Finding the list of a page nobody has described: the largest group of like rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from crawler.extract.dom import Element, text_of
from crawler.listings.dated import find_date
from crawler.listings.records import is_followed

# Menus have short names, breadcrumbs and pagers too.
_SHORTEST_TITLE = 8
_LONGEST_TITLE = 40
_WORTH_OF_A_DATE = 50
_MOST_ROWS = 500
_MOST_LINKS = 2_000
_MOST_LEVELS = 7
_LONGEST_ROW = 600
_MOST_ELEMENTS_OF_A_ROW = 80
_NOT_CONTENT = ("head", "script", "style", "select", "nav", "footer", "header")


@dataclass(frozen=True, slots=True)
class _Group:
    """The children of one tag in one container, as far as they hold links."""

    container: Element
    tag: str
    rows: list[Element]
    score: int


def rows_of(root: Element, zone: ZoneInfo, today: date | None, like: str = "") -> list[Element]:
    """The rows of the page's list; empty where there is none.

    `like` is the shape of the rows of an earlier page: the last page of a list may be shorter than a menu.
    """
    groups = [group for group in _groups(root, zone, today) if group.score > 0]
    if not groups:
        return []
    alike = [group for group in groups if shape_of(group.rows) == like]
    best = max(alike or groups, key=lambda group: group.score)
    return [row for group in groups if _continues(best, group) for row in group.rows]


def shape_of(rows: list[Element]) -> str:
    """The tags and classes of a row and of what is around it."""
    if not rows:
        return ""
    around = [f"{one.tag!s}.{one.get('class') or ''}" for one in islice(rows[0].iterancestors(), 2)]
    return " < ".join([str(rows[0].tag), *around])


def _row_text(row: Element) -> str:
    """The text of a row; the date of a <dt> stands in the <dd> after it."""
    following = row.getnext() if row.tag == "dt" else None
    after = text_of(following) if following is not None and following.tag == "dd" else ""
    return f"{text_of(row)} {after}".strip()


def _groups(root: Element, zone: ZoneInfo, today: date | None) -> Iterator[_Group]:
    rows: dict[tuple[Element, str], list[Element]] = {}
    for row, container in _candidates(root):
        found = rows.setdefault((container, str(row.tag)), [])
        if len(found) < _MOST_ROWS:
            found.append(row)
    for (container, tag), found in rows.items():
        yield _Group(container, tag, found, sum(_worth(row, zone, today) for row in found))


def _candidates(root: Element) -> Iterator[tuple[Element, Element]]:
    """Every element around a link that is small enough for a row, with its parent; each once."""
    small = _small_elements(root)
    done = {inner for menu in root.iter(*_NOT_CONTENT) for inner in menu.iter("*")}
    for number, link in enumerate(root.iter("a")):
        if number >= _MOST_LINKS:
            return
        row: Element = link
        for _ in range(_MOST_LEVELS if is_followed(link) else 0):
            parent = row.getparent()
            if parent is None or row in done or row not in small or row.tag in ("body", "table"):
                break
            done.add(row)
            yield row, parent
            row = parent


def _small_elements(root: Element) -> set[Element]:
    """Those with little text and few elements inside: one pass, however deep the page is nested."""
    elements = list(root.iter("*"))
    letters = {element: len((element.text or "").strip()) for element in elements}
    inside = dict.fromkeys(elements, 1)
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None:
            inside[parent] += inside[element]
            letters[parent] += letters[element] + len((element.tail or "").strip())
    return {
        element
        for element in elements
        if letters[element] <= _LONGEST_ROW and inside[element] <= _MOST_ELEMENTS_OF_A_ROW
    }


def _worth(row: Element, zone: ZoneInfo, today: date | None) -> int:
    """How much an element is like a row of a list: one long title, and best a date."""
    lengths: dict[str, int] = {}
    for link in _links(row):
        address = link.get("href", "")
        lengths[address] = max(lengths.get(address, 0), len(_title(link)))
    long = [length for length in lengths.values() if length >= _SHORTEST_TITLE]
    if not long:
        return 0
    dated = find_date([_row_text(row)], zone, today) is not None
    worth = min(max(long), _LONGEST_TITLE) + (_WORTH_OF_A_DATE if dated else 0)
    # With several titles it is rather a block of rows than a row.
    return worth if len(long) == 1 else worth // 3


def _links(row: Element) -> list[Element]:
    return [link for link in row.iter("a") if is_followed(link)]


def _title(link: Element) -> str:
    return max(text_of(link), link.get("title") or "", key=len)


def _continues(best: _Group, group: _Group) -> bool:
    """Lists are often cut into blocks of five: blocks beside the best one that are made like it."""
    one, other = best.container, group.container
    alike = one.tag == other.tag and one.get("class") == other.get("class") and group.tag == best.tag
    beside = alike and one.getparent() is other.getparent()
    return group is best or (beside and group.score / len(group.rows) >= 0.6 * best.score / len(best.rows))
