"""Hanweb's JPAAS: the column page is a shell whose units are fetched one by one as JSON with HTML in it."""

import html
import json
import re
from urllib.parse import quote, urljoin

from crawler.extract.dom import Element, parse, select
from crawler.listings.html_list import base_of, items_of, problems_of, read_html_list
from crawler.listings.items import on_same_host
from crawler.listings.model import Ask, Listing, Page
from crawler.listings.rows import rows_of
from crawler.listings.script import pairs_of

_LIST_NAMES = re.compile(r"列表|list|栏目|内容|信息|分页", re.IGNORECASE)
_NO_LIST_NAMES = re.compile(
    r"导航|头部|底部|尾部|位置|菜单|搜索|友情|标题|nav|head|foot|menu|position|banner", re.IGNORECASE
)
_PAGE_SIZE = re.compile(r"""\brows\\?["']?\s*[:=]\s*\\?["']?(\d{1,3})""")
_COUNT = re.compile(r"""\bcount\\?["']?\s*[:=]\s*\\?["']?(\d{1,7})""")
_MOST_UNITS = 8


def read_jpaas(page: Page) -> Listing:
    return _read_unit(page) if "unit" in page.ask.cursor else _read_shell(page)


def _read_shell(page: Page) -> Listing:
    """A unit that brings nothing is followed by the next likely one."""
    root = parse(page.text)
    units = sorted(select(root, "[querydata][url]")[:_MOST_UNITS], key=_likeliness, reverse=True)
    ask: Ask | None = None
    for unit in reversed(units):
        ask = _unit_ask(unit, page, ask) or ask
    if ask is None:
        return read_html_list(page)
    return Listing([], [ask], [], f"{len(units)} units of JPAAS, {ask.cursor['unit']} first")


def _likeliness(unit: Element) -> int:
    name = _query(unit).get("tagId", "")
    return bool(_LIST_NAMES.search(name)) - bool(_NO_LIST_NAMES.search(name))


def _query(unit: Element) -> dict[str, str]:
    return pairs_of(html.unescape(unit.get("querydata", "")))


def _unit_ask(unit: Element, page: Page, instead: Ask | None) -> Ask | None:
    endpoint = urljoin(page.url, unit.get("url", "").strip())
    query = _query(unit)
    if not query or not on_same_host(endpoint, page.url):
        return None
    asked = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in query.items())
    name = query.get("tagId") or unit.get("id") or "unnamed"
    cursor = {"unit": name, "column": page.url, "number": "1", "asked": f"{endpoint}?{asked}"}
    return Ask(cursor["asked"], cursor=cursor, instead=instead)


def _read_unit(page: Page) -> Listing:
    fragment, problem = _fragment(page)
    cursor = page.ask.cursor
    if problem:
        return Listing(problems=[problem])
    root = parse(fragment)
    records = rows_of(root, page.zone, page.today)
    items = items_of(page, records, base_of(root, cursor["column"]))
    if page.ask.instead is not None and not any(item.published for item in items):
        # Rather a menu than the list.
        return Listing(problems=[f"unit {cursor['unit']} has no dated records"])
    number = int(cursor["number"])
    size, count = _number(_PAGE_SIZE, fragment) or len(records), _number(_COUNT, fragment)
    ended = not items or size == 0 or (count is not None and number * size >= count)
    asks = [] if ended else [_page_ask(cursor, number + 1, size)]
    paging = f"{count if count is not None else 'unknown'} records, {size} a page"
    return Listing(items, asks, problems_of(items, page, len(records)), paging)


def _page_ask(cursor: dict[str, str], number: int, size: int) -> Ask:
    parameter = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
    url = f"{cursor['asked']}&paramJson={quote(parameter, safe='')}"
    return Ask(url, cursor=cursor | {"number": str(number)})


def _fragment(page: Page) -> tuple[str, str | None]:
    unit = page.ask.cursor["unit"]
    try:
        answer = json.loads(page.text)
        data = answer.get("data")
        fragment = data.get("html") if isinstance(data, dict) else data
    except (ValueError, RecursionError, AttributeError):
        return "", f"the answer for unit {unit} is no JSON"
    if answer.get("success") is False or not isinstance(fragment, str):
        return "", f"unit {unit} was refused: {str(answer.get('message') or answer.get('code'))[:100]}"
    return fragment, None


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return int(match[1]) if match else None
