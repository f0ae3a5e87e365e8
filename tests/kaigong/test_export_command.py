"""`kaigong export`, cut off by kill -9 and gone on with, in all three forms, from both kinds of index."""

import csv
import io
import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from demo_corpus import batches
from indices import SHANGHAI, elastic_index, shared_indices
from program import Program
from services.session import RunningElasticsearch

from consumers.index.port import Index, Write
from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from kaigong.exporting.columns import columns
from kaigong.searching import KINDS_OF_NAME
from wire.clock import SystemClock


@pytest.fixture(scope="module", params=["sqlite", "elasticsearch"])
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """With the demo's news in its index."""
    made = Program(tmp_path_factory.mktemp("export"))
    if request.param == "sqlite":
        index: Index = SqliteIndex(made.folder / "index.db", SHANGHAI)
        index.create()
        _fill(index)
        yield made
        return
    server: RunningElasticsearch = request.getfixturevalue("elasticsearch_server")
    with shared_indices(server.url) as prefix:
        _fill(elastic_index(server.url, prefix))
        made.env |= {"KAIGONG_ELASTICSEARCH_URL": server.url, "KAIGONG_PREFIX": prefix}
        yield made


def _fill(index: Index) -> None:
    indexer = Indexer(index, SystemClock())
    for batch in batches():
        assert not indexer.handle(batch).rejected
    indexer.close()


def searched(program: Program, *asked: str) -> list[dict[str, Any]]:
    """What a search tells, the oldest first; ties by id as everywhere."""
    return program.lines("search", "--all", "--jsonl", "--sort", "shown_at:asc", *asked)


def test_json_lines_are_the_documents_of_the_search(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    program("export", str(file), "--query", "state:done named:true", "--page", "7")
    exported = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert exported == searched(program, "--on", "event", "state:done named:true")
    assert len(exported) > 20


def test_a_csv_opens_in_a_spreadsheet(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    program("export", str(file), "--page", "50")
    text = file.read_bytes().decode("utf-8-sig")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = searched(program, "--on", "event")
    assert [row["event_id"] for row in rows] == [one["event_id"] for one in wanted]
    assert [row["parties"] for row in rows] == ["; ".join(one["parties"]) for one in wanted]
    assert "text" not in rows[0]


def test_parquet_has_types(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "events.parquet"
    program("export", str(folder), "--page", "40")
    table = pq.read_table(folder)
    wanted = searched(program, "--on", "event")
    assert table.column("event_id").to_pylist() == [one["event_id"] for one in wanted]
    assert table.column("amount_cny").to_pylist() == [one["amount_cny"] for one in wanted]
    assert table.column("place_codes").to_pylist() == [one["place_codes"] for one in wanted]
    times = [moment.isoformat().replace("+00:00", "Z") for moment in table.column("shown_at").to_pylist()]
    assert times == [one["shown_at"] for one in wanted]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_killed_again_and_again_it_ends_with_every_row_once(
    program: Program, tmp_path: Path, name: str
) -> None:
    whole, cut = tmp_path / f"whole-{name}", tmp_path / name
    program("export", str(whole), "--on", "article", "--page", "1")
    notes = cut / "_progress.json" if name == "a.parquet" else tmp_path / f"{name}.progress.json"
    dice = random.Random(name)
    arguments = ["export", str(cut), "--on", "article", "--page", "1"]
    for rows in sorted(dice.sample(range(5, 150), 3)):
        kill_at(rows, notes, program, [*arguments, *(["--resume"] if cut.exists() else [])])
    program(*arguments, "--resume")
    assert contents(cut) == contents(whole)


def kill_at(rows: int, notes: Path, program: Program, arguments: list[str]) -> None:
    """Killed while it works on some row after this one."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kaigong", *arguments],
        env=program.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None and rows_in(notes) < rows:
        pass
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it came to its end before it was killed"


def rows_in(notes: Path) -> int:
    return int(json.loads(notes.read_bytes())["rows"]) if notes.exists() else 0


def contents(path: Path) -> Any:
    return pq.read_table(path).to_pylist() if path.is_dir() else path.read_bytes()


def test_a_finished_export_goes_on_with_what_came_since(tmp_path: Path) -> None:
    program = Program(tmp_path / "data")
    program.folder.mkdir()
    index = SqliteIndex(program.folder / "index.db", SHANGHAI)
    index.create()
    file = tmp_path / "articles.jsonl"
    for day in (1, 2, 3):
        for number in range(4):
            name = f"{day}-{number}"
            document = {"article_id": name, "shown_at": f"2026-03-0{day}T0{number}:00:00Z", "title": name}
            index.write([Write("articles", name, 1, document)])
        program("export", str(file), "--on", "article", "--page", "3", *(["--resume"] if day > 1 else []))
    index.close()
    ids = [json.loads(line)["article_id"] for line in file.read_text("utf-8").splitlines()]
    assert ids == [f"{day}-{number}" for day in (1, 2, 3) for number in range(4)]


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    program = Program(tmp_path / "data")
    file = tmp_path / "events.jsonl"
    file.write_text("mine")
    program("export", str(file), code=2)
    assert "there already" in program.stderr
    program("export", str(file), "--resume", code=2)
    assert "cannot be gone on with" in program.stderr
    assert file.read_text() == "mine"


def test_another_question_is_no_continuation(tmp_path: Path) -> None:
    program = Program(tmp_path / "data")
    file = tmp_path / "events.jsonl"
    program("export", str(file))
    program("export", str(file), "--resume", "--query", "type:开工", code=2)
    assert "belongs to another export" in program.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.txt"], "say --format"),
        (["a.csv", "--format", "xml"], "expected one of jsonl, csv, parquet"),
        (["a.csv", "--on", "mood"], "expected one of article, event"),
        (["a.csv", "--query", "("], "character"),
        (["nowhere/a.csv"], "Cannot write"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path: Path, arguments: list[str], told: str) -> None:
    program = Program(tmp_path / "data")
    file, *rest = arguments
    program("export", str(tmp_path / file), *rest, code=2)
    assert told in program.stderr


@pytest.mark.parametrize("on", ["article", "event", "alert", "source"])
def test_lists_are_told_from_single_values(program: Program, on: str) -> None:
    documents = program.lines("search", "--on", on, "--all", "--jsonl", "--hidden", "--size", "1000")
    assert documents
    types = {column.name: column.type for column in columns(KINDS_OF_NAME[on])}
    for document in documents:
        for name, type_ in types.items():
            if document.get(name) is not None:
                assert isinstance(document[name], list) == (type_ == "texts"), name
