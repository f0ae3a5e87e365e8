"""An article that goes on over several pages is one article."""

from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from crawler.article import Extracted, extract
from crawler.extract.dom import parse
from crawler.extract.further import MOST_PAGES, further_pages
from crawler.sources import Source
from wire.identity import normalised
from wire.messages import MAX_TEXT_CHARS


@dataclass(slots=True)
class Joining:
    """Collects the pages of one article; `lost` says why a page could not be had."""

    first: Extracted
    url: str
    zone: ZoneInfo
    source: Source | None = None
    lost: str = ""
    _parts: list[Extracted] = field(default_factory=list)
    _waiting: list[str] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._parts.append(self.first)
        self._waiting += self.first.further_pages

    def next_page(self) -> str | None:
        while self._waiting and len(self._asked) < MOST_PAGES - 1:
            page = self._waiting.pop(0)
            if page not in self._asked:
                self._asked.add(page)
                return page
        return None

    def add(self, url: str, html: str) -> None:
        """Take in the page that was found; one that is no continuation ends the article."""
        part = extract(html, url, zone=self.zone, source=self.source)
        if not self._goes_on(part):
            self._waiting.clear()
            return
        self._parts.append(part)
        self._waiting += further_pages(parse(html), html, url, self.url)

    def lose(self, url: str, reason: str) -> None:
        self._waiting.clear()
        self.lost = f"{url}: {reason}"

    def article(self) -> Extracted:
        if len(self._parts) == 1 and not self.lost:
            return self.first
        text = "\n".join(part.text for part in self._parts if part.text)
        return replace(
            self.first,
            text=text[:MAX_TEXT_CHARS],
            truncated=len(text) > MAX_TEXT_CHARS,
            attachments=list({one.url: one for part in self._parts for one in part.attachments}.values()),
            images=list(dict.fromkeys(image for part in self._parts for image in part.images)),
            provenance=self.first.provenance | self._text_origin(),
            problems=[*self.first.problems, *([f"a further page is missing: {self.lost}"] * bool(self.lost))],
        )

    def _goes_on(self, part: Extracted) -> bool:
        """A page beyond the end may be the first page again, an error or another article."""
        if not (part.text or part.images) or any(
            (part.text, part.images) == (known.text, known.images) for known in self._parts
        ):
            return False
        title, first = normalised(part.title), normalised(self.first.title)
        return not title or title in first or first in title

    def _text_origin(self) -> dict[str, str]:
        origin = self.first.provenance.get("text")
        return {"text": f"{origin}, {len(self._parts)} pages"} if origin and len(self._parts) > 1 else {}
