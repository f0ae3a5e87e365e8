"""The day of an article and the day of an event, where the two do not contradict each other."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from consumers.tagging.events.dates import Moment
from wire.messages import Article, DatePrecision, EventState

_ZONE = ZoneInfo("Asia/Shanghai")  # of the days that Chinese articles speak of


def article_day(article: Article) -> date:
    return article.shown_at.astimezone(_ZONE).date()


def event_day(
    moment: Moment | None, state: EventState, article: date
) -> tuple[datetime | None, DatePrecision]:
    """The first day of what the text says; none for what is done tomorrow, or planned for yesterday."""
    if moment is None:
        return None, "none"
    if moment.first > article if state == "done" else moment.last < article:
        return None, "none"
    begin = datetime.combine(moment.first, time(), _ZONE)
    return begin.astimezone(UTC), moment.precision
