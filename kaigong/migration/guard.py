"""Keeps every command off the stream that the rest of the data directory does not go with."""

from kaigong.data_dir import DataDir
from wire.errors import ConfigurationError


def check(data: DataDir, *, on_kafka: bool) -> None:
    """Raises ConfigurationError where the settings name one stream and the data directory knows the other.

    The crawler's memory and the outbox stay where they are, so a stage on a stream that lacks what they
    remember would lose it for good.
    """
    if on_kafka and data.stream.exists():
        raise ConfigurationError(
            f"{data.stream} holds the stream until now, and KAIGONG_KAFKA_BOOTSTRAP is set. "
            "Carry it over with `kaigong migrate`; or, to begin anew, put that file aside."
        )
    if not on_kafka and data.migrated_stream.exists():
        raise ConfigurationError(
            f"The stream was carried over to Kafka (the old one is kept as {data.migrated_stream}), and "
            "KAIGONG_KAFKA_BOOTSTRAP is not set. Set it; or, to go back to what was there before the move, "
            f"rename that file to {data.stream.name}."
        )
