"""What a source shows now against what it was expected to show, in sentences. Pure."""

import re
from collections.abc import Iterator

from kaigong.sourcing.seen import Seen, SeenArticle, SeenItem

# Lists grow and shrink a little every day.
_MUCH_SHORTER = 0.5
# How many pages and records there are, but not the number in the name of a page.
_COUNT = re.compile(r"(?<![\w.])\d+(?![\w.])")
_FIELDS = ("title", "published", "has_time", "source", "first_line", "attachments", "images")


def changes(expected: Seen, now: Seen, *, same_pages: bool) -> list[str]:
    """`same_pages`: both were read from the same saved pages, so every item must be the same."""
    found = [*_family(expected, now), *_paging(expected, now)]
    found += _every_item(expected, now) if same_pages else _items(expected, now)
    return [*found, *_articles(expected, now)]


def _family(expected: Seen, now: Seen) -> Iterator[str]:
    if expected.family != now.family:
        yield f"family: it was {expected.family or 'unknown'}, now it is {now.family or 'unknown'}"


def _paging(expected: Seen, now: Seen) -> Iterator[str]:
    if expected.paging and _COUNT.sub("", expected.paging) != _COUNT.sub("", now.paging):
        yield f"paging: it was {expected.paging!r}, now it is {now.paging or 'none'!r}"


def _every_item(expected: Seen, now: Seen) -> Iterator[str]:
    before = {item.url: item for item in expected.items}
    after = {item.url: item for item in now.items}
    if missing := [item for url, item in before.items() if url not in after]:
        yield f"items: {len(missing)} of {len(before)} are missing, first {_named(missing[0])}"
    if more := [item for url, item in after.items() if url not in before]:
        yield f"items: {len(more)} were not there before, first {_named(more[0])}"
    for url, old in before.items():
        if (new := after.get(url)) and new != old:
            field = "title" if new.title != old.title else "date"
            was, is_now = (old.title, new.title) if field == "title" else (old.published, new.published)
            yield f"items: the {field} of {url} was {was}, now it is {is_now}"


def _items(expected: Seen, now: Seen) -> Iterator[str]:
    if len(now.items) < _MUCH_SHORTER * len(expected.items):
        yield f"items: {len(now.items)} are listed, {len(expected.items)} were"
    had, has = _dated(expected.items), _dated(now.items)
    if expected.items and now.items and had > _MUCH_SHORTER > has:
        yield f"items: {has:.0%} have a date in the list, {had:.0%} had"


def _dated(items: list[SeenItem]) -> float:
    return sum(item.published is not None for item in items) / max(len(items), 1)


def _articles(expected: Seen, now: Seen) -> Iterator[str]:
    before = {article.url: article for article in expected.articles}
    known = [article for article in now.articles if article.url in before]
    for article in known:
        yield from _fields(before[article.url], article)
    new = [article for article in now.articles if article.url not in before]
    for field in _found_in_all(expected.articles):
        without = [article for article in new if field not in article.provenance]
        if new and len(without) == len(new):
            yield f"articles: no new one has {field}, all had it; see {without[0].url}"
    if expected.articles and not now.articles:
        yield f"articles: none could be read, {len(expected.articles)} were"


def _fields(old: SeenArticle, new: SeenArticle) -> Iterator[str]:
    for field in _FIELDS:
        was, is_now = getattr(old, field), getattr(new, field)
        if was != is_now:
            yield f"article {new.url}: {field} was {_shown(was)}, now it is {_shown(is_now)}"
    if old.first_line == new.first_line and old.characters != new.characters:
        yield f"article {new.url}: the text has {new.characters} characters, it had {old.characters}"


def _found_in_all(articles: list[SeenArticle]) -> list[str]:
    if not articles:
        return []
    return [
        field
        for field in ("title", "text", "published", "publisher")
        if all(field in article.provenance for article in articles)
    ]


def _named(item: SeenItem) -> str:
    return f"{item.title!r} {item.url}"


def _shown(value: object) -> str:
    return "nothing" if value is None or value == "" else repr(str(value)[:80])
