"""What reading a listing takes and yields."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from crawler.sources import Source
from wire.messages import Precision

CHINA = ZoneInfo("Asia/Shanghai")
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
JSON = "application/json;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for a page of a listing; with a `body` it is a POST.

    `cursor` is what the reader of the answer must know again; it is empty for the page that the source names.
    `instead` is asked when this one cannot be had or brings nothing new.
    """

    url: str
    body: str | None = None
    content_type: str = FORM
    cursor: dict[str, str] = field(default_factory=dict)
    instead: "Ask | None" = None

    @property
    def key(self) -> str:
        return f"{self.url} {self.body or ''}"

    def knowing(self, **facts: str) -> "Ask":
        """The same request with more for the reader of its answer, and so what is asked instead."""
        instead = self.instead.knowing(**facts) if self.instead else None
        return replace(self, cursor=self.cursor | facts, instead=instead)

    @property
    def name(self) -> str:
        """What tells it apart, for people."""
        return f"{self.url} with {self.body}" if self.body else self.url


@dataclass(frozen=True, slots=True)
class Page:
    """An answer to read. `url` is where the redirects ended; `today` lets dates without a year be read."""

    source: Source
    ask: Ask
    url: str
    text: str
    zone: ZoneInfo = CHINA
    today: date | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One link of a listing: `url` is absolute, `published` UTC; an `external` one is noted, not fetched."""

    url: str
    title: str
    published: datetime | None = None
    precision: Precision = "none"
    external: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page names. `goes_on`: more may follow even if nothing of it is new.

    `paging` says in a few words how the page continues.
    """

    items: list[ListItem] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    paging: str = ""
    goes_on: bool = False

    @property
    def next_pages(self) -> list[str]:
        return [ask.url for ask in self.asks]
