"""The demo on the user's servers: which settings reach it, and that it removes its own names only."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient

from consumers.index.elastic import open_elastic
from consumers.index.port import Write
from kaigong.app import App
from kaigong.demo import servers
from wire import settings
from wire.errors import TemporaryError


def test_only_the_servers_of_the_user_reach_the_demo() -> None:
    mine = {"KAIGONG_DATA_DIR": "/mine", "KAIGONG_SMTP_HOST": "smtp.mine.cn", "KAIGONG_PREFIX": "mine"}
    assert servers.settings_of(mine) == {}
    on_kafka = servers.settings_of(mine | {"KAIGONG_KAFKA_BOOTSTRAP": "kafka:9092"})
    assert set(on_kafka) == {"KAIGONG_KAFKA_BOOTSTRAP", "KAIGONG_PREFIX"}
    assert on_kafka["KAIGONG_PREFIX"] != "mine"


def test_clearing_removes_what_has_the_prefix(
    tmp_path: Path, kafka_server: Any, elasticsearch_server: Any, test_prefix: str
) -> None:
    ours, theirs = (
        App(
            settings.load(
                {
                    "KAIGONG_DATA_DIR": str(tmp_path),
                    "KAIGONG_KAFKA_BOOTSTRAP": kafka_server.bootstrap,
                    "KAIGONG_ELASTICSEARCH_URL": elasticsearch_server.url,
                    "KAIGONG_PREFIX": f"{test_prefix}-{name}",
                }
            )
        )
        for name in ("demo", "demo2")
    )
    for app in (ours, theirs):
        with ExitStack() as stack:
            stack.enter_context(app.stream())
            index = stack.enter_context(closing(open_elastic(app.settings)))
            index.create()
            index.write([Write("articles", "a", 1, {"article_id": "a"})])

    servers.clear(ours)

    with closing(KafkaAdminClient(bootstrap_servers=kafka_server.bootstrap)) as admin:
        left = [name for name in admin.list_topics() if name.startswith(test_prefix)]
    assert {name.split(".")[0] for name in left} == {f"{test_prefix}-demo2"}
    with closing(open_elastic(theirs.settings)) as index:
        assert index.get("articles", "a") == {"article_id": "a"}
    with closing(open_elastic(ours.settings)) as index, pytest.raises(TemporaryError, match="not there yet"):
        index.get("articles", "a")
