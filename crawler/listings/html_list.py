"""Listings that stand in the page itself, visible or not, and go on at further pages."""

from crawler.extract.dom import Element, parse, select
from crawler.listings.datastore import read_datastores
from crawler.listings.items import absolute, item_of, merged, on_same_host
from crawler.listings.model import Ask, Listing, ListItem, Page
from crawler.listings.pagers import GUESSED, next_asks
from crawler.listings.records import address_of, date_texts, records_of, title_of
from crawler.listings.rows import rows_of, shape_of
from crawler.listings.shell import content_frame, forwards_to
from crawler.source_model import Records

_MAX_RECORDS = 2_000
_FULL_PAGE = 5


def read_html_list(page: Page) -> Listing:
    root = parse(page.text)
    if page.source.records.origin == "iframe" and (frame := content_frame(root, page.url)):
        return Listing([], [Ask(frame, cursor=page.ask.cursor)], [f"the list stands in {frame}"])
    base = base_of(root, page.url)
    records = _records(root, page)
    items = items_of(page, records, base)
    if not items and (target := forwards_to(root, page.text, page.url) or content_frame(root, page.url)):
        asks = [Ask(target, cursor=page.ask.cursor)]
        return Listing([], asks, [f"the page only forwards to {target}"])
    asks, paging = next_asks(page, root, base)
    # A short list has no second page that is worth guessing.
    asks = [one for one in asks if GUESSED not in one.cursor or len(items) >= _FULL_PAGE]
    asks = [one.knowing(rows=shape_of(records)) for one in asks]
    return Listing(items, asks, problems_of(items, page, len(records)), paging)


def base_of(root: Element, url: str) -> str:
    """The address that the links of a page are relative to."""
    for element in select(root, "base[href]"):
        declared = absolute(url, element.get("href", ""))
        if declared and on_same_host(declared, url):
            return declared
    return url


def _records(root: Element, page: Page) -> list[Element]:
    config = page.source.records
    if config.origin == "datastore":
        return [record for store in read_datastores(page.text) for record in store.records]
    like = page.ask.cursor.get("rows", "")
    if config.origin in ("rows", "iframe") and not config.item:
        return rows_of(root, page.zone, page.today, like)
    found = records_of(root, config)
    if found or config.origin != "dom" or page.source.preset == "links":
        return found
    # The template of this site is another than its family's usual one.
    return rows_of(root, page.zone, page.today, like)


def items_of(page: Page, records: list[Element], base: str) -> list[ListItem]:
    """The items of elements that hold one record each."""
    config = page.source.records
    return merged(_item(record, config, page, base) for record in records[:_MAX_RECORDS])


def _item(record: Element, config: Records, page: Page, base: str) -> ListItem | None:
    found = address_of(record, config)
    if found is None:
        return None
    link, address = found
    return item_of(page, base, address, title_of(record, link, config), date_texts(record, link, config))


def problems_of(items: list[ListItem], page: Page, records: int) -> list[str]:
    """What is wrong with the items of a page that should have some."""
    source = page.source
    if items:
        dated = any(item.published is not None for item in items)
        return [] if dated else ["no record has a date"]
    where = source.records.item or source.records.origin
    if records:
        return [f"none of the {records} records has a link that `urls` of {source.id} lets through"]
    return [f"no records: {where!r} matches nothing; has the site been redesigned?"]
