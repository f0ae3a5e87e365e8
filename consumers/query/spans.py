"""Times as people write them in a query: a year, a month, a day or a moment."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_YEAR = re.compile(r"(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d?)", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def span(text: str, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """Its first moment and the one behind its last; None where the text is a moment itself.

    Raises ValueError for what is no time.
    """
    if found := _DAY.fullmatch(text):
        day = datetime(*map(int, found.groups()), tzinfo=zone)  # type: ignore[arg-type, misc]
        return day, day + timedelta(days=1)
    if found := _MONTH.fullmatch(text):
        year, month = map(int, found.groups())
        return datetime(year, month, 1, tzinfo=zone), datetime(
            year + month // 12, month % 12 + 1, 1, tzinfo=zone
        )
    if found := _YEAR.fullmatch(text):
        year = int(text)
        return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"{text!r} is no time")
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)), None
