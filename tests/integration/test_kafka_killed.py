"""Two taggers on one group, killed at random: what a reader of committed records sees, each article once."""

import os
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from kafka_records import committed_keys, lag, news, publish
from running_line import app_of, environment, running, wait_for

from wire.topics import PROJECT_EVENTS, TAGGED_ARTICLES

ARTICLES_PER_PART = 200
PARTS = int(os.environ.get("KAIGONG_TEST_KILL_PARTS", "12"))
KILLS = PARTS // 3


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_killed_taggers_neither_lose_nor_repeat(
    tmp_path: Path, kafka_server: Any, test_prefix: str
) -> None:
    envs = []
    for slot in ("a", "b"):
        (tmp_path / slot).mkdir()
        envs.append(
            environment(
                tmp_path / slot,
                kafka_bootstrap=kafka_server.bootstrap,
                prefix=test_prefix,
                slot=slot,
                session_seconds="6",
            )
        )
    app = app_of(envs[0])
    articles = [news(number) for number in range(ARTICLES_PER_PART * PARTS)]
    with ExitStack() as stack:
        taggers = [
            # Pauses that let a tagger start and get to work before it dies.
            stack.enter_context(running(env, "tagger", kills=KILLS, seed=n, pause=(1.5, 4)))["tagger"]
            for n, env in enumerate(envs)
        ]
        for part in range(PARTS):
            publish(app, articles[part * ARTICLES_PER_PART : (part + 1) * ARTICLES_PER_PART])
            # They are never without work, so most kills interrupt some.
            wait_for(lambda: lag(app) < 2 * ARTICLES_PER_PART, "the parts before")
        wait_for(lambda: sum(one.deaths for one in taggers) >= 2 * KILLS, "all kills")
        wait_for(lambda: lag(app) == 0, "the end of the articles")

    expected = Counter({article.article_id: 1 for article in articles})
    for topic in (TAGGED_ARTICLES, PROJECT_EVENTS):
        assert committed_keys(kafka_server.bootstrap, f"{test_prefix}.{topic}") == expected
