"""Which of the dates of a page is the date of publication, and why. Pure."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from crawler.dates import Moment

# A page is sometimes written days before it is published; an import dates old pages to one day.
_BEFORE_PUBLICATION = timedelta(days=3)
# So far apart that the address alone is believed.
_OTHER_TIMES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, and where it was found."""

    moment: Moment
    how: str


@dataclass(frozen=True, slots=True)
class Dates:
    """What the meta tag, the visible line, the address and the listing say."""

    meta: Dated
    line: Dated | None
    in_url: Moment | None
    listed: Moment | None
    zone: tzinfo

    def same_day(self, one: Moment, other: Moment | None) -> bool:
        return other is not None and one.day(self.zone) == other.day(self.zone)


def decide(dates: Dates) -> tuple[Dated, str]:
    """The date that is believed; the reason is empty where nothing contradicts the meta tag."""
    meta, line = dates.meta, dates.line
    if line is not None and dates.same_day(line.moment, meta.moment):
        if meta.moment.precision == "day" and line.moment.precision == "minute":
            return line, ""
        if _same_on_12_hours(meta.moment, line.moment):
            return line, "the meta tag has a 12-hour clock; the visible time is believed"
    if line is not None and not dates.same_day(line.moment, meta.moment):
        return _between(dates, line)
    return _against_address(dates)


def _between(dates: Dates, line: Dated) -> tuple[Dated, str]:
    """The visible line and the meta tag name different days."""
    if dates.same_day(line.moment, dates.in_url) or dates.same_day(line.moment, dates.listed):
        return line, "the meta date is not the visible one; the visible date is confirmed"
    is_labelled = line.how.startswith(("line:", "table:"))
    if is_labelled and dates.meta.moment.at - line.moment.at > _BEFORE_PUBLICATION:
        return (
            line,
            "the meta date is later than the visible one, as after an import; the visible date is believed",
        )
    return dates.meta, "the visible date is not the meta date"


def _against_address(dates: Dates) -> tuple[Dated, str]:
    """Meta tag and visible line agree, or there is no such line: both may have the day of an import."""
    if dates.in_url is None:
        return dates.meta, ""
    later_by = dates.meta.moment.at - dates.in_url.at
    confirmed = dates.line is None or dates.same_day(dates.in_url, dates.listed)
    if later_by > (_BEFORE_PUBLICATION if confirmed else _OTHER_TIMES):
        reason = "the meta date is later than the date in the address; the address is believed"
        return Dated(dates.in_url, "url"), reason
    return dates.meta, ""


def _same_on_12_hours(meta: Moment, seen: Moment) -> bool:
    """Also for a visible time without its seconds."""
    ahead = seen.at - meta.at.replace(second=seen.at.second)
    return "minute" == meta.precision == seen.precision and ahead == timedelta(hours=12)
