"""Connecting, with the reason when it fails: kafka-python tries until its time is up and says only that."""

import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from kafka.errors import KafkaError

from wire.errors import ConfigurationError, TemporaryError
from wire.kafka_stream.connection import Connection
from wire.kafka_stream.errors import as_ours

_TCP_SECONDS = 5.0
# Words in the client's log that no waiting mends.
_HOPELESS = ("SaslAuthenticationFailed", "UnsupportedSaslMechanism", "IllegalSaslState", "Authorization")


@contextmanager
def connecting(connection: Connection) -> Iterator[None]:
    """Around the making of clients. Raises TemporaryError or ConfigurationError that says what Kafka said.

    A client whose making fails is never quite closed (a thread and a few files stay), so nobody makes one
    while no broker can be reached.
    """
    _reach(connection)
    heard = _Listener()
    logger = logging.getLogger("kafka")
    logger.addHandler(heard)
    try:
        yield
    except KafkaError as exc:
        if heard.hopeless:
            raise ConfigurationError(
                f"Kafka at {connection.addresses} refuses {connection.user or 'us'}: {heard.hopeless}. Look "
                "at KAIGONG_KAFKA_USER, KAIGONG_KAFKA_PASSWORD and KAIGONG_KAFKA_MECHANISM"
            ) from exc
        raise as_ours(exc, f"connecting to {connection.addresses} ({heard.last}{_hint(connection)})") from exc
    finally:
        logger.removeHandler(heard)


def _hint(connection: Connection) -> str:
    """A broker closes the line on who it refuses, and the client often sees no more than that."""
    if not connection.user:
        return ""
    return (
        f"; if this lasts, look at KAIGONG_KAFKA_USER, KAIGONG_KAFKA_PASSWORD and KAIGONG_KAFKA_MECHANISM: "
        f"a broker that refuses {connection.user} looks the same"
    )


class _Listener(logging.Handler):
    """Keeps what went wrong. The client's log never holds a password."""

    last = ""
    hopeless = ""

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()[:300]
        if any(word in text for word in _HOPELESS):
            self.hopeless = text
        elif "connection to" in text:
            self.last = text


def _reach(connection: Connection) -> None:
    """Return as soon as one of the addresses answers."""
    problems: list[str] = []
    for address in connection.bootstrap:
        host, _, port = address.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), _TCP_SECONDS) as plain:
                _shake_hands(connection, plain, host)
                return
        except ssl.SSLCertVerificationError as exc:
            raise ConfigurationError(
                f"The certificate of {address} is not trusted ({exc.verify_message}): give the one that "
                "signed it as KAIGONG_KAFKA_CA_FILE"
            ) from exc
        except OSError as exc:
            problems.append(f"{address}: {exc}")
    raise TemporaryError(f"Kafka is away: {'; '.join(problems)}")


def _shake_hands(connection: Connection, plain: socket.socket, host: str) -> None:
    if connection.security.endswith("ssl"):
        with connection.tls_context().wrap_socket(plain, server_hostname=host.strip("[]")):
            pass
