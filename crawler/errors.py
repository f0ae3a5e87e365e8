"""Why a request was not made. Raised by middlewares and the download handler, noted by the spider."""

from datetime import datetime

from wire.errors import KaigongError


class NotFetchedError(KaigongError):
    """Base: our own decision not to fetch, as opposed to a failure of the site."""


class RefusedError(NotFetchedError):
    """The address is private, of another scheme, or outside the hosts of its source. Final."""


class OffsiteError(RefusedError):
    """A redirect left the hosts of its source. Final."""


class RobotsDisallowedError(NotFetchedError):
    """robots.txt forbids the address. Final."""


class RobotsUnreachableError(NotFetchedError):
    """robots.txt cannot be had, which forbids everything for now. Asked again later."""


class ProxyError(NotFetchedError):
    """The operator's proxy did not do its part, which says nothing about the site. Asked again later."""


class RestingError(NotFetchedError):
    """The host or the source is being left alone. Asked again after `until`."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class StoppingError(NotFetchedError):
    """The crawler stops; the link stays as it was."""
