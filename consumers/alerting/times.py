"""Times in the outbox: seconds since the epoch."""

from datetime import UTC, datetime


def from_seconds(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else from_seconds(seconds)
