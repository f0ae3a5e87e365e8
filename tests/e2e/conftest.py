"""The engines under a line: SQLite, and the servers."""

import pytest


@pytest.fixture(params=["sqlite", "servers"])
def engines(request: pytest.FixtureRequest) -> dict[str, str]:
    """Settings that choose them."""
    if request.param == "sqlite":
        return {}
    return {
        "kafka_bootstrap": request.getfixturevalue("kafka_server").bootstrap,
        "elasticsearch_url": request.getfixturevalue("elasticsearch_server").url,
        "prefix": request.getfixturevalue("test_prefix"),
        "session_seconds": "6",
    }
