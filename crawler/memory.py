"""How the memory of a source changes with what happens to it. Pure: each function updates the record."""

from datetime import datetime, timedelta

from crawler.look import Look
from crawler.records import Disposition, SourceRecord
from wire.messages import Lane
from wire.retry import Backoff

_GAP_WEIGHT = 0.2
# A page that is broken for good must not make every look a first one.
_BROKEN_LOOKS = 3
_FULL_FETCH_EVERY = timedelta(days=1)
_UNREADABLE: frozenset[Disposition] = frozenset({"thin", "gone", "failed", "invalid"})


def wants_full_fetch(record: SourceRecord, now: datetime) -> bool:
    """Validators lie: once a day, and as long as a look was not completed, the list is fetched whole."""
    if not record.first_done or record.incomplete or record.full_fetch_at is None:
        return True
    return now - record.full_fetch_at >= _FULL_FETCH_EVERY


def looked(record: SourceRecord, look: Look, now: datetime, new: int) -> None:
    """A look came to its end with so many new links.

    The number of blocks is kept until an article could be read: else a site that shows its list but refuses
    its articles would be asked again and again at the shortest interval.
    """
    _answered(record, now)
    record.full_fetch_at = now
    record.broken_looks = record.broken_looks + 1 if look.incomplete else 0
    record.incomplete = 0 < record.broken_looks < _BROKEN_LOOKS
    # What a broken first look missed is not news when the next one finds it.
    record.first_done = record.first_done or not record.incomplete
    record.had_items = record.had_items or bool(look.items)
    record.empty_looks = 0 if look.items else record.empty_looks + 1
    # A list that came out empty by mistake must not be kept for good by its validators.
    record.etag, record.last_modified = (look.etag, look.last_modified) if look.items else (None, None)
    if not look.items:
        record.last_error = "; ".join(look.problems)
    if new:
        _note_new(record, now)


def not_modified(record: SourceRecord, now: datetime) -> None:
    """The site said that its list has not changed."""
    _answered(record, now)


def _answered(record: SourceRecord, now: datetime) -> None:
    record.failures = 0
    record.resting_until = None
    record.block_reason = ""
    record.last_ok = now


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
