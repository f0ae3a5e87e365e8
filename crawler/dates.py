"""Dates as Chinese sites write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from wire.messages import Precision

_TIME = (
    r"(?:[\sT]*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?\s*)?(?P<ampm>上午|下午|凌晨|晚上)?\s*(?P<hour>\d{1,2})[:时](?P<minute>\d{2})"
    r"(?:分|(?::(?P<second>\d{2})(?:\.\d+)?)?)"
)
_ZONE = r"(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
_SEPARATOR = r"\s?[-\u2010-\u2015/.]{1,2}\s?"
_FULL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})"
    rf"(?:{_SEPARATOR}|\s?年\s?)(?P<month>\d{{1,2}})(?:{_SEPARATOR}|\s?月\s?)(?P<day>\d{{1,2}})(?!\d)\s?日?"
    + _TIME
    + _ZONE
)
_NO_YEAR = re.compile(
    r"(?<![\d\-/.年])(?P<month>\d{1,2})(?:[-/]|月)(?P<day>\d{1,2})(?![\d\-/.])日?" + _TIME + _ZONE
)
_IN_URL = re.compile(
    r"/(?:t(20\d{2})(\d{2})(\d{2})_\d|(20\d{2})[/-](\d{1,2})[/-](\d{1,2})/|(20\d{2})/?(\d{2})/?(\d{2})/)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time (UTC). With precision `day` it is 00:00 of that day in the zone it was read in."""

    at: datetime
    precision: Precision

    def day(self, zone: tzinfo) -> date:
        return self.at.astimezone(zone).date()


def find_moment(text: str, zone: tzinfo, today: date | None = None) -> Moment | None:
    """The first date in a text. A date without a year is read as the latest one not after `today`."""
    folded = unicodedata.normalize("NFKC", text[:2_000])
    for match in _FULL.finditer(folded):
        if moment := _moment(match, int(match["year"]), zone):
            return moment
    if today is None:
        return None
    for match in _NO_YEAR.finditer(folded):
        for year in (today.year, today.year - 1):
            moment = _moment(match, year, zone)
            # One day of grace: the site's day may have begun before ours.
            if moment and moment.day(zone) <= today + timedelta(days=1):
                return moment
    return None


def day_in_url(url: str, zone: tzinfo) -> Moment | None:
    """The day of publication that many sites write into the path."""
    for match in _IN_URL.finditer(url):
        year, month, day = (int(part) for part in match.groups() if part)
        if (found := _day(year, month, day)) is not None:
            return Moment(datetime.combine(found, datetime.min.time(), zone).astimezone(UTC), "day")
    return None


def _moment(match: re.Match[str], year: int, zone: tzinfo) -> Moment | None:
    day = _day(year, int(match["month"]), int(match["day"]))
    if day is None:
        return None
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["ampm"] in ("下午", "晚上") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        hour = minute = second = 0
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(match["offset"], zone))
    # Midnight is what a system prints that stores only the day.
    precision: Precision = "minute" if (hour, minute, second) != (0, 0, 0) else "day"
    return Moment(local.astimezone(UTC), precision)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(offset: str | None, default: tzinfo) -> tzinfo:
    if not offset:
        return default
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 14 or minutes > 59:
        return default
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
