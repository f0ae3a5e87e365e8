"""The consumer loop on a real stream: poison, crashes, waits, limits and an orderly end."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from consumers_toy import ToyStage, article_record, make_loop, open_stream

from consumers.dead_letter import origin
from consumers.loop import TooManyDeadLettersError
from wire.retry import Backoff
from wire.sqlite_stream import SqliteStream
from wire.stream import NewRecord, Record
from wire.topics import ARTICLES, PROJECT_EVENTS, TOPICS, dead_letter_topic

DEAD = dead_letter_topic("tagger")


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[SqliteStream]:
    stream = open_stream(tmp_path)
    yield stream
    stream.close()


def publish(stream: SqliteStream, *records: NewRecord) -> None:
    producer = stream.producer()
    producer.publish(records)
    producer.close()


def read(stream: SqliteStream, topic: str) -> list[Record]:
    reader = stream.reader()
    records = list(reader.read(topic))
    reader.close()
    return records


def committed(stream: SqliteStream) -> int:
    reader = stream.reader()
    offsets = reader.committed("tagger")
    reader.close()
    return sum(offsets.values())


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.02)


def work(stream: SqliteStream, directory: Path, records: int, limit: int = 100) -> None:
    loop = make_loop(directory, stream, limit)
    done = 0
    try:
        for _ in range(100):
            done += loop.step(0.05)
            if done >= records:
                break
    finally:
        loop._handler.close()
        loop._consumer.close()


def test_poison_is_kept_whole_with_its_story(stream: SqliteStream, tmp_path: Path) -> None:
    publish(
        stream,
        article_record("good", "fine"),
        NewRecord(ARTICLES, "broken", b'{"type": "article', {"trace": "t-9"}),
        NewRecord(ARTICLES, "latin", "开工".encode("gb18030")),
        NewRecord(ARTICLES, "null", None),
        article_record("refused", "invalid"),
    )
    work(stream, tmp_path, 5)
    assert [record.key for record in read(stream, PROJECT_EVENTS)] == ["good"]
    dead = {record.key: record for record in read(stream, DEAD)}
    assert set(dead) == {"broken", "latin", "null", "refused"}
    assert dead["broken"].value == b'{"type": "article'
    assert dead["broken"].headers["trace"] == "t-9"
    assert dead["latin"].value == "开工".encode("gb18030")
    story = origin(dead["refused"].headers)
    assert (story.stage, story.reason, story.topic) == ("tagger", "invalid", ARTICLES)
    assert "no title like that" in story.error
    source = next(record for record in read(stream, ARTICLES) if record.key == "refused")
    assert (story.partition, story.offset) == (source.partition.index, source.offset)
    assert committed(stream) == 5


def test_an_output_that_is_too_large_condemns_its_own_record_only(
    stream: SqliteStream, tmp_path: Path
) -> None:
    publish(stream, *(article_record(f"k{n}", "huge" if n == 7 else "fine") for n in range(15)))
    work(stream, tmp_path, 15)
    assert len(read(stream, PROJECT_EVENTS)) == 14
    [dead] = read(stream, DEAD)
    assert dead.key == "k7"
    assert "over its limit" in origin(dead.headers).error


def test_the_largest_record_can_be_dead_lettered(stream: SqliteStream, tmp_path: Path) -> None:
    value = b"x" * TOPICS[ARTICLES].max_bytes
    publish(stream, NewRecord(ARTICLES, "big", value))
    work(stream, tmp_path, 1)
    assert [record.value for record in read(stream, DEAD)] == [value]


def test_too_many_dead_letters_stop_the_stage_and_lose_nothing(stream: SqliteStream, tmp_path: Path) -> None:
    publish(stream, *(NewRecord(ARTICLES, f"k{n}", b"bad") for n in range(60)))
    with pytest.raises(TooManyDeadLettersError, match=r"kaigong replay tagger"):
        work(stream, tmp_path, 60, limit=30)
    assert committed(stream) == len(read(stream, DEAD)) == 40


def test_a_batch_waits_while_a_downstream_is_away(stream: SqliteStream, tmp_path: Path) -> None:
    publish(stream, *(article_record(f"k{n}", "away") for n in range(5)))
    loop = make_loop(tmp_path, stream)
    loop._backoff = type(loop._backoff)(first=0.05, longest=0.05)

    class Returns(ToyStage):
        """Comes back on the third try."""

        tries = 0

        def handle(self, batch):  # type: ignore[no-untyped-def]
            self.tries += 1
            if self.tries == 3:
                (tmp_path / "back").touch()
            return super().handle(batch)

    loop._handler = Returns(tmp_path)
    for _ in range(50):
        loop.step(0.05)
        if committed(stream) == 5:
            break
    assert len(read(stream, PROJECT_EVENTS)) == 5
    assert loop._handler.tries >= 3
    assert read(stream, DEAD) == []
    loop._consumer.close()


def test_a_full_disk_for_the_crash_note_is_waited_for(stream: SqliteStream, tmp_path: Path) -> None:
    """Not to be written is what it is on a full disk, and where its draft's name is a folder's."""
    publish(stream, *(article_record(f"k{n}", "fine") for n in range(30)))
    loop = make_loop(tmp_path, stream)
    obstacle = tmp_path / "tagger.new"
    waits: list[int] = []

    class Fills(ToyStage):
        """The disk is full when its first batch is done."""

        def handle(self, batch):  # type: ignore[no-untyped-def]
            if not waits:
                obstacle.mkdir()
            return super().handle(batch)

    class Clears(Backoff):
        """Somebody makes room at the third wait."""

        def delay(self, attempt: int) -> float:
            waits.append(committed(stream))
            if len(waits) == 3:
                obstacle.rmdir()
            return super().delay(attempt)

    loop._handler, loop._backoff = Fills(tmp_path), Clears(first=0.05, longest=0.05)
    done = 0
    while done < 30:
        done += loop.step(0.05)
    assert waits == [20, 20, 20], "what was done is committed; the next batch is not begun without its note"
    assert sorted(r.key for r in read(stream, PROJECT_EVENTS)) == sorted(f"k{n}" for n in range(30))
    loop._consumer.close()


def start(directory: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "consumers_toy.py"), str(directory)],
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_a_record_that_kills_its_process_is_dead_lettered_and_the_rest_goes_on(
    stream: SqliteStream, tmp_path: Path
) -> None:
    publish(stream, *(article_record(f"k{n}", "exit" if n == 5 else "fine") for n in range(12)))
    deaths = 0
    for _ in range(8):
        process = start(tmp_path)
        eventually(lambda: process.poll() is not None or committed(stream) == 12)  # noqa: B023
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            break
        deaths += 1
    assert 2 < deaths <= 5
    [dead] = read(stream, DEAD)
    assert (dead.key, origin(dead.headers).reason) == ("k5", "crashed")
    assert sorted(r.key for r in read(stream, PROJECT_EVENTS)) == sorted(f"k{n}" for n in range(12) if n != 5)


@pytest.mark.slow
def test_sigterm_ends_a_waiting_stage_without_committing(stream: SqliteStream, tmp_path: Path) -> None:
    publish(stream, article_record("k", "away"))
    process = start(tmp_path)
    eventually(
        lambda: (tmp_path / "tagger.note").exists() and b"articles" in (tmp_path / "tagger.note").read_bytes()
    )
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert committed(stream) == 0
    (tmp_path / "back").touch()
    work(stream, tmp_path, 1)
    assert [record.key for record in read(stream, PROJECT_EVENTS)] == ["k"]


@pytest.mark.slow
def test_random_kills_lose_nothing_and_repeat_nothing(stream: SqliteStream, tmp_path: Path) -> None:
    """Two taggers' slots would share partitions; one slot, killed again and again, shows the transaction."""
    publish(stream, *(article_record(f"k{n}", "fine") for n in range(3000)))
    kills = 0
    while committed(stream) < 3000:
        process = start(tmp_path)
        before = committed(stream)
        eventually(lambda: committed(stream) > before or process.poll() is not None)  # noqa: B023
        process.kill()
        process.wait()
        kills += 1
        assert kills < 200
    assert kills > 3
    keys = [record.key for record in read(stream, PROJECT_EVENTS)]
    assert sorted(keys) == sorted(f"k{n}" for n in range(3000))
    assert read(stream, DEAD) == []


def test_the_liveness_file_is_touched(stream: SqliteStream, tmp_path: Path) -> None:
    loop = make_loop(tmp_path, stream)
    loop.step(0)
    assert (tmp_path / "tagger.alive").exists()
    loop._consumer.close()
