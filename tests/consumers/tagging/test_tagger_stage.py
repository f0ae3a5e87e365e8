import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consumers.stage import Delivered
from consumers.tagger import TaggerStage
from consumers.tagging import Tagger
from consumers.tagging.state import TaggerState
from consumers.tagging.stories import fingerprint
from wire import codec
from wire.clock import ManualClock
from wire.errors import TemporaryError
from wire.messages import Article, Attachment, Envelope, ProjectEvents, SourceState, TaggedArticle
from wire.stream import Partition, Record
from wire.topics import ARTICLES, PROJECT_EVENTS, TAGGED_ARTICLES

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TEXT = "总投资4.1亿元的桂江医疗器械产业园项目昨日在连云港市海州区正式开工，预计明年年底竣工投产。"


def delivered(payload: Any, lane: Any = "live", trace: str = "t1", *, offset: int = 0) -> Delivered:
    envelope = codec.wrap(payload, lane=lane, trace=trace, now=NOW)
    record = Record(Partition(ARTICLES, 0), offset, "a1", codec.encode(envelope), {}, NOW)
    return Delivered(record, envelope)


@pytest.fixture
def stage(tagger: Tagger, tmp_path: Path) -> Iterator[TaggerStage]:
    stage = TaggerStage(tagger, TaggerState(tmp_path / "tagger.db"), ManualClock(NOW))
    yield stage
    stage.close()


def decoded(stage: TaggerStage, *articles: Article, lane: Any = "live") -> list[Envelope[Any]]:
    outputs = stage.handle([delivered(article, lane) for article in articles]).outputs
    return [codec.decode(record.value) for record in outputs]


def test_an_article_gives_one_tagged_article_and_one_event_list(
    stage: TaggerStage, make_article: Any
) -> None:
    outcome = stage.handle([delivered(make_article(TEXT), lane="backfill", trace="t9")])
    assert [(record.topic, record.key) for record in outcome.outputs] == [
        (TAGGED_ARTICLES, "a1"),
        (PROJECT_EVENTS, "a1"),
    ]
    tagged, events = (codec.decode(record.value) for record in outcome.outputs)
    assert isinstance(tagged.payload, TaggedArticle)
    assert isinstance(events.payload, ProjectEvents)
    assert events.payload.events == tagged.payload.events != []
    assert {(e.lane, e.trace) for e in (tagged, events)} == {("backfill", "t9")}
    assert outcome.outputs[0].headers == {
        "content-type": "application/json", "schema": "tagged-article/v1", "trace": "t9"
    }  # fmt: skip


def test_the_article_itself_is_carried_unchanged(stage: TaggerStage, make_article: Any) -> None:
    article = make_article(TEXT, "标题", publisher="海州发布", attachments=[Attachment(url="http://x/a.pdf")])
    tagged = decoded(stage, article)[0].payload
    assert all(getattr(tagged, name) == getattr(article, name) for name in Article.__struct_fields__)


def test_the_same_revision_again_gives_the_same_ids(stage: TaggerStage, make_article: Any) -> None:
    first = decoded(stage, make_article(TEXT))
    again = decoded(stage, make_article(TEXT))
    assert [envelope.id for envelope in first] == [envelope.id for envelope in again]
    assert [envelope.payload for envelope in first] == [envelope.payload for envelope in again]


def test_an_older_revision_is_dropped_and_counted(stage: TaggerStage, make_article: Any) -> None:
    decoded(stage, make_article(TEXT, revision=2))
    assert decoded(stage, make_article(TEXT, revision=1)) == []
    assert stage.superseded == 1


def test_reprints_share_the_story_of_the_first(stage: TaggerStage, make_article: Any) -> None:
    decoded(stage, make_article(TEXT))
    reprint = make_article(f"  {TEXT}\n", "另一个标题", article_id="a2")
    other = make_article(TEXT.replace("开工", "签约"), article_id="a3")
    stories = [envelope.payload.story_id for envelope in decoded(stage, reprint, other)]
    assert stories == ["a1", "a1", "a3", "a3"]


def test_a_story_is_given_once(stage: TaggerStage, make_article: Any) -> None:
    decoded(stage, make_article("甲" * 50), make_article("乙" * 50, article_id="a2"))
    changed = decoded(stage, make_article("甲" * 50, article_id="a2", revision=2))
    assert changed[0].payload.story_id == "a2"


