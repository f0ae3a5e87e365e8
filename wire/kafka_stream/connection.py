"""How Kafka is reached: addresses, security and the time that a client waits for it."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wire.errors import ConfigurationError
from wire.settings import Settings

# An answer that takes longer is treated as a broker that is away: the loop waits and tries again.
REQUEST_SECONDS = 10.0
BOOTSTRAP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Connection:
    """Never shown whole: `password` is a secret."""

    bootstrap: tuple[str, ...]
    security: str = "plaintext"
    mechanism: str = "SCRAM-SHA-512"
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Connection":
        """Raises ConfigurationError where the settings contradict each other."""
        secured = settings.kafka_security.startswith("sasl_")
        if secured and not settings.kafka_user:
            raise ConfigurationError(
                f"KAIGONG_KAFKA_SECURITY is {settings.kafka_security}: set KAIGONG_KAFKA_USER and "
                "KAIGONG_KAFKA_PASSWORD"
            )
        if settings.kafka_user and not secured:
            raise ConfigurationError(
                f"KAIGONG_KAFKA_USER is set, but nobody asks for it with KAIGONG_KAFKA_SECURITY="
                f"{settings.kafka_security}: use sasl_ssl (or sasl_plaintext)"
            )
        return cls(
            bootstrap=tuple(settings.kafka_bootstrap),
            security=settings.kafka_security,
            mechanism=settings.kafka_mechanism,
            user=settings.kafka_user,
            password=settings.kafka_password.get_secret_value(),
            ca_file=settings.kafka_ca_file,
            cert_file=settings.kafka_cert_file,
            key_file=settings.kafka_key_file,
        )

    def __repr__(self) -> str:
        return f"Connection({self.addresses}, {self.security}, user={self.user!r})"

    @property
    def addresses(self) -> str:
        return ", ".join(self.bootstrap)

    def tls_context(self) -> ssl.SSLContext:
        """Raises ConfigurationError for a file that cannot be used."""
        try:
            context = ssl.create_default_context(cafile=self.ca_file)
            if self.cert_file:
                context.load_cert_chain(self.cert_file, self.key_file)
        except (OSError, ssl.SSLError) as exc:
            raise ConfigurationError(
                f"KAIGONG_KAFKA_CA_FILE, …_CERT_FILE or …_KEY_FILE cannot be used: {exc}"
            ) from exc
        return context

    def options(self) -> dict[str, Any]:
        """What every client of kafka-python takes."""
        options: dict[str, Any] = {
            "bootstrap_servers": list(self.bootstrap),
            "security_protocol": self.security.upper(),
            "request_timeout_ms": round(REQUEST_SECONDS * 1000),
            "bootstrap_timeout_ms": round(BOOTSTRAP_SECONDS * 1000),
            # Back at work soon after the broker is back, without a storm of connections while it is away.
            "reconnect_backoff_max_ms": 1000,
        }
        if self.user:
            options |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
            }
        if self.security.endswith("ssl"):
            options["ssl_context"] = self.tls_context()
        return options
