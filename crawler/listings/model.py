"""What reading a listing yields."""

from dataclasses import dataclass, field
from datetime import datetime

from wire.messages import Precision


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
    items: list[ListItem] = field(default_factory=list)
    next_pages: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
