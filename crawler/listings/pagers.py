"""The further pages of a listing that stands in pages."""

import re
from urllib.parse import urljoin, urlsplit

from crawler.extract.dom import Element, select, text_of
from crawler.listings.guess import templates_for
from crawler.listings.items import absolute, on_same_host
from crawler.listings.model import Ask, Page
from crawler.listings.records import scripted_address
from crawler.listings.script import arguments_of, number_of, text_value
from crawler.source_model import Pager

_NEXT = re.compile(r"^[\s\[>»›]*(?:下一?页|后一页|下页|next(?: page)?)[\s\]>»›]*$", re.IGNORECASE)
_PAGED = re.compile(r"^(?P<name>.+?)(?:_(?P<number>\d{1,4}))?\.(?P<ext>\w+)$")
_COUNT = re.compile(r"(?:共|/)\s*(\d{1,5})\s*页")
_MOST_LINKS = 5_000
# In the cursor of an address that is only a guess.
GUESSED = "guessed"

Next = tuple[list[Ask], str]


def next_asks(page: Page, root: Element, base: str) -> Next:
    """The pages after this one, at most up to the last that may be read, and how they are named."""
    pager = page.source.pager
    if "template" in page.ask.cursor:
        return _go_on_with(page.ask.cursor)
    if pager.kind == "next":
        return _next_link(root, pager.next, base) if pager.max_pages > 1 else ([], "")
    if pager.kind == "auto":
        return _first_that_finds(page, root, base)
    if pager.kind == "createPageHTML":
        return _create_page_html(page, base)
    return _described(page, pager)


def _described(page: Page, pager: Pager) -> Next:
    if pager.kind == "template":
        return _template(page, pager)
    return _descending(page, pager) if pager.kind == "descending" else ([], "")


def _first_that_finds(page: Page, root: Element, base: str) -> Next:
    for asks, paging in (
        _create_page_html(page, base),
        _counted(page, base),
        _next_link(root, page.source.pager.next, base),
        _numbered_link(root, page, base),
    ):
        if asks or paging:
            return asks, paging
    # Only behind the page that the source names: its own pager tells nothing more on a later one.
    return ([], "") if page.ask.cursor else (_guesses(page), "")


def _guesses(page: Page) -> list[Ask]:
    """Names that a second page often has, each asked for only if the one before brought nothing."""
    ask: Ask | None = None
    for template, first in reversed(templates_for(page.url)):
        cursor = {"template": template, "number": str(first), "entry": page.url, GUESSED: "yes"}
        ask = Ask(urljoin(page.url, template.replace("{n}", str(first))), cursor=cursor, instead=ask)
    return [ask] if ask else []


def _go_on_with(cursor: dict[str, str]) -> Next:
    number = int(cursor["number"]) + 1
    url = urljoin(cursor["entry"], cursor["template"].replace("{n}", str(number)))
    proved = {name: value for name, value in cursor.items() if name != GUESSED}
    return [Ask(url, cursor=proved | {"number": str(number)})], f"pages like {cursor['template']}"


def _create_page_html(page: Page, base: str) -> Next:
    """UCAP counts from 1: ('page_div', 3, 1, 'list', 'shtml', 41); TRS from 0: (3, 0, "index", "html")."""
    for call in arguments_of(page.text, "createPageHTML"):
        quoted = isinstance(call[0], str)
        numbers = [value for value in call if isinstance(value, int) or value.isdigit()]
        names = [
            value for value in call[1 if quoted else 0 :] if isinstance(value, str) and not value.isdigit()
        ]
        if len(numbers) < 2 or len(names) < 2:
            continue
        pages, current = int(numbers[0]), int(numbers[1])
        number = _own_number(page.url, names[0])
        # On the first page the current number is the one that counting begins with.
        start = current if number is None and current in (0, 1) else int(quoted)
        return _files(page, base, names[0], names[1], pages, current, start)
    return [], ""


