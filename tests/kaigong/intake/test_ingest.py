"""Documents on the stream: revisions, lanes, and what happens to what is too large."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kaigong.intake.document import Document
from kaigong.intake.ingest import Defaults, Ingest, IntakeState
from wire import codec
from wire.clock import ManualClock
from wire.messages import MAX_TEXT_CHARS, Article
from wire.sqlite_stream import SqliteStream
from wire.topics import ARTICLES, TOPICS

DOCUMENT = Document("a.txt", "签约", "今天签约。", url="http://www.example.cn/a/index.html")


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[SqliteStream]:
    stream = SqliteStream(tmp_path / "stream.db")
    stream.create_topics(TOPICS.values())
    yield stream
    stream.close()


def ingest(
    stream: SqliteStream, path: Path, *documents: Document, clock: ManualClock | None = None
) -> Ingest:
    producer, state = stream.producer(), IntakeState(path / "ingest.db")
    work = Ingest(producer, state, clock or ManualClock(), "import", Defaults("team", "320706"))
    for document in documents:
        work.add(document)
    work.flush()
    producer.close()
    state.close()
    return work


def published(stream: SqliteStream) -> list[Article]:
    reader = stream.reader()
    articles = [codec.decode_as(Article, record.value).payload for record in reader.read(ARTICLES)]
    reader.close()
    return articles


def test_the_same_content_is_published_once_and_an_edit_is_a_revision(
    stream: SqliteStream, tmp_path: Path
) -> None:
    edited = replace(DOCUMENT, text="今天正式签约。", url="https://example.cn/a/")
    ingest(stream, tmp_path, DOCUMENT, DOCUMENT, edited)
    again = ingest(stream, tmp_path, edited, replace(DOCUMENT, text=" 今天 正式签约。\n"))
    articles = published(stream)
    assert [(a.revision, a.text) for a in articles] == [(1, "今天签约。"), (2, "今天正式签约。")]
    assert len({a.article_id for a in articles}) == 1
    assert (again.report.published, again.report.unchanged) == (0, 2)


def test_what_a_document_does_not_say_comes_from_the_options(stream: SqliteStream, tmp_path: Path) -> None:
    clock = ManualClock()
    dated = replace(DOCUMENT, published=clock.now() - timedelta(days=9), precision="day", source_id="own")
    ingest(stream, tmp_path, replace(dated, url=None), DOCUMENT, clock=clock)
    one, two = sorted(published(stream), key=lambda a: a.source_id)
    assert (one.source_id, one.shown_at, one.region) == ("own", clock.now() - timedelta(days=9), "320706")
    assert (two.source_id, two.shown_at, two.published_precision) == ("team", clock.now(), "none")


def test_a_date_in_the_future_is_shown_now(stream: SqliteStream, tmp_path: Path) -> None:
    clock = ManualClock()
    ingest(
        stream,
        tmp_path,
        replace(DOCUMENT, published=clock.now() + timedelta(days=9), precision="day"),
        clock=clock,
    )
    assert published(stream)[0].shown_at == clock.now()


def test_a_long_text_is_cut_and_says_so(stream: SqliteStream, tmp_path: Path) -> None:
    ingest(stream, tmp_path, replace(DOCUMENT, text="字" * (MAX_TEXT_CHARS + 1)))
    [article] = published(stream)
    assert article.truncated
    assert len(article.text) == MAX_TEXT_CHARS


def test_a_document_too_large_for_the_stream_fails_alone(stream: SqliteStream, tmp_path: Path) -> None:
    huge = replace(DOCUMENT, url=None, images=("http://www.example.cn/" + "x" * 3_000_000,))
    work = ingest(stream, tmp_path, DOCUMENT, huge)
    assert (work.report.published, work.report.failed) == (1, 1)
    assert len(published(stream)) == 1
