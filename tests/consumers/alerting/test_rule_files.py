"""Rule files on a real folder: live reload, broken files, ids that clash, and writing."""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from alerting_samples import VOCABULARY, rule_files

from consumers.alerting.compile import compile_rule
from consumers.alerting.rule_copies import RuleCopies
from consumers.alerting.rule_files import RuleFiles, RuleSet
from consumers.alerting.rule_writer import write_rule
from consumers.alerting.rule_yaml import read_rules
from consumers.alerting.rules import parse_rule
from wire.clock import ManualClock
from wire.errors import ConfigurationError


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "rules"


def ids(rules: RuleSet) -> list[str]:
    return [one.rule.id for one in rules.rules]


def after_a_second(files: RuleFiles, clock: ManualClock) -> RuleSet:
    clock.advance(timedelta(seconds=1))
    return files.current()


def test_a_folder_that_does_not_exist_has_no_rules(folder: Path, clock: ManualClock) -> None:
    rules = RuleFiles(folder, lambda rule: pytest.fail("nothing to compile"), clock).current()
    assert rules == RuleSet((), (), {})


def test_one_rule_a_file_or_a_list_of_them(folder: Path, clock: ManualClock) -> None:
    files = rule_files(
        folder,
        clock,
        haizhou="keywords: [开工]\n",
        several="rules:\n  - {id: one, types: [签约]}\n  - {id: two, types: [投产], enabled: false}\n",
    )
    assert ids(files.current()) == ["haizhou", "one"]
    assert [one.rule.id for one in files.current().disabled] == ["two"]


def test_changes_are_seen_within_a_second_and_not_looked_for_before(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock, a="keywords: [开工]\n")
    assert ids(files.current()) == ["a"]
    (folder / "b.yaml").write_text("keywords: [签约]\n", "utf-8")
    assert ids(files.current()) == ["a"]
    assert ids(after_a_second(files, clock)) == ["a", "b"]
    (folder / "a.yaml").write_text("keywords: [投产]\n", "utf-8")
    assert after_a_second(files, clock).rules[0].types == {"投产"}
    (folder / "a.yaml").unlink()
    assert ids(after_a_second(files, clock)) == ["b"]


