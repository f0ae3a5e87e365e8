"""Times as people give them to a command: `2h`, `3d`, `2026-12-01`, `2026-12-01T08:00`."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from wire.errors import ConfigurationError

_SPAN = re.compile(r"(\d{1,5})\s*(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def until(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Raises ConfigurationError for what is no time, or none to come."""
    moment = _moment(text.strip(), now, zone)
    if moment is None:
        raise ConfigurationError(f"{text!r} is no time; write 2h, 3d, 2026-12-01 or 2026-12-01T08:00")
    if moment <= now:
        raise ConfigurationError(f"{text!r} is over already")
    return moment


def _moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    if span := _SPAN.fullmatch(text):
        return now + timedelta(**{_UNITS[span[2]]: int(span[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == len("2026-12-01"):
        moment = datetime.combine(moment.date(), time(0))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
