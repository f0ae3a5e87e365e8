"""`kaigong index` on the SQLite index: one file, rebuilt while nobody writes to it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from indexer_samples import contents, record, tagged
from stages_in_process import app_in, finish, publish, stages

from kaigong.app import App
from kaigong.index_upkeep import rebuild
from kaigong.stages.indexer import open_index
from wire.errors import TemporaryError
from wire.topics import ALERTS, SOURCES, TAGGED_ARTICLES


@pytest.fixture
def app(tmp_path: Path) -> App:
    """With articles on the stream and in the index."""
    app = app_in(tmp_path / "data")
    with stages(app, "indexer") as (stream, loops):
        names = [f"article-{n}" for n in range(30)]
        publish(stream, *(record(tagged(1, events=["甲", "乙"], article_id=name)) for name in names))
        publish(stream, *(record(tagged(2, events=["乙"], article_id=name)) for name in names[::3]))
        finish(loops["indexer"], 40)
    return app


def kaigong(app: App, *arguments: str, code: int = 0, typed: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kaigong", "index", *arguments],
        check=False, env=os.environ | {"KAIGONG_DATA_DIR": str(app.settings.data_dir)},
        input=typed, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def test_init_tells_what_there_is(app: App, tmp_path: Path) -> None:
    told = kaigong(app, "init")
    assert str(app.data.index) in told
    assert "articles  30" in told
    assert "articles  0" in kaigong(app_in(tmp_path / "fresh"), "init")


def test_rebuild_makes_the_same_index_under_the_eyes_of_its_readers(app: App) -> None:
    with closing(open_index(app)) as reader:
        before = contents(reader)
        damage(app)
        assert contents(reader) != before
        told = kaigong(app, "rebuild")
        assert "articles  30" in told
        assert contents(reader) == before
    assert not list(app.data.root.glob("index.db.rebuilt*"))


def damage(app: App) -> None:
    with closing(sqlite3.connect(app.data.index)) as db, db:
        db.execute("DELETE FROM articles_keywords")
        db.execute("DELETE FROM events WHERE doc % 2")


def test_the_indexer_goes_on_with_the_rebuilt_index(app: App) -> None:
    kaigong(app, "rebuild")
    with stages(app, "indexer") as (stream, loops):
        publish(stream, record(tagged(1, article_id="new")))
        finish(loops["indexer"], 1)
    with closing(open_index(app)) as index:
        assert index.count("articles") == 31


def test_a_running_indexer_is_in_the_way(app: App) -> None:
    with app.data.lock("indexer"):
        assert "indexer already runs" in kaigong(app, "rebuild", code=2)


def test_two_at_once(app: App) -> None:
    with app.data.lock("index"):
        assert "index already runs" in kaigong(app, "rebuild", code=2)


@pytest.mark.parametrize("kind", ["alerts", "nonsense"])
def test_kinds_that_cannot_be_rebuilt(app: App, kind: str) -> None:
    assert "--kind" in kaigong(app, "rebuild", "--kind", kind, code=2)


def test_an_emptied_stream_does_not_empty_the_index(app: App, tmp_path: Path) -> None:
    other = app_in(tmp_path / "other")
    other.data.root.mkdir()
    shutil.copy(app.data.index, other.data.index)
    assert "would hold 0 articles" in kaigong(other, "rebuild", code=1)
    with closing(open_index(other)) as index:
        assert index.count("articles") == 30
    kaigong(other, "rebuild", "--accept-fewer")
    with closing(open_index(other)) as index:
        assert index.count("articles") == 0


def test_what_a_cut_off_rebuild_left_is_pruned_or_overwritten(app: App) -> None:
    left = app.data.index.with_name("index.db.rebuilt")
    left.write_bytes(b"no database")
    assert "Remove them?" in kaigong(app, "prune", typed="n\n", code=1)
    assert left.exists()
    assert str(left) in kaigong(app, "prune", "--yes").replace("\n", "")
    assert not left.exists()
    assert "every index is in use" in kaigong(app, "prune")
    left.write_bytes(b"no database")
    kaigong(app, "rebuild")
    assert not left.exists()


def test_a_file_that_somebody_writes_to_is_left_as_it_was(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consumers.index.sqlite.rebuild._BUSY_SECONDS", 0.1)
    with closing(open_index(app)) as index:
        before = contents(index)
    with closing(sqlite3.connect(app.data.index, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(TemporaryError, match="locked"):
            rebuild(app, (TAGGED_ARTICLES, ALERTS, SOURCES))
    with closing(open_index(app)) as index:
        assert contents(index) == before
