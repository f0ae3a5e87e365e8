"""What a project costs, where the sum is told in another currency too."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("格桑乳业项目昨日签约，总投资3000万美元，约合人民币2.1亿元。", 210_000_000),
        ("总投资3000万美元（约合2.1亿元人民币）的格桑乳业项目昨日签约。", 210_000_000),
        ("昨日签约的格桑乳业项目总投资1.2亿欧元，折合人民币9.4亿元，注册资本2000万元。", 940_000_000),
        # A sum in yuan needs no conversion, and one without is not converted.
        ("格桑乳业项目昨日签约，总投资2.1亿元，约合3000万美元。", 210_000_000),
        ("格桑乳业项目昨日签约，总投资3000万美元。", None),
        ("格桑乳业项目昨日签约，注册资本3000万美元，约合人民币2.1亿元。", None),
    ],
)
def test_the_amount_of_an_event_is_in_yuan(tag: Any, text: str, expected: int | None) -> None:
    (event,) = tag(text).events
    assert event.amount_cny == expected


def test_a_sum_stays_with_its_own_project(tag: Any) -> None:
    text = "总投资3000万美元（约合2.1亿元）的格桑乳业项目昨日签约，云杉木业项目开工，总投资5亿元。"
    assert [event.amount_cny for event in tag(text).events] == [210_000_000, None]


def test_an_area_per_head_is_none_of_a_project(tag: Any) -> None:
    (event,) = tag("云杉体育公园昨日竣工，人均体育场地面积达到2.6平方米。").events
    assert event.area_m2 is None


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        # What the next sentence costs is another project.
        ("桂江灌区工程全面开工，桂岭大桥通车。总投资52亿元的云杉电芯基地成功落户。", [None]),
        ("桂江灌区工程全面开工。总投资8亿元，明年完工。", [800_000_000]),
        ("开工的是云杉化工项目，总投资3亿元；开工的是云杉玻璃项目，总投资4亿元。", [3 * 10**8, 4 * 10**8]),
        # The clause that names the project says what it costs, also where its stage is told in another one.
        ("竣工项目9个，总投资25亿元的云杉卫浴项目正在平整场地，计划9月动工。", [None, 2_500_000_000]),
    ],
)
def test_a_sum_is_of_the_project_it_is_told_of(tag: Any, text: str, amounts: list[int | None]) -> None:
    assert [event.amount_cny for event in tag(text).events][: len(amounts)] == amounts


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("新建高标准农田3万亩，改造低产茶园8000亩，云杉分拣中心建成投用。", None),
        ("云杉分拣中心建成投用，占地30亩。", 20_000.0),
        ("云杉分拣中心建成投用；县里另有标准厂房5万平方米待租。", None),
    ],
)
def test_an_area_is_of_the_project_it_is_told_of(tag: Any, text: str, area: float | None) -> None:
    (event,) = tag(text).events
    assert event.area_m2 == area
