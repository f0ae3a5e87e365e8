"""From an address and a page to a family: the one with the most signs that can really read the page."""

import re
from pathlib import Path

from crawler.extract.dom import Element, parse, select, text_of
from crawler.listings import Listing, read_listing
from crawler.listings.json_values import objects_in, parsed
from crawler.listings.shell import content_frame, forwards_to
from crawler.sniff.model import Recognition
from crawler.sniff.signals import scores
from crawler.sources import Source, source_of

_FEED = re.compile(
    r"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b",
    re.DOTALL,
)
_JSON_FILE = re.compile(
    r"""(?:getJSON|ajax|fetch|axios|\.get|url\s*:)[^;]{0,80}?["'][^"'\s]{1,200}\.json\b"""
)
_FEWEST_ROWS = 3
# Families whose records come from an interface that the page names the parameters of.
_INTERFACES = frozenset(
    [
        *("truecms", "hanweb_jpage", "hanweb_jpaas", "hanweb_xxgk"),
        *("epoint", "gkmlpt", "ucap_channel", "ucap_search"),
    ]
)
_PLACEHOLDER = re.compile(r"[<{$]|^\s*(?:null|undefined|none)\s*$", re.IGNORECASE)
_HELPFUL = [
    "--item: the CSS selector of one row of the list",
    "--preset: the family, if you know it (ucap, trs, truecms, hanweb_jpage, …)",
    "a column page instead: the list itself, with dates, rather than a home page",
]


def recognise(url: str, html: str) -> Recognition:
    """Which family a column page belongs to; never raises. Family None: `saw` and `helpful` say more."""
    if not url.startswith(("http://", "https://")):
        return Recognition(
            None, {}, None, [f"{url} is no web address"], ["an address with http:// or https://"]
        )
    if not html.strip():
        return _of_address(url)
    start = html.lstrip("\ufeff \r\n\t")[:1]
    if start in ("{", "["):
        return _of_json(url, html)
    if _FEED.match(html):
        return Recognition("feed", {"preset": "feed"}, None, ["a feed or a sitemap"])
    root = parse(html)
    name = name_of(root)
    found = scores(url, html)
    saw = [f"{family}: {', '.join(sign.words for sign in signs)}" for family, signs in found.items()]
    tried = {family: _tried(family, url, html) for family in found}
    for is_read in (_surely_read, _perhaps_read):
        for family, listing in tried.items():
            if is_read(family, listing):
                return Recognition(family, {"preset": family}, name, [*saw, *_shown(listing)])
    return _unknown(url, html, root, name, saw)


def _of_address(url: str) -> Recognition:
    """There is no page, as on a day without a newspaper."""
    found = scores(url, "")
    if not found:
        return Recognition(None, {}, None, ["no page to look at"], list(_HELPFUL))
    family, signs = next(iter(found.items()))
    return Recognition(family, {"preset": family}, None, [f"{family}: {', '.join(s.words for s in signs)}"])


def _of_json(url: str, html: str) -> Recognition:
    family = next(iter(scores(url, "")), "json_list")
    records = objects_in(parsed(html))
    if not records:
        helpful = ["api.items, api.title and api.url: where the records and their fields stand in the answer"]
        return Recognition(None, {}, None, ["JSON without records that have a title and an address"], helpful)
    return Recognition(family, {"preset": family}, None, [f"JSON with {len(records)} records"])


def _unknown(url: str, html: str, root: Element, name: str | None, saw: list[str]) -> Recognition:
    """No family's machinery: a list in the page itself, a file of records, a frame, or nothing."""
    listing = _tried("static", url, html)
    dated = sum(item.published is not None for item in listing.items)
    if dated >= _FEWEST_ROWS:
        return Recognition("static", {"preset": "static"}, name, [*saw, *_shown(listing)])
    if target := forwards_to(root, html, url) or content_frame(root, url):
        return Recognition(None, {}, name, [*saw, f"the page leads to {target}"], [target], leads_to=target)
    if _JSON_FILE.search(html):
        saw.append("a script that loads a file of records")
        return Recognition("json_list", {"preset": "json_list"}, name, saw)
    # Without dates it may be a menu, all the more beside the machinery of a family.
    if not saw and len(listing.items) > 2 * _FEWEST_ROWS:
        return Recognition("static", {"preset": "static"}, name, _shown(listing))
    links = len(select(root, "a[href]"))
    saw.append(f"{links} links, none of them in a list with dates")
    return Recognition(None, {}, name, saw, list(_HELPFUL))


def _tried(family: str, url: str, html: str) -> Listing:
    return read_listing(draft(family, url), html, url)


def draft(family: str, url: str) -> Source:
    """A source of this family, as far as a page alone can tell."""
    keys = {"id": "draft", "name": "draft", "region": "000000", "url": url, "preset": family}
    return source_of(keys, Path("draft.yaml"))


def _surely_read(family: str, listing: Listing) -> bool:
    """Dated records, or an interface to ask for them. A page has menus and banners without dates as well."""
    asked = listing.asks and family in _INTERFACES and not _only_forwards(listing)
    return bool(asked) or any(item.published is not None for item in listing.items)


def _perhaps_read(family: str, listing: Listing) -> bool:  # noqa: ARG001 - the same question for every family
    return len(listing.items) >= _FEWEST_ROWS


def _only_forwards(listing: Listing) -> bool:
    return any("only forwards" in problem for problem in listing.problems)


def _shown(listing: Listing) -> list[str]:
    dated = sum(item.published is not None for item in listing.items)
    shown = [f"{len(listing.items)} records in the page, {dated} with a date"] if listing.items else []
    return shown + ([listing.paging] if listing.paging else [])


def name_of(root: Element) -> str | None:
    """Site and column as the page's meta tags call them, else its title."""
    metas = {
        (meta.get("name") or "").lower(): (meta.get("content") or "").strip() for meta in root.iter("meta")
    }
    named = [metas.get(name, "") for name in ("sitename", "columnname")]
    given = [value for value in named if value and not _PLACEHOLDER.search(value)]
    if given:
        return "-".join(dict.fromkeys(given))[:100]
    title = next((text_of(element) for element in select(root, "title")), "")
    return title[:100] or None
