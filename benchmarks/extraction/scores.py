"""How many fields an extractor gets right."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from extraction.pages import Page, compact

FIELDS = ("title", "time", "source", "body")
# A caption more or less makes no text wrong; a menu or a footer does.
_TOLERANCE = 0.03


@dataclass(frozen=True)
class Fields:
    """What an extractor says of a page."""

    title: str = ""
    published: datetime | None = None
    source: str = ""
    body: str = ""


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    wrong: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, read: Callable[[Page], Fields], pages: list[Page]) -> "Score":
        score = cls()
        for page in pages:
            score._add(page, read(page))
        return score

    def _add(self, page: Page, said: Fields) -> None:
        judged = {
            "title": compact(said.title) == compact(page.title),
            "time": _same_moment(page, said.published),
            "body": _same_body(page, compact(said.body)),
        }
        if page.source is not None:
            judged["source"] = compact(said.source) == compact(page.source)
        for name, is_right in judged.items():
            self.asked[name] += 1
            self.right[name] += is_right
            if not is_right:
                self.wrong[name].append(f"{page.name}: {name}: {_shown(said, name)}")


def _same_moment(page: Page, said: datetime | None) -> bool:
    """To the minute where the page tells it; an extractor without a zone means the page's own."""
    if said is None or page.published is None:
        return said is page.published
    aware = said if said.tzinfo else said.replace(tzinfo=page.published.tzinfo)
    if not page.has_time:
        return aware.astimezone(page.published.tzinfo).date() == page.published.date()
    return abs(aware - page.published) < timedelta(minutes=1)


def _same_body(page: Page, body: str) -> bool:
    if page.chars == 0:
        return body == ""
    off_by = abs(len(body) - page.chars)
    return page.begins in body and page.ends in body and off_by <= max(5, _TOLERANCE * page.chars)


def _shown(said: Fields, name: str) -> str:
    if name == "body":
        text = compact(said.body)
        return f"{len(text)} characters, {text[:20]} … {text[-20:]}"
    return str({"title": said.title, "time": said.published, "source": said.source}[name])
