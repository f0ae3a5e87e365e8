"""The rules of docs/trying-rules.md and its translation do what the pages say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from stages_in_process import app_in

from consumers.alerting.compile import compile_rule
from consumers.alerting.rule_yaml import read_rules
from kaigong.rule_examples import example_check
from kaigong.stages.alerter import vocabulary

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("trying-rules.md", "trying-rules.zh.md")
_RULE = re.compile(r"^```yaml( wrong)?\n(.*?)^```$(?:\n```\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


def rules() -> Iterator[tuple[str, str, list[str]]]:
    for page in PAGES:
        for wrong, text, problems in _RULE.findall((DOCS / page).read_text("utf-8")):
            assert bool(wrong) == bool(problems)
            yield page, text, problems.splitlines()


@pytest.mark.parametrize(("page", "text", "problems"), list(rules()))
def test_the_rules_of_the_pages(tmp_path: Path, page: str, text: str, problems: list[str]) -> None:
    app = app_in(tmp_path)
    words = vocabulary(app)
    [rule] = read_rules(text.encode(), "haizhou")
    found = example_check(app, words).problems(compile_rule(rule, words))
    assert [f"{where}: {problem}" for where, problem in found.items()] == problems


def test_both_pages_have_the_same_chapters() -> None:
    counts = {page: len(re.findall("^#+ ", (DOCS / page).read_text("utf-8"), re.MULTILINE)) for page in PAGES}
    assert len(set(counts.values())) == 1
    assert len(list(rules())) == 4
