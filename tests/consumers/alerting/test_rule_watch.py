"""Rules are looked at beside the matching, and what goes wrong there ends the stage."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from alerting_samples import VOCABULARY, rule_files

from consumers.alerting.compile import compile_rule
from consumers.alerting.compiled import CompiledRule
from consumers.alerting.rule_files import RuleFiles, RuleSet
from consumers.alerting.rule_watch import RuleWatch
from consumers.alerting.rules import Rule
from wire.clock import SystemClock


def eventually(found: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not found():
        assert time.monotonic() < ends
        time.sleep(0.01)


def ids(rules: RuleSet) -> list[str]:
    return [one.rule.id for one in rules.rules]


def test_a_change_is_seen_without_anybody_looking(tmp_path: Path) -> None:
    watch = RuleWatch(rule_files(tmp_path, SystemClock(), a="keywords: [开工]\n"), seconds=0.01)
    try:
        first = watch.current()
        assert ids(first) == ["a"]
        (tmp_path / "b.yaml").write_text("keywords: [签约]\n", "utf-8")
        eventually(lambda: ids(watch.current()) == ["a", "b"])
        assert watch.current().rules[0] is first.rules[0]
    finally:
        watch.close()


def test_an_error_that_nobody_expected_ends_the_stage(tmp_path: Path) -> None:
    def broken(rule: Rule) -> CompiledRule:
        raise LookupError(rule.id)

    watch = RuleWatch(RuleFiles(tmp_path, broken, SystemClock()), seconds=0.01)
    (tmp_path / "a.yaml").write_text("keywords: [开工]\n", "utf-8")
    with pytest.raises(LookupError, match="a"):
        eventually(lambda: bool(watch.current().rules))
    watch.close()


def test_a_rule_that_reads_as_before_stays_the_same(tmp_path: Path) -> None:
    two = "rules:\n- {id: x, keywords: [开工]}\n- {id: y, keywords: [签约]}\n"
    compiled: list[str] = []

    def compiler(rule: Rule) -> CompiledRule:
        compiled.append(rule.id)
        return compile_rule(rule, VOCABULARY)

    (tmp_path / "a.yaml").write_text(two, "utf-8")
    files = RuleFiles(tmp_path, compiler, SystemClock())
    x, _ = files.look().rules
    (tmp_path / "a.yaml").write_text(two.replace("签约", "投产"), "utf-8")
    same, changed = files.look().rules
    assert same is x
    assert changed.rule.keywords == ("投产",)
    assert compiled == ["x", "y", "y"]


def test_an_id_moves_from_file_to_file(tmp_path: Path) -> None:
    clock = SystemClock()
    files = rule_files(tmp_path, clock, a="{id: x, keywords: [开工]}\n", b="{id: y, keywords: [开工]}\n")
    assert ids(files.look()) == ["x", "y"]
    (tmp_path / "b.yaml").write_text("{id: x, keywords: [签约]}\n", "utf-8")
    assert "already in a.yaml" in files.look().problems["b.yaml"]
    (tmp_path / "a.yaml").write_text("{id: z, keywords: [开工]}\n", "utf-8")
    assert ids(files.look()) == ["z", "x"]
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "c.yaml").write_text("{id: z, keywords: [开工]}\n", "utf-8")
    assert ids(files.look()) == ["x", "z"]
