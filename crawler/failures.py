"""Why a request brought no answer: an exception becomes a disposition and a sentence."""

from dataclasses import dataclass
from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    UnsupportedURLSchemeError,
)

from crawler.errors import (
    NotFetchedError,
    ProxyError,
    RefusedError,
    RestingError,
    RobotsDisallowedError,
    RobotsUnreachableError,
)
from crawler.records import Disposition


@dataclass(frozen=True, slots=True)
class Reason:
    """`disposition` None: nothing was decided, the link stays due. `ours`: the site did nothing wrong."""

    disposition: Disposition | None
    text: str
    ours: bool = False
    until: datetime | None = None


_FAILURES: tuple[tuple[type[Exception], Disposition, str], ...] = (
    (UnsupportedURLSchemeError, "refused", "only http and https are crawled"),
    (DownloadCancelledError, "invalid", "larger than KAIGONG_CRAWL_MAX_BYTES"),
    (DownloadTimeoutError, "failed", "no complete answer within KAIGONG_CRAWL_TIMEOUT"),
    (CannotResolveHostError, "failed", "the host name has no address"),
    (DownloadConnectionRefusedError, "failed", "the host refuses connections"),
)


def explain(error: BaseException | None) -> Reason:
    if isinstance(error, NotFetchedError):
        return _own_decision(error)
    if isinstance(error, IgnoreRequest):
        # Scrapy has one exception for both; only its text tells them apart.
        if "redirections" in str(error):
            return Reason("failed", "too many redirects")
        return Reason("invalid", "larger than KAIGONG_CRAWL_MAX_BYTES when unpacked")
    for kind, disposition, text in _FAILURES:
        if isinstance(error, kind):
            return Reason(disposition, text)
    return Reason("failed", f"{type(error).__name__}: {error}")


def _own_decision(error: NotFetchedError) -> Reason:
    text = str(error) or "the crawler stops"
    match error:
        case RefusedError():
            return Reason("refused", text, ours=True)
        case RobotsDisallowedError():
            return Reason("robots", text, ours=True)
        case RobotsUnreachableError() | ProxyError():
            return Reason(None, text)
        case RestingError():
            return Reason(None, text, ours=True, until=error.until)
        case _:
            return Reason(None, text, ours=True)
