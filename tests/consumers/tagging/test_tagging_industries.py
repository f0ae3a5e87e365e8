from pathlib import Path
from typing import Any

import pytest

import consumers.tagging.knowledge as module
from consumers.tagging.industries import Chains


def names(tagged: Any) -> list[str]:
    return [industry.name for industry in tagged.industries]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("企业主攻体外诊断试剂与疫苗，布局原料药。", "医药健康"),
        ("芯片封测与晶圆制造产线。", "电子信息与集成电路"),
        ("低空经济与无人机试飞基地。", "航空航天与低空"),
        ("光伏与储能电站并网。", "新能源与储能"),
        ("木业与家具企业集聚。", "木业家居造纸"),
    ],
)
def test_the_chain_of_a_text(tag: Any, text: str, chain: str) -> None:
    assert tag(text).main_industry == chain


@pytest.mark.parametrize(
    "text",
    [
        "进一步优化工作流程。",
        "实现社会消费品零售总额增长。",
        "开展大数据招商。",
        "深化工作机制改革，强化工作落实。",
        "市旅游局发布通知。",
    ],
)
def test_letters_of_other_words_are_no_industry(tag: Any, text: str) -> None:
    assert names(tag(text)) == []


def test_a_passing_mention_in_a_long_text_is_no_industry(tag: Any) -> None:
    filler = "会议研究部署了近期的各项任务。" * 400
    assert names(tag(filler + "其间提到了一次疫苗。")) == []


def test_words_beside_a_project_and_in_the_title_weigh_more(tag: Any) -> None:
    plain = tag("介绍了碳纤维。" + "会议继续进行。" * 30).industries[0]
    beside = tag("桂江碳纤维项目昨日开工。" + "会议继续进行。" * 30).industries[0]
    titled = tag("介绍了碳纤维。" + "会议继续进行。" * 30, title="碳纤维大会").industries[0]
    assert plain.score < beside.score < titled.score


def test_an_event_takes_the_industry_of_its_project(tag: Any) -> None:
    (event,) = tag("在光伏企业云集的园区，桂江医疗器械产业园项目昨日开工。").events
    assert event.industries == ["医药健康"]


def test_no_keyword_belongs_to_two_chains() -> None:
    chains = Chains.load(Path(module.__file__).parent / "data" / "industries.yaml").chains
    words = [word for chain in chains for word in chain.keywords]
    assert len(chains) == 20
    assert len(words) == len(set(words))
