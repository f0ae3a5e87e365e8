"""How the memory of a source changes with what happens to it. Pure: each function updates the record."""

from datetime import datetime, timedelta

from crawler.records import Disposition, SourceRecord
from wire.messages import Lane
from wire.retry import Backoff

_GAP_WEIGHT = 0.2
_FULL_FETCH_EVERY = timedelta(days=1)
_UNREADABLE: frozenset[Disposition] = frozenset({"thin", "gone", "failed", "invalid"})


def wants_full_fetch(record: SourceRecord, now: datetime) -> bool:
    """Validators lie: once a day, and as long as a look was not completed, the list is fetched whole."""
    if not record.first_done or record.incomplete or record.full_fetch_at is None:
        return True
    return now - record.full_fetch_at >= _FULL_FETCH_EVERY


def looked(record: SourceRecord, now: datetime, *, items: int | None, new: int, problem: str) -> None:
    """A look came to its end. `items` None: the site said that nothing changed.

    The number of blocks is kept until an article could be read: else a site that shows its list but refuses
    its articles would be asked again and again at the shortest interval.
    """
    record.failures = 0
    record.resting_until = None
    record.block_reason = ""
    record.last_ok = now
    if items is None:
        return
    record.first_done = True
    record.had_items = record.had_items or items > 0
    record.empty_looks = 0 if items else record.empty_looks + 1
    if not items:
        record.last_error = problem
    if new:
        _note_new(record, now)


def _note_new(record: SourceRecord, now: datetime) -> None:
    if record.last_new_at is not None:
        gap = (now - record.last_new_at).total_seconds()
        before = record.gap_seconds
        record.gap_seconds = gap if before is None else before + _GAP_WEIGHT * (gap - before)
    record.last_new_at = now


def look_failed(record: SourceRecord, reason: str) -> None:
    record.failures += 1
    record.last_error = reason


def blocked(
    record: SourceRecord, now: datetime, reason: str, backoff: Backoff, rest: timedelta | None = None
) -> datetime:
    """The site refuses us: leave it alone, longer each time; returns until when."""
    if record.resting_until is None or record.resting_until <= now:
        record.blocks += 1
    pause = max(timedelta(seconds=backoff.delay(record.blocks)), rest or timedelta(0))
    record.resting_until = max(now + pause, record.resting_until or now)
    record.block_reason = reason
    return record.resting_until


def article_read(record: SourceRecord, published: datetime | None, lane: Lane) -> None:
    record.bad_details = 0
    record.blocks = 0
    if published is None or lane != "live":
        return
    if record.newest_published is None or published > record.newest_published:
        record.newest_published = published
        record.stale_articles = 0
    else:
        record.stale_articles += 1


def article_unread(record: SourceRecord, disposition: Disposition, reason: str) -> None:
    if disposition in _UNREADABLE:
        record.bad_details += 1
        record.last_error = reason
