import shutil
from pathlib import Path

import pytest

import consumers.tagging.knowledge as module
from consumers.tagging import Knowledge
from wire.errors import ConfigurationError

DATA = Path(module.__file__).parent / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_the_shipped_rules_agree_with_their_sentences() -> None:
    Knowledge.load()


def test_a_sentence_that_does_not_come_out_names_its_rule(folder: Path) -> None:
    edit(folder / "events.yaml", "双方拟于下月签约。, want: none", "双方拟于下月签约。, want: done")
    with pytest.raises(ConfigurationError, match="rule 签约, sentence 双方拟于下月签约。") as raised:
        Knowledge.load(folder)
    assert list(raised.value.problems) == ["rule 签约, sentence 双方拟于下月签约。"]


def test_a_wrong_fact_is_named(folder: Path) -> None:
    edit(folder / "events.yaml", "aggregate: 38}", "aggregate: 39}")
    with pytest.raises(ConfigurationError, match="aggregate: wanted 39, got 38"):
        Knowledge.load(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events.yaml", "rules: ["),
        ("names.yaml", "stops: []"),
        ("industries.yaml", "- a"),
        ("aliases.yaml", "x: 1"),
    ],
)
def test_a_broken_file_is_named(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=name):
        Knowledge.load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "aliases.yaml").unlink()
    with pytest.raises(ConfigurationError, match="aliases"):
        Knowledge.load(folder)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.yaml")))
def test_the_data_version_follows_each_file(folder: Path, name: str) -> None:
    before = Knowledge.load(folder).data_version
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert Knowledge.load(folder).data_version != before


def test_event_words_name_their_type() -> None:
    types = Knowledge.load().event_types
    assert (types["动工"], types["完工"], types["签约"]) == ("开工", "竣工", "签约")
