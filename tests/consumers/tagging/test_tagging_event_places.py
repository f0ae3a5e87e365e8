"""Where an event is, when its project's name holds a place."""

from typing import Any

import pytest

PAGE = """\
迎江区 楼宇里长出新经济
本报讯 迎江区昨日召开大会。{told}迎江区今年还将再建三栋楼宇。
大观区 老厂转身
本报讯 大观区昨日召开大会。大观区老厂改造。
"""


def main_places(tagged: Any) -> list[str | None]:
    return [event.main_place for event in tagged.events]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("安庆国际生活广场项目成功签约。", "340802"),
        ("合肥国际生活广场项目成功签约。", "340802"),
        ("位于大观区的安庆国际生活广场项目成功签约。", "340803"),
        ("大观区国际生活广场项目成功签约。", "340803"),
    ],
)
def test_an_article_of_a_page_is_about_its_own_place(tag: Any, told: str, expected: str) -> None:
    assert main_places(tag(PAGE.format(told=told), title="第三版", region="340800")) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近日，安庆市迎江区传来喜讯，安庆国际生活广场项目签约。迎江区将做好服务。", ["340802"]),
        ("怀宁分会场开工的是云杉化工项目；太湖分会场开工的是云杉玻璃项目。", ["340822", "340825"]),
        ("怀宁县云杉材料项目开工，太湖县云杉玻璃项目竣工。", ["340822", "340825"]),
        (
            "【怀宁县】云杉材料项目昨日开工。云汐大桥封顶。\n【太湖县】云汐水厂竣工。",
            ["340822", "340822", "340825"],
        ),
        ("【怀宁县】安庆第一水厂昨日开工。", ["340822"]),
        # A county in a name says more than the city that the article is about.
        ("本报安庆讯 安庆市召开会议。怀宁蓝莓产业园项目昨日开工。", ["340822"]),
        # Counties beside each other: each project is in its own.
        ("怀宁县抓招商，怀宁县抓服务。昨日，太湖县制刷产业园项目开工。", ["340825"]),
    ],
)
def test_a_single_article(tag: Any, text: str, expected: list[str]) -> None:
    assert main_places(tag(text, region="340800")) == expected


def test_a_city_with_several_counties_is_the_place_of_what_names_none(tag: Any) -> None:
    text = "安庆市举行集中开工活动，安庆市市长出席。怀宁、太湖、潜山设分会场。云汐大桥昨日开工。"
    assert main_places(tag(text, title="安庆市重大项目集中开工"))[-1] == "340800"


def test_a_county_beside_its_city_is_still_the_place(tag: Any) -> None:
    text = "安庆市、怀宁县领导出席，怀宁县设会场。云汐大桥昨日开工。安庆市太湖县也将开工。"
    assert main_places(tag(text, title="安庆市怀宁县集中开工"))[0] == "340822"