def _counted(page: Page, base: str) -> Next:
    """TRS without the call: `currentPage = 0; countPage = 34`, or Pager({size: 34, current: 0, …})."""
    pages = number_of(page.text, "countPage", "pageCount", "totalPage")
    current = number_of(page.text, "currentPage", "current")
    prefix, suffix = text_value(page.text, "prefix"), text_value(page.text, "suffix")
    if pages is None and prefix:
        pages = number_of(page.text, "size")
    file = _PAGED.match(urlsplit(page.url).path.rpartition("/")[2] or "index.html")
    if pages is None or current is None or current > 1 or not file or "_" in file["name"][-3:]:
        return [], ""
    number = _own_number(page.url, prefix or file["name"])
    if number is not None:
        return [], ""
    return _files(page, base, prefix or file["name"], suffix or file["ext"], pages, current, current)


def _files(page: Page, base: str, name: str, extension: str, pages: int, current: int, start: int) -> Next:
    last = min(pages, page.source.pager.max_pages) - 1 + start
    numbers = range(max(current, start) + 1, last + 1)
    paging = f"{pages} pages, the second is {name}_{start + 1}.{extension}"
    return _on_host(page, [urljoin(base, f"{name}_{n}.{extension}") for n in numbers]), paging


def _own_number(url: str, name: str) -> int | None:
    match = re.search(rf"{re.escape(name)}_(\d{{1,4}})\.\w+$", urlsplit(url).path)
    return int(match[1]) if match else None


def _template(page: Page, pager: Pager) -> Next:
    if pager.template is None:
        return [], ""
    number, entry = pager.first, page.source.url
    url = urljoin(entry, pager.template.replace("{n}", str(number)))
    cursor = {"template": pager.template, "number": str(number), "entry": entry}
    return [Ask(url, cursor=cursor)], f"page 2 is {pager.template.replace('{n}', str(number))}"


def _descending(page: Page, pager: Pager) -> Next:
    """The oldest page has the number 1 (or 0), so that the second of 34 pages is list_33.html."""
    if pager.template is None:
        return [], ""
    lowest = min(pager.first, 1)
    pages = number_of(page.text, "countPage", "pageCount", "totalPage") or _shown_count(page.text) or 1
    number = int(page.ask.cursor.get("number", lowest + pages - 1)) - 1
    if number < lowest:
        return [], ""
    url = urljoin(page.source.url, pager.template.replace("{n}", str(number)))
    return [Ask(url, cursor={"number": str(number)})], f"counts down from {pages} pages"


def _shown_count(text: str) -> int | None:
    match = _COUNT.search(text)
    return int(match[1]) if match else None


def _next_link(root: Element, css: str | None, base: str) -> Next:
    links = select(root, css) if css else [a for a in _links(root) if _NEXT.match(_label(a))]
    for link in links:
        if (address := _address(link, base)) and address != base:
            return [Ask(address)], f"the link {_label(link)[:20]!r}"
    return [], ""


def _numbered_link(root: Element, page: Page, base: str) -> Next:
    """The link called 2, of which the page after it is called 3."""
    number = int(page.ask.cursor.get("number", "1")) + 1
    for link in _links(root):
        address = _address(link, base) if text_of(link).strip("[] ") == str(number) else None
        # A slide show has numbers too; they lead to articles.
        if address and address.startswith(page.url.rpartition("/")[0]):
            return [Ask(address, cursor={"number": str(number)})], "links called 2, 3 …"
    return [], ""


def _links(root: Element) -> list[Element]:
    return list(root.iter("a"))[:_MOST_LINKS]


def _label(link: Element) -> str:
    return text_of(link)[:40] or (link.get("title") or "")[:40]


def _address(link: Element, base: str) -> str | None:
    href = (link.get("href") or "").strip()
    if not href or href.lower().startswith(("javascript:", "#")):
        href = scripted_address(link) or ""
    address = absolute(base, href) if href else None
    return address if address and on_same_host(address, base) else None


def _on_host(page: Page, addresses: list[str]) -> list[Ask]:
    return [Ask(address) for address in addresses if on_same_host(address, page.url)]
