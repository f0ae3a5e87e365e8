"""When a published article is looked at again, and when its absence is a withdrawal. Pure."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.records import Disposition, Link
from wire.settings import Settings

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
# What went wrong is tried again after so long each time, but never later than the next visit.
_AGAIN: dict[Disposition, tuple[timedelta, ...]] = {
    "failed": (_MINUTE, 10 * _MINUTE, _HOUR, 6 * _HOUR),
    "blocked": (timedelta(0), timedelta(0)),  # the source rests anyway
}
_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class Revisits:
    """`steps` count from the moment an article was first seen; `confirm` is how long it must stay gone."""

    steps: tuple[timedelta, ...]
    confirm: timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Revisits":
        steps = sorted(timedelta(hours=hours) for hours in settings.crawl_revisit_hours)
        return cls(tuple(steps), timedelta(hours=settings.crawl_withdraw_hours))

    def seen(self, link: Link, now: datetime) -> Link:
        """The page is there: what was gone is back."""
        there = replace(link, attempts=0, gone_since=None, withdrawn_at=None)
        return replace(there, next_try=self._next_visit(there, now))

    def missed(self, link: Link, disposition: Disposition, now: datetime) -> Link:
        """The page could not be read. Only one that says that it is gone can become a withdrawal."""
        if disposition in ("gone", "withdrawn"):
            return self._gone(link, now)
        waits = _AGAIN.get(disposition, ())
        again = [now + waits[link.attempts]] if link.attempts < len(waits) else []
        tried = replace(link, attempts=link.attempts + 1)
        return replace(tried, next_try=_earliest([*again, self._next_visit(tried, now)]))

    def is_withdrawal(self, link: Link, now: datetime) -> bool:
        """Whether an article found gone now was gone for long enough already, and nobody was told yet."""
        if link.gone_since is None or link.withdrawn_at is not None:
            return False
        return now - link.gone_since >= self.confirm

    def is_last(self, link: Link, now: datetime) -> bool:
        """Whether all visits are over but this one."""
        return bool(self.steps) and now - link.discovered_at >= self.steps[-1]

    def _gone(self, link: Link, now: datetime) -> Link:
        withdrawn_at = now if self.is_withdrawal(link, now) else link.withdrawn_at
        gone = replace(link, attempts=0, gone_since=link.gone_since or now, withdrawn_at=withdrawn_at)
        return replace(gone, next_try=self._next_visit(gone, now))

    def _next_visit(self, link: Link, now: datetime) -> datetime | None:
        """Visits that were missed, because the crawler stood still, are not made up for one by one."""
        if link.gone_since is not None and link.withdrawn_at is None:
            due = link.gone_since + self.confirm
            return due if due > now else now + self.confirm
        if link.past:
            return None
        # What was withdrawn may come back: it is looked for from the day on which it went.
        since = link.gone_since or link.discovered_at
        return _earliest(due for step in self.steps if (due := since + step + _share(link, step)) > now)


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _share(link: Link, step: timedelta) -> timedelta:
    """Spreads articles of one list; the same article always has the same share."""
    part = zlib.crc32(link.article_id.encode()) / 2**32
    return part * min(_SPREAD * step, _HOUR)
