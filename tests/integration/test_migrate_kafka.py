"""`kaigong migrate` to a real broker, also when it is killed on the way."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from migration.migration_samples import content, waiting, worked_stream

from kaigong.app import App
from wire import settings
from wire.sqlite_stream import SqliteStream
from wire.stream import Reader, Stream
from wire.topics import TOPICS


class Move:
    """A data directory that is carried to Kafka."""

    def __init__(self, folder: Path, bootstrap: str, prefix: str) -> None:
        self.folder = folder
        self.prefix = prefix
        self.settings = {
            "KAIGONG_DATA_DIR": str(folder),
            "KAIGONG_KAFKA_BOOTSTRAP": bootstrap,
            "KAIGONG_PREFIX": prefix,
            "KAIGONG_CATALOG": "false",
        }

    def start(self, *options: str) -> subprocess.Popen[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("KAIGONG_")}
        return subprocess.Popen(
            [sys.executable, "-m", "kaigong", "migrate", *options],
            env=inherited | self.settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def finish(self, *options: str) -> str:
        with self.start(*options) as process:
            printed, told = process.communicate(timeout=100)
        assert process.returncode == 0, told
        return printed

    def source(self) -> Stream:
        """The old stream, under either of its names."""
        kept = self.folder / "stream.db.migrated"
        return SqliteStream(kept if kept.exists() else self.folder / "stream.db", self.prefix)

    def target(self) -> Stream:
        return App(settings.load(self.settings)).open_stream()


@pytest.fixture
def move(kafka_server: Any, test_prefix: str, tmp_path: Path) -> Move:
    return Move(tmp_path, kafka_server.bootstrap, test_prefix)


def check_arrival(move: Move) -> None:
    with closing(move.source()) as source, closing(move.target()) as target:
        assert content(target) == content(source)
        assert waiting(target) == waiting(source)


def test_records_and_places_arrive(move: Move) -> None:
    worked_stream(move.folder / "stream.db", seed=8, prefix=move.prefix).close()
    shown = json.loads(move.finish("--json"))
    assert not (move.folder / "stream.db").exists()
    check_arrival(move)
    with closing(move.source()) as source:
        assert sum(shown["topics"].values()) == sum(map(len, content(source).values()))
    with move.start() as again:
        assert "carried over before" in again.communicate(timeout=60)[1]
    assert again.returncode == 0
    check_arrival(move)


@pytest.mark.slow
def test_a_move_that_was_killed_again_and_again_is_finished(move: Move) -> None:
    worked_stream(move.folder / "stream.db", seed=9, prefix=move.prefix, rounds=4, per_round=8_000).close()
    with closing(move.source()) as source:
        total = sum(map(len, content(source).values()))
    kills = 0
    with closing(move.target()) as target, closing(target.reader()) as reader:
        target.create_topics(TOPICS.values())
        for part in (1, total // 3, total * 2 // 3, total):
            with move.start() as process:
                await_records(reader, part, process)
                process.kill()
                kills += process.wait() < 0
    assert kills >= 3
    assert (move.folder / "stream.db").exists()
    move.finish()
    check_arrival(move)


def await_records(reader: Reader, records: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while (arrived := on(reader)) < records and process.poll() is None:
        assert time.monotonic() < until, f"{arrived} of {records} records in time"


def on(reader: Reader) -> int:
    """How many records are there."""
    return sum(sum(reader.end_offsets(topic).values()) for topic in TOPICS)
