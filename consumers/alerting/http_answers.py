"""What an HTTP server's answer means for a message; pure."""

from datetime import datetime
from email.utils import parsedate_to_datetime

from consumers.alerting.sending import DeferredError, RefusedError, ServerAwayError

_MAX_SAID_CHARS = 200
_LONGEST_PAUSE = 3600.0
# The server understood and will never take this message.
_REFUSALS = (400, 410, 413, 415, 422)
# The server takes nothing at all just now.
_BUSY = (429, 503)


def check(status: int, wish: str | None, body: bytes, now: datetime) -> None:
    """Returns for a message that was taken. Raises the errors of `sending` for all others.

    `wish` is the header Retry-After. Wrong keys and addresses (401, 403, 404, 3xx) are tried again for
    days: somebody may mend them.
    """
    if 200 <= status < 300:
        return
    said = f"{status} {visible(body.decode('utf-8', 'replace'))}".strip()
    if status in _BUSY:
        raise ServerAwayError(said, retry_after=retry_after(wish, now))
    if 300 <= status < 400:
        raise DeferredError(f"{status}: it leads elsewhere, which is not followed; write the final URL")
    raise RefusedError(said) if status in _REFUSALS else DeferredError(said)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, at most an hour; None for what is missing or makes no sense."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), _LONGEST_PAUSE)
    try:
        seconds = (parsedate_to_datetime(value) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_PAUSE)


def visible(text: str) -> str:
    """A server's words for the log: one line, short, nothing that moves the cursor."""
    shown = "".join(char if char.isprintable() else " " for char in text[: 4 * _MAX_SAID_CHARS])
    return " ".join(shown.split())[:_MAX_SAID_CHARS]
