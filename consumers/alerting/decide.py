"""Whether a match is told at once, kept for later, or is nothing new; one pure function."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from consumers.alerting.rules import Rule
from wire.messages import Article, Lane
from wire.settings import Settings

_ONE_DAY = timedelta(days=1)


class Decision(Enum):
    """The value says why, for logs and reports."""

    ALERT_NOW = "new"
    LATE_LANE = "not from the live lane"
    LATE_FIND = "first seen too long ago"
    LATE_PUBLICATION = "published too long ago"
    REPEAT = "this story was told already"
    OLDER_REVISION = "not newer than what was handled"
    RETAGGED = "only the tagger changed"
    WITHDRAWN = "the article was withdrawn"

    @property
    def creates(self) -> bool:
        return self is Decision.ALERT_NOW or self.is_late

    @property
    def is_late(self) -> bool:
        return self in {Decision.LATE_LANE, Decision.LATE_FIND, Decision.LATE_PUBLICATION}


@dataclass(frozen=True, slots=True)
class Windows:
    """How old something may be and still be news."""

    first_seen: timedelta
    published: timedelta

    @classmethod
    def of(cls, rule: Rule, settings: Settings) -> "Windows":
        hours = rule.first_seen_hours or settings.alert_first_seen_hours
        days = rule.published_days or settings.alert_published_days
        return cls(timedelta(hours=hours), timedelta(days=days))


def decide_record(
    article: Article, lane: Lane, order: tuple[int, int], seen: tuple[int, int] | None
) -> Decision | None:
    """What holds for the whole record, whatever it matches; None when its matches must be decided one by one.

    `order` and `seen` are (revision, tagging.seq) of this record and of the newest one handled.
    """
    if seen is not None and order <= seen:
        return Decision.OLDER_REVISION
    if lane == "retag":
        return Decision.RETAGGED
    if article.withdrawn_at is not None:
        return Decision.WITHDRAWN
    return None


def decide(article: Article, lane: Lane, windows: Windows, *, told: bool, now: datetime) -> Decision:
    """What becomes of one match. `told` means that its alert exists."""
    if told:
        return Decision.REPEAT
    if lane != "live":
        return Decision.LATE_LANE
    if now - article.first_seen >= windows.first_seen:
        return Decision.LATE_FIND
    if now - _latest_publication(article) > windows.published:
        return Decision.LATE_PUBLICATION
    return Decision.ALERT_NOW


def _latest_publication(article: Article) -> datetime:
    """A date without a time may be any moment of that day, but none after the article was found."""
    if article.published_precision != "day":
        return article.shown_at
    return max(article.shown_at, min(article.shown_at + _ONE_DAY, article.first_seen))
