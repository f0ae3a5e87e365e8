from pathlib import Path
from typing import Any

import pytest

from consumers.tagging import Knowledge, Tagger
from wire.errors import ConfigurationError
from wire.messages import Tagging

OWN = """
industries:
  - chain: 医药健康
    shown: 大健康
    names: [大健康, 桂谷产业]
    keywords: [脐带血, 石墨烯]
    not_keywords: [东山药业广场]
  - chain: 现代农业
    keywords: [Ａ２奶源]
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    file = tmp_path_factory.mktemp("own") / "industries.yaml"
    file.write_text(OWN, encoding="utf-8")
    return Knowledge.load(own_industries=file)


def names(knowledge: Knowledge, article: Any) -> list[str]:
    tagging = Tagging(version="1", data_version="d", seq=1)
    tagged = Tagger(knowledge).tag(article, tagging=tagging, story_id="a1")
    return [industry.name for industry in tagged.industries]


def test_own_words_speak_of_their_chain(own: Knowledge, make_article: Any) -> None:
    assert names(own, make_article("脐带血库落成。")) == ["医药健康"]
    assert names(own, make_article("A2奶源稳定。")) == ["现代农业"]


def test_an_own_word_leaves_the_chain_it_came_from(
    knowledge: Knowledge, own: Knowledge, make_article: Any
) -> None:
    article = make_article("石墨烯样品送到。")
    assert (names(knowledge, article), names(own, article)) == (["新材料"], ["医药健康"])


def test_what_is_no_word_hides_the_words_in_it(own: Knowledge, make_article: Any) -> None:
    assert names(own, make_article("在东山药业广场集合。")) == []


def test_own_names_lead_to_the_chain_and_are_shown(knowledge: Knowledge, own: Knowledge) -> None:
    assert own.industries.chain_of["桂谷产业"] == "医药健康"
    assert knowledge.industries.chain_of["新医药"] == "医药健康"
    assert (own.shown_industries, knowledge.shown_industries) == ({"医药健康": "大健康"}, {})
    assert own.data_version != knowledge.data_version


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("industries: [{chain: 医药}]", "医药健康"),
        ("industries: [{chain: 医药健康, keyword: [药]}]", "keyword"),
        ("- a", "cannot be used"),
        ("industries: [", "cannot be used"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "industries.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told) as caught:
        Knowledge.load(own_industries=file)
    assert str(file) in str(caught.value)
