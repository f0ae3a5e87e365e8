"""The customer's own rules of events: what they add, switch and drop, and what is said of wrong ones."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from consumers.tagging import Knowledge
from consumers.tagging.events.finding import Context
from consumers.tagging.events.statements import Statement
from consumers.tagging.figures.finding import find as find_figures
from consumers.tagging.text.prepared import Prepared
from wire.errors import ConfigurationError


def load(tmp_path: Path, own: Any) -> Knowledge:
    path = tmp_path / "events.yaml"
    path.write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    return Knowledge.load(own_events=path)


def found(knowledge: Knowledge, text: str) -> list[tuple[str, str]]:
    prepared = Prepared(text)
    statements: list[Statement] = knowledge.events.find(
        prepared, find_figures(prepared), (), Context()
    ).statements
    return [(statement.type, statement.state) for statement in statements]


def test_a_shipped_type_is_switched_on_and_another_off(tmp_path: Path) -> None:
    knowledge = load(
        tmp_path, {"rules": [{"type": "落地", "enabled": True}, {"type": "封顶", "enabled": False}]}
    )
    assert found(knowledge, "桂江材料项目正式落户，主楼已封顶。") == [("落地", "done")]
    assert "落户" in knowledge.event_types
    assert "封顶" not in knowledge.event_types
    assert found(Knowledge.load(), "桂江材料项目正式落户，主楼已封顶。") == [("封顶", "done")]


def test_a_type_that_is_switched_on_takes_its_words_from_others(tmp_path: Path) -> None:
    text = "桂江电站昨日投入运营。"
    assert found(Knowledge.load(), text) == [("投产", "done")]
    knowledge = load(tmp_path, {"rules": [{"type": "投用", "enabled": True}]})
    assert found(knowledge, text) == [("投用", "done")]


def test_words_masks_and_cues_are_added(tmp_path: Path) -> None:
    own = {
        "cues": {"wished": ["誓保"]},
        "rules": [
            {
                "type": "开工",
                "keywords": ["破桩"],
                "masks": {"其他义项": ["破桩机"]},
                "tests": [
                    {"text": "桂江材料项目昨日破桩。", "want": "done", "named": True},
                    {"text": "厂里新到破桩机三台。", "want": "none"},
                ],
            }
        ],
    }
    knowledge = load(tmp_path, own)
    assert found(knowledge, "桂江材料项目昨日破桩。") == [("开工", "done")]
    assert found(knowledge, "桂江材料项目已开工。") == [("开工", "done")]
    assert found(knowledge, "誓保桂江材料项目开工。") == [("开工", "wished")]


def test_a_type_of_their_own(tmp_path: Path) -> None:
    tests = [
        {"text": "桂江高速公路昨日通车。", "want": "done"},
        {"text": "通车里程稳步增长。", "want": "none"},
    ]
    rule = {"type": "通车", "keywords": ["通车"], "masks": {"其他义项": ["通车里程"]}, "tests": tests}
    knowledge = load(tmp_path, {"rules": [rule]})
    assert found(knowledge, "桂江高速公路预计明年通车。") == [("通车", "planned")]


def test_a_word_is_dropped_with_the_sentences_it_stood_in(tmp_path: Path) -> None:
    tests = [{"text": "桂江材料项目昨日完工。", "want": "none"}]
    knowledge = load(tmp_path, {"rules": [{"type": "竣工", "drop": ["完工"], "tests": tests}]})
    assert found(knowledge, "桂江材料项目昨日完工。") == []
    assert found(knowledge, "桂江材料项目昨日竣工。") == [("竣工", "done")]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"rules": [{"type": "开工", "keywords": ["破桩"]}]}, "rule 开工: `tests` needs a sentence"),
        ({"rules": [{"type": "通车", "tests": [{"text": "通车。", "want": "none"}]}]}, "rule 通车: keywords"),
        ({"rules": [{"type": "开工", "keyword": ["破桩"]}]}, "rules.0.keyword"),
        ({"rules": [{"type": "开工", "drop": ["破桩"], "tests": [{"text": "甲", "want": "none"}]}]},
         "cannot be dropped"),
        ({"rules": [{"type": "开工"}, {"type": "开工"}]}, "stands there twice"),
        ({"cues": {"wish": ["誓保"]}}, "cues.wish is none of"),
        ({"cues": {"wished": ["(誓保"]}}, "no regular expression"),
        ({"windows": {"left": -1}}, "left"),
        ("开工", "cannot be used"),
        (
            {"rules": [{"type": "开工", "keywords": ["破桩"],
                        "tests": [{"text": "桂江材料项目破桩。", "want": "planned"}]}]},
            "rule 开工, sentence 桂江材料项目破桩。 .state: wanted planned, got done",
        ),
        (
            {"rules": [{"type": "开工", "masks": {"其他义项": ["新建项目全部开工"]},
                        "tests": [{"text": "新建项目全部开工。", "want": "none"}]}]},
            "rule 开工, sentence 38个新建项目全部开工。 .wanted done, got none",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_rule_and_sentence(tmp_path: Path, own: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as raised:
        load(tmp_path, own)
    assert str(tmp_path / "events.yaml") in str(raised.value)


def test_their_file_changes_the_data_version(tmp_path: Path) -> None:
    own = {"rules": [{"type": "落地", "enabled": True}]}
    assert load(tmp_path, own).data_version != Knowledge.load().data_version
