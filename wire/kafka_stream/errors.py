"""Kafka's errors as the port's: fenced, wrongly set up, or away for now."""

from collections.abc import Iterator
from contextlib import contextmanager

from kafka import errors

from wire.errors import ConfigurationError, FencedError, TemporaryError

_LONGEST = 600
# Another member has the slot or the partition, or had it meanwhile.
_FENCED = (
    errors.CommitFailedError,
    errors.FencedInstanceIdError,
    errors.IllegalGenerationError,
    errors.InvalidProducerEpochError,
    errors.ProducerFencedError,
    errors.RebalanceInProgressError,
    errors.UnknownMemberIdError,
)
# Only a person can mend these.
_SET_UP_WRONGLY = (
    errors.AuthorizationError,
    errors.IllegalSaslStateError,
    errors.KafkaConfigurationError,
    errors.SaslAuthenticationFailedError,
    errors.SecurityDisabledError,
    errors.UnsupportedSaslMechanismError,
    errors.UnsupportedVersionError,
)


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raise KafkaError as FencedError, ConfigurationError or TemporaryError; `doing` is for the reader."""
    try:
        yield
    except errors.KafkaError as exc:
        raise as_ours(exc, doing) from exc


def as_ours(exc: errors.KafkaError, doing: str) -> FencedError | ConfigurationError | TemporaryError:
    """The port's error. What Kafka says never holds a password, but may hold a whole request."""
    told = f"{doing}: {type(exc).__name__}: {str(exc)[:_LONGEST]}"
    if isinstance(exc, _FENCED):
        return FencedError(told)
    if isinstance(exc, _SET_UP_WRONGLY):
        return ConfigurationError(
            f"Kafka refuses: {told}. Look at the KAIGONG_KAFKA_… settings (`kaigong config show`) and at "
            "what the user may do there"
        )
    return TemporaryError(f"Kafka is away: {told}")
