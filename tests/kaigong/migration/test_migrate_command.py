"""`kaigong migrate` before it reaches Kafka: what it refuses, and what is refused because of it."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from migration.migration_samples import READS, Content, content, worked_stream

from kaigong.app import App
from kaigong.migration.retire import retire
from wire import settings
from wire.errors import ConfigurationError
from wire.sqlite import connect
from wire.sqlite_stream import SqliteStream
from wire.stream import NewRecord
from wire.topics import ARTICLES

# Nothing may be asked of it.
NO_KAFKA = "127.0.0.1:9"


def kaigong(folder: Path, *arguments: str, kafka: str = NO_KAFKA) -> subprocess.CompletedProcess[str]:
    env = {"KAIGONG_DATA_DIR": str(folder), "KAIGONG_KAFKA_BOOTSTRAP": kafka, "KAIGONG_CATALOG": "false"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KAIGONG_")}
    return subprocess.run(
        [sys.executable, "-m", "kaigong", *arguments],
        check=False, env=inherited | env, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    """A data directory with a stream."""
    worked_stream(tmp_path / "stream.db", seed=1, rounds=2).close()
    return tmp_path


def sqlite_content(path: Path) -> Content:
    with closing(SqliteStream(path)) as stream:
        return content(stream)


def app_in(folder: Path, kafka: str) -> App:
    return App(settings.load({"KAIGONG_DATA_DIR": str(folder), "KAIGONG_KAFKA_BOOTSTRAP": kafka}))


def test_it_asks_where_to(worked: Path) -> None:
    done = kaigong(worked, "migrate", kafka="")
    assert done.returncode == 2
    assert "Set KAIGONG_KAFKA_BOOTSTRAP" in done.stderr


def test_it_asks_where_from(tmp_path: Path) -> None:
    done = kaigong(tmp_path, "migrate")
    assert done.returncode == 2
    assert f"There is no {tmp_path / 'stream.db'}" in done.stderr
    assert not (tmp_path / "stream.db").exists()


@pytest.mark.parametrize("writer", ["run", "crawler", "notifier", "ingest", "replay-tagger"])
def test_it_waits_for_nobody_who_may_still_write(worked: Path, writer: str) -> None:
    with app_in(worked, "").data.lock(writer):
        done = kaigong(worked, "migrate")
    assert done.returncode == 2
    assert f"{writer} already runs" in done.stderr


def test_a_dry_run_only_looks(worked: Path) -> None:
    before = sqlite_content(worked / "stream.db")
    done = kaigong(worked, "migrate", "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert sum(shown["topics"].values()) == sum(map(len, before.values()))
    assert set(shown["waiting"]) == set(READS)
    assert sqlite_content(worked / "stream.db") == before


def test_an_earlier_move_is_not_written_over(worked: Path) -> None:
    (worked / "stream.db.migrated").write_bytes(b"the stream of last year")
    done = kaigong(worked, "migrate")
    assert done.returncode == 2
    assert "from an earlier move" in done.stderr
    assert (worked / "stream.db.migrated").read_bytes() == b"the stream of last year"


def test_nobody_works_on_kafka_before_the_move(worked: Path) -> None:
    with pytest.raises(ConfigurationError, match="kaigong migrate"), app_in(worked, NO_KAFKA).stream():
        pass


def test_nobody_works_on_sqlite_after_the_move(worked: Path) -> None:
    retire(worked / "stream.db", worked / "stream.db.migrated")
    with pytest.raises(ConfigurationError, match="carried over"), app_in(worked, "").stream():
        pass
    # The way back that the message names.
    (worked / "stream.db.migrated").rename(worked / "stream.db")
    with app_in(worked, "").stream() as stream, closing(stream.reader()) as reader:
        assert sum(reader.end_offsets("articles.v1").values()) > 0


def test_a_file_that_somebody_reads_is_not_put_aside(worked: Path) -> None:
    """Its latest records may be in the write-ahead log, which would be left behind."""
    path, aside = worked / "stream.db", worked / "stream.db.migrated"
    with closing(connect(path)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM records LIMIT 1").fetchone()
        with closing(SqliteStream(path)) as stream, closing(stream.producer()) as producer:
            producer.publish([NewRecord(ARTICLES, "latest", b"in the write-ahead log")])
        with pytest.raises(ConfigurationError, match="still reads"):
            retire(path, aside)
        assert path.exists()
    retire(path, aside)
    with closing(SqliteStream(aside)) as stream, closing(stream.reader()) as reader:
        assert "latest" in {record.key for record in reader.read(ARTICLES)}