def test_a_change_of_the_same_size_within_the_same_tick_is_seen(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock, a="keywords: [开工]\n")
    before = (folder / "a.yaml").stat()
    files.current()
    (folder / "a.yaml").write_text("keywords: [签约]\n", "utf-8")
    os.utime(folder / "a.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert after_a_second(files, clock).rules[0].types == {"签约"}


@pytest.mark.parametrize(
    "broken",
    [
        "keywords: [开工\n",
        "keyword: [开工]\n",
        "places: [海州区]\n",
        "- a\n",
        "rules: 3\n",
        "",
        "rules:\n  - 开工\n",
    ],
)
def test_a_broken_file_keeps_its_last_good_version(folder: Path, clock: ManualClock, broken: str) -> None:
    files = rule_files(folder, clock, a="keywords: [开工]\n", b="keywords: [签约]\n")
    files.current()
    (folder / "a.yaml").write_text(broken, "utf-8")
    rules = after_a_second(files, clock)
    assert [one.types for one in rules.rules] == [{"开工"}, {"签约"}]
    assert list(rules.problems) == ["a.yaml"]
    (folder / "a.yaml").write_text("keywords: [投产]\n", "utf-8")
    rules = after_a_second(files, clock)
    assert [one.types for one in rules.rules] == [{"投产"}, {"签约"}]
    assert rules.problems == {}


def test_the_last_good_version_outlives_a_restart(folder: Path, clock: ManualClock) -> None:
    def started() -> RuleFiles:
        compiler = partial(compile_rule, vocabulary=VOCABULARY)
        return RuleFiles(folder, compiler, clock, RuleCopies(folder.with_name("copies")))

    write_rule(folder, parse_rule({"id": "a", "keywords": "开工"}))
    started().current()
    (folder / "a.yaml").write_text("keyword: [开工]\n", "utf-8")
    rules = started().current()
    assert [one.types for one in rules.rules] == [{"开工"}]
    assert list(rules.problems) == ["a.yaml"]
    files = started()
    files.current()
    (folder / "a.yaml").unlink()
    assert ids(after_a_second(files, clock)) == []
    (folder / "a.yaml").write_text("keyword: [开工]\n", "utf-8")
    assert ids(started().current()) == []


def test_bytes_that_are_no_text_are_a_problem(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock)
    (folder / "a.yaml").write_bytes("keywords: [开工]".encode("gb18030"))
    assert "YAML" in files.current().problems["a.yaml"]


def test_a_list_with_one_broken_rule_is_refused_whole_and_names_it(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock, a="rules:\n  - {id: x, types: [签约]}\n  - {id: y, tipes: [签约]}\n")
    rules = files.current()
    assert ids(rules) == []
    assert "rule 2 (y): tipes:" in rules.problems["a.yaml"]
    assert "did you mean types?" in rules.problems["a.yaml"]


def test_an_id_belongs_to_the_file_that_had_it_first(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock, m="id: x\nkeywords: [开工]\n")
    files.current()
    (folder / "a.yaml").write_text("id: x\nkeywords: [签约]\n", "utf-8")
    rules = after_a_second(files, clock)
    assert [one.types for one in rules.rules] == [{"开工"}]
    assert "already in m.yaml" in rules.problems["a.yaml"]
    (folder / "m.yaml").unlink()
    rules = after_a_second(files, clock)
    assert [one.types for one in rules.rules] == [{"签约"}]
    assert rules.problems == {}


def test_a_renamed_file_keeps_its_rule(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock, m="id: x\nkeywords: [开工]\n")
    files.current()
    (folder / "m.yaml").rename(folder / "a.yaml")
    rules = after_a_second(files, clock)
    assert (ids(rules), rules.problems) == (["x"], {})


def test_the_same_id_twice_in_a_file_is_refused(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock, a="rules:\n  - {id: x, types: [签约]}\n  - {id: x, types: [投产]}\n")
    assert "twice" in files.current().problems["a.yaml"]


def test_a_folder_that_vanishes_takes_no_rule_away(folder: Path, clock: ManualClock) -> None:
    files = rule_files(folder, clock, a="keywords: [开工]\n")
    files.current()
    folder.rename(folder.with_name("elsewhere"))
    rules = after_a_second(files, clock)
    assert ids(rules) == ["a"]
    assert "cannot read" in rules.problems["rules"]
    folder.with_name("elsewhere").rename(folder)
    assert after_a_second(files, clock).problems == {}


def test_a_written_rule_reads_back_and_nothing_is_overwritten(folder: Path, clock: ManualClock) -> None:
    rule = parse_rule(
        {"id": "海州", "keywords": "签约,开工", "places": 320706, "on": "event", "min_amount": "1亿"}
    )
    path = write_rule(folder, rule)
    assert read_rules(path.read_bytes(), "海州") == [rule]
    with pytest.raises(ConfigurationError, match="exists already"):
        write_rule(folder, parse_rule({"id": "海州", "keywords": "投产"}))
    assert read_rules(path.read_bytes(), "海州") == [rule]
    write_rule(folder, parse_rule({"id": "海州", "keywords": "投产"}), replace=True)
    assert read_rules(path.read_bytes(), "海州")[0].keywords == ("投产",)
    assert [file.name for file in folder.iterdir()] == ["海州.yaml"]
    assert ids(rule_files(folder, clock).current()) == ["海州"]


def test_a_copy_that_cannot_be_kept_takes_no_rule_out_of_force(folder: Path, clock: ManualClock) -> None:
    write_rule(folder, parse_rule({"id": "a", "keywords": "开工"}))
    blocked = folder.with_name("copies")
    blocked.write_text("a file where a folder should be")
    files = RuleFiles(folder, partial(compile_rule, vocabulary=VOCABULARY), clock, RuleCopies(blocked))
    assert (ids(files.current()), files.current().problems) == (["a"], {})
