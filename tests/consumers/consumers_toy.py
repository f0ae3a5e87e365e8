"""A stage for the loop's tests: a process of its own that copies titles and can be told to misbehave.

`python consumers_toy.py DIR` runs it on DIR/stream.db until SIGTERM. A title decides what happens: `exit`
ends the process at once, `invalid` is rejected, `away` waits for the file DIR/back, `huge` makes an output
that is over the limit.
"""

import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from consumers.crash_note import CrashNote
from consumers.loop import ConsumerLoop, LoopConfig
from consumers.stage import Delivered, Outcome
from wire import codec
from wire.errors import InvalidMessageError, TemporaryError
from wire.messages import Article
from wire.retry import Backoff
from wire.sqlite_stream import SqliteStream
from wire.stream import NewRecord
from wire.topics import ARTICLES, PROJECT_EVENTS, TOPICS

MOMENT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def article_record(key: str, title: str) -> NewRecord:
    article = Article(
        article_id=key, revision=1, source_id="s", url=None, title=title, text="正文",
        published_precision="none", shown_at=MOMENT, first_seen=MOMENT, fetched_at=MOMENT, content_hash="h",
    )  # fmt: skip
    envelope = codec.wrap(article, lane="live", trace="t", now=MOMENT)
    return NewRecord(ARTICLES, key, codec.encode(envelope), codec.headers_of(envelope))


class ToyStage:
    stage = "tagger"
    topics = (ARTICLES,)

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.closed = 0

    def handle(self, batch: Sequence[Delivered]) -> Outcome:
        outcome = Outcome()
        for delivered in batch:
            title = delivered.envelope.payload.title
            if title == "exit":
                os._exit(3)
            elif title == "away" and not (self._directory / "back").exists():
                raise TemporaryError("the index is away")
            elif title == "invalid":
                outcome.rejected.append((delivered.record, InvalidMessageError("no title like that")))
            else:
                size = TOPICS[PROJECT_EVENTS].max_bytes + 1 if title == "huge" else 10
                outcome.outputs.append(NewRecord(PROJECT_EVENTS, delivered.record.key, b"x" * size))
        return outcome

    def close(self) -> None:
        self.closed += 1


def make_loop(directory: Path, stream: SqliteStream, limit: int = 100) -> ConsumerLoop:
    handler = ToyStage(directory)
    return ConsumerLoop(
        handler,
        stream.consumer("tagger", handler.topics),
        CrashNote(directory / "tagger.note"),
        LoopConfig(batch_records=20, dead_letter_limit=limit),
        liveness=directory / "tagger.alive",
        backoff=Backoff(first=0.05, longest=0.1),
    )


def open_stream(directory: Path) -> SqliteStream:
    stream = SqliteStream(directory / "stream.db", session_seconds=1)
    stream.create_topics(TOPICS.values())
    return stream


if __name__ == "__main__":
    loop = make_loop(Path(sys.argv[1]), open_stream(Path(sys.argv[1])))
    signal.signal(signal.SIGTERM, lambda *_: loop.stop())
    loop.run()
