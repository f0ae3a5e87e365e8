"""The index contract on SQLite, and what only SQLite can get wrong."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from index_contract import IndexContract, article, words, write

from consumers.index.port import Index, Search
from consumers.index.sqlite import SqliteIndex
from consumers.query.ast import Range
from wire.errors import KaigongError, TemporaryError

SHANGHAI = ZoneInfo("Asia/Shanghai")


class TestSqliteIndex(IndexContract):
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "index.db"

    @pytest.fixture
    def index(self, path: Path) -> Iterator[SqliteIndex]:
        index = SqliteIndex(path, SHANGHAI)
        index.create()
        yield index
        index.close()

    @pytest.fixture
    def reader(self, index: Index, path: Path) -> Iterator[SqliteIndex]:
        reader = SqliteIndex(path, SHANGHAI)
        yield reader
        reader.close()

    def test_documents_outlive_the_process(self, index: SqliteIndex, path: Path) -> None:
        index.write([write(article("a", "开工"))])
        index.close()
        again = SqliteIndex(path, SHANGHAI)
        again.create()
        assert self.found(again, words("开工")) == {"a"}
        again.close()

    def test_an_older_file_gets_the_fields_it_lacks(self, index: SqliteIndex, path: Path) -> None:
        index.write([write(article("a", "开工", revision=4))])
        index.close()
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("ALTER TABLE articles DROP COLUMN revision")
            db.execute("DROP TABLE articles_fts")
            db.execute("CREATE VIRTUAL TABLE articles_fts USING fts5(title)")
        db.close()
        again = SqliteIndex(path, SHANGHAI)
        again.create()
        again.write([write(article("b", "开工", revision=5))])
        assert self.found(again, words("开工", "title")) == {"a", "b"}
        assert self.found(again, Range("revision", gte=5)) == {"b"}
        again.close()

    def test_a_search_before_the_first_creation(self, path: Path) -> None:
        fresh = SqliteIndex(path, SHANGHAI)
        with pytest.raises(TemporaryError, match="still empty"):
            fresh.search(Search("articles"))
        fresh.close()

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(TemporaryError, match="cannot be opened"):
            SqliteIndex(tmp_path / "missing" / "index.db", SHANGHAI)

    def test_a_file_that_is_held_by_another_writer(self, path: Path, index: SqliteIndex) -> None:
        waiting = SqliteIndex(path, SHANGHAI, busy_seconds=0.05)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(TemporaryError, match="another process holds it"):
            waiting.write([write(article("a"))])
        waiting.create()
        assert waiting.search(Search("articles")).total == 0
        holder.execute("ROLLBACK")
        assert waiting.write([write(article("a"))])[0].outcome == "written"
        holder.close()
        waiting.close()

    def test_a_closed_index_says_so(self, index: SqliteIndex) -> None:
        index.close()
        with pytest.raises(KaigongError, match="after it was closed"):
            index.count("articles")

    def test_another_process_reads_while_this_one_writes(self, index: SqliteIndex, path: Path) -> None:
        script = (
            "import sys; from pathlib import Path; from zoneinfo import ZoneInfo\n"
            "from consumers.index.port import Search; from consumers.index.sqlite import SqliteIndex\n"
            "index = SqliteIndex(Path(sys.argv[1]), ZoneInfo('Asia/Shanghai'))\n"
            "for line in sys.stdin: print(index.search(Search('articles')).total, flush=True)\n"
        )
        command = [sys.executable, "-c", script, str(path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            for n in range(3):
                index.write([write(article(f"{n}"))])
                other.stdin.write("\n")
                other.stdin.flush()
                assert int(other.stdout.readline()) == n + 1
            other.stdin.close()

    def test_superseded_full_text_is_cleared_away_in_the_end(self, index: SqliteIndex, path: Path) -> None:
        for version in range(1, 1100):
            index.write([write(article("a", f"开工{version}"), version)])
        index.create()
        with closing(sqlite3.connect(path)) as db, db:
            rows = db.execute("SELECT count(*) FROM articles_fts_docsize").fetchone()
        assert rows == (1,)
        assert self.found(index, words("开工1099")) == {"a"}
        assert self.found(index, words("开工1098")) == set()

    def test_a_failing_batch_leaves_nothing(self, index: SqliteIndex, path: Path) -> None:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute(
                "CREATE TRIGGER full BEFORE INSERT ON articles WHEN new.id = 'b' "
                "BEGIN SELECT raise(ABORT, 'no'); END"
            )
        db.close()
        with pytest.raises(sqlite3.IntegrityError):
            index.write([write(article("a")), write(article("b"))])
        assert index.count("articles") == 0
