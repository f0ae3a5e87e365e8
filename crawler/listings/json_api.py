"""Interfaces that answer in JSON: described by a preset, their parameters found on the column page."""

import re
from urllib.parse import urljoin, urlsplit

from crawler.extract.dom import parse
from crawler.listings.html_list import problems_of, read_html_list
from crawler.listings.items import item_of, merged, on_same_host
from crawler.listings.json_values import at_path, first_text, moment_of, objects_in, parsed
from crawler.listings.model import FORM, JSON, Ask, Listing, ListItem, Page
from crawler.listings.shell import forwards_to
from crawler.source_model import Api
from crawler.sources import Source

_NAME = re.compile(r"\{(\w+)\}")
_OWN = {"page", "size", "number0", "start"}
_MOST_ITEMS = 5_000
_SEEN = 1_000_000


def first_call(source: Source) -> Ask:
    """The interface where its parameters stand in the address, else the page they are looked for on."""
    api = source.api
    values = _values(api, source.url, "")
    if api.endpoint is None or _missing(api, values):
        return Ask(source.url)
    call = _call(source, api, values, api.first)
    return call if urlsplit(call.url).path == urlsplit(source.url).path else Ask(source.url)


def read_json_api(page: Page) -> Listing:
    if page.text.lstrip()[:1] in ("{", "["):
        return _read_answer(page)
    return _read_column(page)


def _read_column(page: Page) -> Listing:
    """The page, or a script it names, holds the parameters of the interface."""
    api = page.source.api
    if forwarded := forwards_to(parse(page.text), page.text, page.url):
        return Listing([], [Ask(forwarded)], [f"the page only forwards to {forwarded}"])
    cursor = page.ask.cursor
    values = cursor | _values(api, page.source.url, page.text)
    missing = _missing(api, values)
    if missing and api.script and "script" not in cursor and (match := re.search(api.script, page.text)):
        url = urljoin(page.url, match[1])
        if on_same_host(url, page.url):
            return Listing([], [Ask(url, cursor=values | {"script": url})])
    if missing or api.endpoint is None:
        listing = read_html_list(page)
        names = ", ".join(missing) or "endpoint"
        return (
            listing
            if listing.items
            else Listing(problems=[f"{names} not found; set api.values in the source"])
        )
    return Listing([], [_call(page.source, api, values, api.first)], [], f"pages of {api.endpoint}")


def _values(api: Api, url: str, text: str) -> dict[str, str]:
    """Values of the source, of the address, of the page, the first that is there."""
    found = {"url": url, "origin": "{0.scheme}://{0.netloc}".format(urlsplit(url))} | api.values
    for name, pattern in api.find.items():
        if name not in found and (match := re.search(pattern, url) or re.search(pattern, text[:_SEEN])):
            found[name] = next((group for group in match.groups() if group is not None), match[0])
    return api.otherwise | found


def _missing(api: Api, values: dict[str, str]) -> list[str]:
    asked = _NAME.findall(f"{api.endpoint or ''} {api.body or ''}")
    return sorted({name for name in asked if name not in values and name not in _OWN})


def _call(source: Source, api: Api, values: dict[str, str], number: int) -> Ask:
    values = values | {"page": str(number), "size": str(api.size)}
    url = urljoin(source.url, _filled(api.endpoint or "", values))
    # Scripts write http: or // on a page that is https.
    if url.startswith("http:") and source.url.startswith("https:"):
        url = "https:" + url.removeprefix("http:")
    body = _filled(api.body, values) if api.body is not None else None
    # Some installations of one family count from 0, others from 1 and have nothing at 0.
    instead = _call(source, api, values, 1) if number == 0 else None
    return Ask(url, body, JSON if api.body_type == "json" else FORM, cursor=values, instead=instead)


def _filled(template: str, values: dict[str, str]) -> str:
    return _NAME.sub(lambda match: values.get(match[1], match[0]), template)


def _read_answer(page: Page) -> Listing:
    api, answer = page.source.api, parsed(page.text)
    found = at_path(answer, api.items) if api.items else None
    records = (
        [one for one in found if isinstance(one, dict)] if isinstance(found, list) else objects_in(answer)
    )
    items = merged(_item(record, page) for record in records[:_MOST_ITEMS])
    number = int(page.ask.cursor.get("page", "0"))
    total = at_path(answer, api.total) if api.total else None
    asks = _next(page, api, number, len(records), total)
    paging = f"{total if total is not None else len(records)} records, {len(records)} on this page"
    # Page 0 and page 1 are the same on some sites.
    return Listing(items, asks, problems_of(items, page, len(records)), paging, goes_on=number <= 1)


def _item(record: dict[str, object], page: Page) -> ListItem | None:
    api = page.source.api
    title, address = first_text(record, api.title, "title"), first_text(record, api.url, "url")
    moment = moment_of(record, api.date, page.zone, page.today)
    base = urljoin(page.source.url, api.base)
    return item_of(page, base, address, title, moment) if title and address else None


def _next(page: Page, api: Api, number: int, count: int, total: object) -> list[Ask]:
    values = page.ask.cursor
    paged = "{page}" in f"{api.endpoint}{api.body}"
    # The last page is shorter than those before it.
    size = max(count, int(values.get("count", "0")))
    if "page" not in values or not count or not paged or _is_last(api, number, size, total):
        return []
    return [_call(page.source, api, values | {"count": str(size)}, number + 1)]


def _is_last(api: Api, number: int, size: int, total: object) -> bool:
    if not re.fullmatch(r"[0-9]{1,9}", str(total)):
        return False
    # Asked from 0 where the site counts from 1, the first page comes twice.
    read = number if api.first == 0 else number + 1 - api.first
    return read * size >= int(str(total))
