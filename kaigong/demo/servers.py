"""The demo on the servers that the user has set, under a prefix of its own."""

import secrets
from collections.abc import Mapping
from contextlib import closing

from kaigong.app import App

_OF_SERVERS = ("KAIGONG_KAFKA_", "KAIGONG_ELASTICSEARCH_")


def settings_of(environ: Mapping[str, str]) -> dict[str, str]:
    """Where the servers are and a prefix that nobody uses; nothing without servers."""
    found = {name: value for name, value in environ.items() if name.startswith(_OF_SERVERS)}
    if found:
        found["KAIGONG_PREFIX"] = f"kaigong-demo-{secrets.token_hex(4)}"
    return found


def on_servers(app: App) -> bool:
    return bool(app.settings.kafka_bootstrap or app.settings.elasticsearch_url)


def clear(app: App) -> None:
    """Remove what the demo has left on the servers."""
    # The clients cost memory and start-up time that the default does not need.
    if app.settings.kafka_bootstrap:
        from wire.kafka_stream import KafkaStream  # noqa: PLC0415

        with closing(app.open_stream()) as stream:
            assert isinstance(stream, KafkaStream)
            stream.drop()
    if app.settings.elasticsearch_url:
        from consumers.index.elastic import open_elastic  # noqa: PLC0415

        with closing(open_elastic(app.settings)) as index:
            index.drop()
