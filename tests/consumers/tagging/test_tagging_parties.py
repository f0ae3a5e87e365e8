"""Which companies a statement speaks of."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("桂江材料项目昨日开工，由中材科技投资建设。", ["中材科技"]),
        ("市政府与联瑞新材签约，投资三亿元。", ["联瑞新材"]),
        ("海州区政府与上海均和集团签约，双方将共建产业园。", ["上海均和集团"]),
        ("江苏联瑞新材料股份有限公司扩产项目开工，联瑞新材董事长出席。", ["江苏联瑞新材料股份有限公司"]),
        ("昨日，联瑞新材、蓝思科技、京东方等企业签约。", ["联瑞新材", "蓝思科技", "京东方"]),
        ("宁德时代总投资30亿元的电池基地开工。", ["宁德时代"]),
        ("由中建三局承建的桂江大厦封顶。", ["中建三局"]),
        ("长锋动力变速器三期投产。", ["长锋动力"]),
        ("中国科学院过程工程研究所与桂江集团签约。", ["中国科学院过程工程研究所", "桂江集团"]),
        ("联瑞电子级硅微粉项目昨日开工。", []),
        ("去年签约落户桂岭人力、云图供应链等优质项目16个。", ["桂岭人力", "云图供应链"]),
        ("桂江煤基新材料项目昨日签约。", []),
        ("去年签约精细化工、现代物流等项目16个。", []),
        ("昨日，海目星激光、桂江大楼等12个项目集中开工。", ["海目星激光"]),
        ("桂江材料项目由当地企业投资，昨日开工。", []),
        ("桂江材料项目由市发改委建设，昨日开工。", []),
        ("新型储能项目昨日开工，该公司负责人出席。", []),
    ],
)
def test_companies_are_found_by_form_deed_and_brand(tag: Any, text: str, parties: list[str]) -> None:
    assert tag(text).events[0].parties == parties


def test_who_is_told_of_behind_a_semicolon_is_another_project_s(tag: Any) -> None:
    (event,) = tag("联瑞新材的厂房外墙正搭脚手架；桂江总部大楼已封顶；蓝思科技正平整土地。").events
    assert event.parties == []


def test_of_several_projects_each_has_its_own_companies(tag: Any) -> None:
    first, second = tag(
        "由桂江集团投资的材料产业园项目昨日开工；由蓝鲸集团投资的冷链产业园项目昨日竣工。"
    ).events
    assert (first.parties, second.parties) == (["桂江集团"], ["蓝鲸集团"])
