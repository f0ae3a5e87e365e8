"""A newspaper by its pages, in Founder's layout: an issue, its pages, the articles of a page."""

import re
from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlsplit

from crawler.dates import Moment, day_in_url
from crawler.extract.dom import Element, parse, select, text_of
from crawler.listings.html_list import base_of
from crawler.listings.items import absolute, item_of, merged, on_same_host
from crawler.listings.model import Ask, Listing, ListItem, Page
from crawler.listings.shell import content_frame, forwards_to
from crawler.sources import Source

_DATED_PATH = re.compile(r"/(?P<year>20\d{2})(?P<one>[-/]?)(?P<month>\d{2})(?P<two>[-/])(?P<day>\d{2})/")
_NODE = re.compile(r"/node_\d+\.s?html?$", re.IGNORECASE)
_CONTENT = re.compile(r"/content_\w+\.s?html?$", re.IGNORECASE)
_SIZE_OF_PIECE = 2
_MOST_LINKS = 3_000


def first_issues(source: Source, today: date) -> Ask:
    """Today's issue; where there is none, as on holidays, the one of the day before, and so on."""
    template = source.paper.issue or template_of(source.url)
    if template is None:
        return Ask(source.url)
    return _issue(template, today, source.paper.days) or Ask(source.url)


def template_of(url: str) -> str | None:
    """The address of any day's issue, from that of one day's."""
    address = url.replace("%", "%%")
    match = _DATED_PATH.search(address)
    if match is None:
        return None
    dated = f"/%Y{match['one']}%m{match['two']}%d/"
    return address[: match.start()] + dated + address[match.end() :]


def _issue(template: str, day: date, left: int) -> Ask | None:
    if left <= 0:
        return None
    cursor = {"template": template, "day": day.isoformat(), "left": str(left - 1)}
    before = _issue(template, day - timedelta(days=1), left - 1)
    return Ask(day.strftime(template), cursor=cursor, instead=before)


def read_epaper(page: Page) -> Listing:
    root = parse(page.text)
    base = base_of(root, page.url)
    links = _addresses(root, base)
    items = merged(_item(element, url, page) for element, url in links if _CONTENT.search(urlsplit(url).path))
    layouts = _layouts(links, page)
    if not items and not layouts:
        return _elsewhere(root, page)
    template = page.ask.cursor.get("template") or page.source.paper.issue or template_of(page.url)
    # A page with advertisements only has no articles; the issue goes on behind it.
    asks = [Ask(url, cursor={"layout": "yes"}) for url in layouts]
    if template and "layout" not in page.ask.cursor:
        asks += _day_before(page, template)
    return Listing(
        items, asks, [], f"{len(layouts) + 1} pages of an issue", goes_on="layout" in page.ask.cursor
    )


def _elsewhere(root: Element, page: Page) -> Listing:
    """The home page of a paper only forwards to the issue of the day."""
    if target := forwards_to(root, page.text, page.url) or content_frame(root, page.url):
        return Listing([], [Ask(target)], [f"the page only forwards to {target}"])
    return Listing(problems=["no pages and no articles of an issue; is it a newspaper's page?"])


def _addresses(root: Element, base: str) -> list[tuple[Element, str]]:
    """Links, and the areas on the picture of the page."""
    found = [
        (link, absolute(base, link.get("href", "")))
        for link in select(root, "a[href], area[href]")[:_MOST_LINKS]
    ]
    return [(link, url) for link, url in found if url and on_same_host(url, base)]


def _item(element: Element, url: str, page: Page) -> ListItem | None:
    """Old pages have `?div=-1` behind the address of an article; an area on the picture has no title."""
    title = text_of(element) or element.get("title") or element.get("alt") or ""
    if len(title) < _SIZE_OF_PIECE or re.search(page.source.paper.skip, title.strip()):
        return None
    return item_of(page, page.url, url.partition("?")[0], title, _day_of(url, page))


def _day_of(url: str, page: Page) -> Moment | None:
    """The date in the address of the article: yesterday's issue may be served under today's."""
    match = _DATED_PATH.search(urlsplit(url).path)
    if match is None:
        return None
    return day_in_url(f"/{match['year']}/{match['month']}/{match['day']}/", page.zone)


def _layouts(links: list[tuple[Element, str]], page: Page) -> list[str]:
    """The other pages of the issue, which may be yesterday's; single links lead to the issues around it."""
    found = dict.fromkeys(url.partition("?")[0] for _, url in links if _NODE.search(urlsplit(url).path))
    issues = Counter(_issue_of(url) for url in found)
    if not issues:
        return []
    own, most = _issue_of(page.url), max(issues.values())
    issue = own if issues[own] == most else issues.most_common(1)[0][0]
    return [url for url in found if url != page.url and _issue_of(url) == issue]


def _issue_of(url: str) -> str:
    match = _DATED_PATH.search(urlsplit(url).path)
    return match[0] if match else ""


def _day_before(page: Page, template: str) -> list[Ask]:
    cursor = page.ask.cursor
    if "day" in cursor:
        day, left = date.fromisoformat(cursor["day"]), int(cursor["left"])
    elif page.today is not None:
        day, left = page.today, page.source.paper.days - 1
    else:
        return []
    before = _issue(template, day - timedelta(days=1), left)
    return [before] if before else []
