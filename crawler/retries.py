"""When a link is fetched again, and when it is given up. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.records import Disposition, Link

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

# After so long each time; when the list is used up, the link is given up.
_AGAIN: dict[Disposition, tuple[timedelta, ...]] = {
    "failed": (_MINUTE, 10 * _MINUTE, _HOUR, 6 * _HOUR, 24 * _HOUR),
    "thin": (10 * _MINUTE, _HOUR, 6 * _HOUR, 24 * _HOUR),
    "gone": (_HOUR, 24 * _HOUR),
    "blocked": (timedelta(0), timedelta(0)),  # the source rests anyway
}
_RECHECK_FIRST = _HOUR
_RECHECK_FACTOR = 3
_RECHECK_UNTIL = timedelta(days=7)


def settled(link: Link, disposition: Disposition, now: datetime) -> Link:
    """The link after a fetch that came to `disposition`, with its next try or none."""
    if disposition in ("published", "unchanged", "link_only"):
        return replace(
            link,
            status="seen",
            disposition=disposition,
            attempts=0,
            fetched_at=now,
            next_try=None if disposition == "link_only" else _recheck(link, now),
        )
    waits = _AGAIN.get(disposition, ())
    again = link.attempts < len(waits)
    published = link.revision > 0
    return replace(
        link,
        status="seen" if published else "pending" if again else "failed",
        disposition=disposition,
        attempts=link.attempts + 1,
        fetched_at=now,
        next_try=now + waits[link.attempts] if again else None,
    )


def _recheck(link: Link, now: datetime) -> datetime | None:
    """Editors correct articles soon after they appear: look again after 1, 4, 16 and 64 hours."""
    age = now - link.discovered_at
    if link.lane != "live" or age > _RECHECK_UNTIL:
        return None
    return now + max(_RECHECK_FIRST, _RECHECK_FACTOR * age)
