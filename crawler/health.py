"""How a source is: one decision from what the crawler remembers of it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.records import SourceRecord
from crawler.sources import Source
from wire.messages import SourceHealth, SourceState

_FAILED_LOOKS = 3
_EMPTY_LOOKS = 2
_BAD_DETAILS = 5
_STALE_ARTICLES = 5
_STALE_AFTER = timedelta(days=14)
_QUIET_AT_LEAST = timedelta(days=3)
_QUIET_FACTOR = 4


@dataclass(frozen=True, slots=True)
class Health:
    state: SourceHealth
    reason: str = ""
    expected_by: datetime | None = None


def assess(source: Source, record: SourceRecord, now: datetime) -> Health:
    """The worst that is true of the source, with its reason."""
    expected_by = _expected_by(record)
    if source.status in ("retired", "blocked"):
        return Health(source.status, "the source file says so")
    if record.block_reason:
        return Health("blocked", record.block_reason)
    if reason := _failing(record, now):
        return Health("failing", reason, expected_by)
    if not record.first_done:
        return Health("new")
    if expected_by is not None and expected_by < now:
        return Health("late", "no new article for longer than usual", expected_by)
    return Health("ok", "", expected_by)


def _failing(record: SourceRecord, now: datetime) -> str | None:
    if record.failures >= _FAILED_LOOKS:
        return f"the list cannot be read: {record.last_error}"
    if record.had_items and record.empty_looks >= _EMPTY_LOOKS:
        return f"the list is empty, though it used to have links: {record.last_error}"
    if record.bad_details >= _BAD_DETAILS:
        return f"no article can be read: {record.last_error}"
    newest = record.newest_published
    if newest and record.stale_articles >= _STALE_ARTICLES and newest < now - _STALE_AFTER:
        return f"new links appear, but the newest date stays {newest:%Y-%m-%d}"
    return None


def _expected_by(record: SourceRecord) -> datetime | None:
    """By when something new should appear; unknown until the source has published twice under our eyes."""
    if record.last_new_at is None or record.gap_seconds is None:
        return None
    return record.last_new_at + max(_QUIET_AT_LEAST, _QUIET_FACTOR * timedelta(seconds=record.gap_seconds))


def news_of(source: Source, record: SourceRecord, now: datetime) -> SourceState | None:
    """The message that is due about the source, noted in the record; None when the last one still holds.

    Save the record before publishing: then a message that was not acknowledged is said again unchanged.
    """
    health = assess(source, record, now)
    changed = (health.state, health.reason) != (record.health, record.health_reason)
    if changed:
        if health.state != record.health:
            record.health_since = now
        record.health, record.health_reason = health.state, health.reason
        record.health_revision += 1
    elif record.health_told == record.health_revision:
        return None
    return SourceState(
        source_id=source.id,
        revision=record.health_revision,
        state=health.state,
        since=record.health_since or now,
        reason=health.reason,
        last_new_at=record.last_new_at,
        expected_by=health.expected_by,
    )