def test_short_texts_need_the_same_title(make_article: Any) -> None:
    one, same = make_article("见附件。", "通知一"), make_article("见附件。", "通知一", article_id="a2")
    assert fingerprint(one) == fingerprint(same) != fingerprint(make_article("见附件。", "通知二"))
    empty = make_article("", "标题")
    assert fingerprint(empty) != fingerprint(make_article("", "标题", article_id="a2"))


def test_a_withdrawn_article_gives_empty_events(stage: TaggerStage, make_article: Any) -> None:
    decoded(stage, make_article(TEXT))
    tagged, events = decoded(stage, make_article(TEXT, revision=2, withdrawn_at=NOW))
    assert tagged.payload.events == events.payload.events == []
    assert events.payload.withdrawn_at == NOW


def test_another_payload_is_rejected_and_the_rest_goes_on(stage: TaggerStage, make_article: Any) -> None:
    stranger = delivered(SourceState(source_id="s", revision=1, state="ok", since=NOW))
    outcome = stage.handle([stranger, delivered(make_article(TEXT))])
    assert [record for record, _ in outcome.rejected] == [stranger.record]
    assert len(outcome.outputs) == 2


def test_what_fits_no_topic_is_rejected(stage: TaggerStage, make_article: Any) -> None:
    article = make_article(TEXT, attachments=[Attachment(url="http://x/" + "a" * 5 * 1024**2)])
    outcome = stage.handle([delivered(article)])
    assert "holds" in str(outcome.rejected[0][1])
    assert outcome.outputs == []


def test_state_outlives_the_process(tagger: Tagger, tmp_path: Path, make_article: Any) -> None:
    path = tmp_path / "tagger.db"
    first = TaggerStage(tagger, TaggerState(path), ManualClock(NOW))
    decoded(first, make_article(TEXT, revision=3))
    first.close()
    second = TaggerStage(tagger, TaggerState(path), ManualClock(NOW))
    assert decoded(second, make_article(TEXT, revision=2)) == []
    assert decoded(second, make_article(TEXT, article_id="a2"))[0].payload.story_id == "a1"
    second.close()


def test_a_batch_that_comes_again_gives_all_its_revisions_again(
    tagger: Tagger, tmp_path: Path, make_article: Any
) -> None:
    """Killed after the state was kept and before the stream took the batch; then an old one comes late."""
    batch = [delivered(make_article(TEXT, revision=n + 1), offset=7 + n) for n in range(2)]
    outputs = []
    for _ in range(2):
        stage = TaggerStage(tagger, TaggerState(tmp_path / "tagger.db"), ManualClock(NOW))
        outputs.append([(one.topic, one.value) for one in stage.handle(batch).outputs])
        stage.close()
    assert len(outputs[0]) == 4
    assert outputs[1] == outputs[0]
    stage = TaggerStage(tagger, TaggerState(tmp_path / "tagger.db"), ManualClock(NOW))
    assert stage.handle([delivered(make_article(TEXT, revision=1), offset=9)]).outputs == []
    stage.close()


def test_a_state_of_an_earlier_version_is_taken_over(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "tagger.db")) as earlier:
        earlier.execute(
            "CREATE TABLE articles (article_id TEXT PRIMARY KEY, revision INTEGER NOT NULL,"
            " story_id TEXT NOT NULL) WITHOUT ROWID"
        )
        earlier.execute("INSERT INTO articles VALUES ('a1', 3, 'story')")
        earlier.commit()
    state = TaggerState(tmp_path / "tagger.db")
    with state.transaction():
        assert state.story_of("a1", 2, "f", place="articles.v1[0]", position=1) is None
        assert state.story_of("a1", 4, "f", place="articles.v1[0]", position=2) == "story"
    state.close()


def test_every_change_of_the_tagging_counts_up(tmp_path: Path) -> None:
    state = TaggerState(tmp_path / "tagger.db")
    versions = [("1", "a"), ("1", "a"), ("1", "b"), ("2", "b"), ("1", "a"), ("1", "a")]
    assert [state.tagging(*version).seq for version in versions] == [1, 1, 2, 3, 4, 4]
    state.close()


def test_a_batch_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    state = TaggerState(tmp_path / "tagger.db")
    with contextlib.suppress(RuntimeError), state.transaction():
        state.story_of("a1", 5, "f")
        raise RuntimeError
    with state.transaction():
        assert state.story_of("a1", 1, "f") == "a1"
    state.close()


def test_a_busy_file_is_temporary(tmp_path: Path) -> None:
    holder, waiter = (TaggerState(tmp_path / "tagger.db", busy_seconds=0.05) for _ in range(2))
    with holder.transaction(), pytest.raises(TemporaryError), waiter.transaction():
        pass
    holder.close()
    waiter.close()
