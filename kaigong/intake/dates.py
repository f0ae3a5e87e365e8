"""Dates as people write them in options, headers and JSON lines."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from wire.messages import Precision

_DATE = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<H>\d{1,2})[:：时](?P<M>\d{1,2}))?"
)


def parse_date(text: str, zone: ZoneInfo) -> tuple[datetime, Precision]:
    """ISO 8601 or a Chinese date; without an offset it is local in `zone`, without a time it is that day.

    Raises ValueError, which says what is expected.
    """
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC), "minute"
    match = _DATE.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no date; write 2026-03-02 or 2026-03-02 09:30")
    year, month, day = (int(match[part]) for part in "ymd")
    if match["H"] is None:
        return datetime(year, month, day, tzinfo=zone).astimezone(UTC), "day"
    return datetime(year, month, day, int(match["H"]), int(match["M"]), tzinfo=zone).astimezone(UTC), "minute"
