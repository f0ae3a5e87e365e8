"""What features tell of one project over many sentences: who is meant, in which year, and whether it came."""

from datetime import UTC, datetime
from typing import Any

import pytest

SPRING = datetime(2025, 3, 11, 1, 0, tzinfo=UTC)

States = list[tuple[str, str]]


def states(tagged: Any) -> States:
    return [(event.type, event.state) for event in tagged.events]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # how long it took, or has been
        ("“从签约到开工，一共用了67天。”桂江面点项目经理说。", [("签约", "done"), ("开工", "done")]),
        ("“从拿地到动工只用了27天！”桂江锻件项目经理笑着说。", [("开工", "done")]),
        ("“从首次对接到今天签约，前后只用了47天。”负责人介绍。", [("签约", "done")]),
        ("“投产第一天就接到30吨订单。”桂江豆制品园负责人说。", [("投产", "done")]),
        ("这个建成不到一年的桂江产业园，产值4.1亿元。", [("竣工", "done")]),
        ("桂江药材项目投产后，我们的产品出口到了19个国家。", [("投产", "done")]),
        ("桂江药材项目投产后，产品将出口到19个国家。", [("投产", "conditional")]),
        ("2021年，桂江正极材料一期动工时，不少人心里打鼓。", [("开工", "done")]),
        # what was done to bring it about
        ("今年以来已推动21个桂江项目开工、8个项目建成投产。", [("开工", "done"), ("投产", "done")]),
        ("推动21个桂江项目开工、8个项目建成投产。", [("开工", "wished"), ("投产", "wished")]),
        ("推动总投资18亿元的桂江热管理项目一季度投产。", [("投产", "wished")]),
        ("加快建设的桂江热管理项目已投产。", [("投产", "done")]),
        ("市民期待已久的桂江科技馆今天开工建设。", [("开工", "done")]),
        ("今年已有9个项目实现拿地即开工。", [("开工", "done")]),
        ("推行拿地即开工。", []),
        ("对已签约的22个项目，专人跟踪。", [("签约", "done")]),
        ("对已签约的项目，专人跟踪。", []),
        # what is expected of one says nothing of the next
        (
            "桂江一号项目预计9月底封顶；桂湖电解槽项目3栋厂房全部封顶。",
            [("封顶", "planned"), ("封顶", "done")],
        ),
        ("桂江项目计划2027年建成；同一天，桂湖研发中心主楼封顶。", [("竣工", "planned"), ("封顶", "done")]),
        ("桂江减速器基地项目利用闲置厂房，可当年投产。", [("投产", "conditional")]),
        # other words
        ("3月1日，桂江饮片车间、提取车间双双封顶。", [("封顶", "done")]),
        ("五年间，全市累计开工189个，竣工142个。", [("开工", "done"), ("竣工", "done")]),
        ("桂江古塔竣工于清乾隆年间。", []),
        ("桂江县签下的南岭电池结构件项目总投资8.2亿元。", [("签约", "done")]),
        ("去年在天津签约的冀星房车改装项目进展缓慢。", [("签约", "done")]),
        ("签约球星亮相桂江项目发布会。", []),
        ("桂江公司去年12月签约，今年2月开工改造桂江厂房。", [("签约", "done"), ("开工", "done")]),
        ("桂江食品与3家合作社签约，每年采购蜜柚两千吨。", []),
        # buildings and roads that are counted
        ("桂江示范园已建成标准厂房18栋，入驻企业31家。", [("竣工", "done")]),
        ("今年以来，6条市政道路建成通车。", [("竣工", "done")]),
        ("今年将有6条市政道路建成通车。", []),
    ],
)
def test_whether_it_came(tag: Any, text: str, expected: States) -> None:
    assert states(tag(text, published=SPRING, shown_at=SPRING)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013年他来了桂江。\n次年3月，双方签约；6月，桂江丝厂项目开工建设。", "done"),
        ("其实早在去年8月，他就有此意。9月19日，桂江结构件项目签订投资协议。", "done"),
        ("他去年8月来访。今年的年度目标：9月19日，桂江结构件项目开工。", "planned"),
        ("10月12日，桂江项目主厂房封顶，比原计划晚了一个半月。", "done"),
        ("表上写着：6月20日，桂江结构件项目投产。", "planned"),
        ("去年下半年投产的7个桂江项目新增产值9.3亿元。", "done"),
        ("今年下半年投产的桂江项目有7个。", "planned"),
        ("桂江船坞车间钢结构本月初封顶。", "done"),
    ],
)
def test_which_year_is_meant(tag: Any, text: str, expected: str) -> None:
    assert tag(text, published=SPRING, shown_at=SPRING).events[-1].state == expected


@pytest.mark.parametrize(
    ("heading", "state"), [("一、2024年执行情况", "done"), ("二、2025年主要安排", "planned")]
)
def test_months_under_a_heading_are_of_the_year_that_it_names(tag: Any, heading: str, state: str) -> None:
    text = f"{heading}\n项目建设扎实。桂江饮品基地5月开工、11月投产。"
    tagged = tag(text, published=SPRING, shown_at=SPRING)
    assert states(tagged) == [("开工", state), ("投产", state)]


@pytest.mark.parametrize(
    "text",
    [
        "桂江丝厂项目的报告摆上了桌面。受影响，工期很紧：当年12月主体封顶。",
        "桂江面点项目占地110亩。“从签约到封顶，一共用了67天。”",
        "桂江面点项目占地110亩。没想到封顶后第五个月就满仓了。",
        "桂江面点项目占地110亩。原本安排在下半年，实际2月21日封顶。",
    ],
)
def test_a_clause_without_a_subject_goes_on_with_the_project_before(tag: Any, text: str) -> None:
    found = tag(text, published=SPRING, shown_at=SPRING).events
    assert [event.project[:2] for event in found if event.type == "封顶"] == ["桂江"]


def test_what_is_agreed_on_is_the_project(tag: Any) -> None:
    text = "2月22日，县里与河北石药辅料公司签署投资协议，合作建设玉米淀粉胶囊项目。"
    [event] = tag(text, published=SPRING, shown_at=SPRING).events
    assert (event.state, event.project) == ("done", "玉米淀粉胶囊项目")


def test_one_sentence_may_tell_of_several_days(tag: Any) -> None:
    text = "一幅进度表挂在围挡上：1月，1号厂房封顶；2月，2号厂房封顶。"
    assert states(tag(text, published=SPRING, shown_at=SPRING)) == [("封顶", "done"), ("封顶", "done")]


def test_a_stage_told_without_a_name_is_another_s(tag: Any) -> None:
    text = "桂江材料项目2月竣工。镇上的7号厂房也已竣工。市长出席签约仪式。"
    tagged = tag(text, published=SPRING, shown_at=SPRING)
    assert [(event.type, event.project is not None) for event in tagged.events][:2] == [
        ("竣工", True), ("竣工", False),
    ]  # fmt: skip
