"""The failures every part knows: what is never retried, what is, and what needs a person."""

from collections.abc import Mapping


class KaigongError(Exception):
    """Base of every error that Kaigong raises on purpose; its text is written for a person."""


class InvalidMessageError(KaigongError):
    """A record that no retry can mend. Raised by codecs and handlers; the consumer loop dead-letters it."""


class TemporaryError(KaigongError):
    """Something downstream is away. Raised by adapters; the loop pauses, backs off and tries again."""


class RecordTooLargeError(InvalidMessageError):
    """A value over its topic's limit. Raised by producers before anything is written."""


class FencedError(KaigongError):
    """Another member took over this slot or partition: whatever was being done must not be committed."""


class ConfigurationError(KaigongError):
    """A setting, source or rule file that cannot be used. The command line prints it and exits with 2."""

    def __init__(self, message: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = dict(problems or {})
