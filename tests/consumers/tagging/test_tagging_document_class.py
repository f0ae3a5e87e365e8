from typing import Any

import pytest

PARAGRAPH = "四月以来，园区上下忙碌，企业订单充足，工人们正在装车。"
FIGURES = (
    "全年规模以上工业增加值比上年增长7.3%。粮食总产量46.8万吨，增长1.2%；货物进出口总额317.9亿元，下降0.4%。"
)


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("青山区：春耕正当时", PARAGRAPH, "news"),
        ("青山区发布新规划后项目签约忙", PARAGRAPH, "news"),
        ("青山区“十五五”产业发展规划", PARAGRAPH, "plan"),
        ("2026年市级重点项目清单", "新开工项目：轴承产业园。", "plan"),
        ("", "青山区产业发展规划（2026—2030年）\n第一章 总则", "plan"),
        ("", "展望2035年，青山产业带基本建成。", "plan"),
        ("青山产业园项目环境影响评价受理公示", PARAGRAPH, "notice"),
        ("污水处理厂工程招标公告（二次）", PARAGRAPH, "notice"),
        ("关于青山产业园项目核准的批复", PARAGRAPH, "notice"),
        ("", "国有建设用地出让公告：青山区，工业用地6.6公顷。", "notice"),
        ("青山区2026年国民经济和社会发展统计公报", PARAGRAPH, "statistics"),
        ("一季度青山区经济运行情况", PARAGRAPH, "statistics"),
        ("", FIGURES, "statistics"),
        ("青山区二期项目开工，产值同比增长", PARAGRAPH + "产值增长5%，同比多2亿元，增速加快。", "news"),
    ],
)
def test_the_class_of_a_document(tag: Any, title: str, text: str, wanted: str) -> None:
    assert tag(text, title=title).doc_class == wanted


def test_what_a_list_of_projects_names_is_planned(tag: Any) -> None:
    (event,) = tag("新开工：桂江轴承产业园项目开工建设。", title="2026年重点项目清单").events
    assert event.state == "planned"
