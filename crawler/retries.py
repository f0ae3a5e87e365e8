"""When a link that brought no article is fetched again, and when it is given up. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.records import Disposition, Link
from crawler.revisits import Revisits

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

# After so long each time; when the list is used up, the link is given up.
_AGAIN: dict[Disposition, tuple[timedelta, ...]] = {
    "failed": (_MINUTE, 10 * _MINUTE, _HOUR, 6 * _HOUR, 24 * _HOUR),
    "thin": (10 * _MINUTE, _HOUR, 6 * _HOUR, 24 * _HOUR),
    "gone": (_HOUR, 24 * _HOUR),
    "sent_home": (_HOUR, 24 * _HOUR),
    "blocked": (timedelta(0), timedelta(0)),  # the source rests anyway
}


def settled(link: Link, disposition: Disposition, now: datetime, revisits: Revisits) -> Link:
    """The link after a fetch that came to `disposition`, with its next try or none."""
    link = replace(link, disposition=disposition, fetched_at=now)
    if disposition == "link_only":
        return replace(link, status="seen", attempts=0, next_try=None)
    if disposition in ("published", "unchanged"):
        return revisits.seen(replace(link, status="seen"), now)
    if link.revision:
        return revisits.missed(link, disposition, now)
    waits = _AGAIN.get(disposition, ())
    again = link.attempts < len(waits)
    return replace(
        link,
        status="pending" if again else "failed",
        attempts=link.attempts + 1,
        next_try=now + waits[link.attempts] if again else None,
    )
