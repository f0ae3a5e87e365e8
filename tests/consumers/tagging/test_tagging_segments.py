"""Newspaper pages that came as one text, of papers that were made up for this."""

from typing import Any

import pytest

from consumers.tagging.text.prepared import Prepared, Span
from consumers.tagging.text.segments import articles_of

BYLINES = """\
干在实处 走在前列
——全市项目建设一线见闻

青川机床产业园三期封顶

本报讯（记者 何山）4月2日，随着最后一方混凝土浇筑完成，青川机床产业园三期在临渭区封顶，总投
资6.5亿元。

下一步，园区将加快设备进场。

预制菜里的大文章

本报讯（通讯员 方圆 许愿）近日，富平县柿子预制菜项目竣工，总投资2亿元。

华州：钼业老厂添新线

本报记者 柳青
杨帆

华州区铁合金技改线投产。
一、老厂的账
过去这里只卖矿石。
"""
SIGNED = """\
阜南柳编走进展会
阜南县黄岗镇柳编产业园二期开工，投资1.2亿元。（张三 李四）
颍上养虾忙
颍上县稻虾基地迎来收获，亩产虾150公斤。（王五）
"""
ROUND_UP = """\
通城：砂布轮转起来
砂布项目签约。
崇阳：钒液流电池下线
液流电池项目投产。
赤壁：砖茶飘香
砖茶二期开工。
"""
PAGE_NAMED = """\
山城要闻
气象台发布消息，未来三天多云。
铝业新线点火
新线昨日点火，产能10万吨。
"""
ONE_ARTICLE = """\
把论文写在车间里

本报记者 林深

走进厂区，机器轰鸣，新建的三期厂房已经封顶。

老厂新生

老厂房里，二期设备正在安装。

人才来了

“这里有活干。”工程师说。
"""
REPORT = """\
2025年政府工作报告

一、2024年工作回顾
过去一年，全县上下奋力拼搏。
工业经济
全年竣工项目42个。
二、2025年工作安排
今年要开工建设项目51个。
"""


def titles(text: str, title: str = "", places: Any = ()) -> list[str]:
    return [article.title for article in articles_of(Prepared(title), Prepared(text), places)]


def test_articles_begin_with_a_headline_and_a_byline_or_dateline() -> None:
    found = articles_of(Prepared(""), Prepared(BYLINES), ())
    assert [article.title for article in found] == [
        "青川机床产业园三期封顶",
        "预制菜里的大文章",
        "华州：钼业老厂添新线",
    ]
    assert [BYLINES[article.end - 3 : article.end] for article in found] == ["进场。", "亿元。", "矿石。"]
    assert BYLINES[found[1].start :].startswith("预制菜")
    assert BYLINES[found[1].headline :].startswith("本报讯")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (
            "奋勇争先 再谱新篇\n——追光逐梦 实干兴市\n\n比学赶超\n\n青川经开区\n\n把链条做长",
            "青川经开区 把链条做长",
        ),
        ("奋勇争先 再谱新篇\n\n把链条做长\n\n——园区招商见闻", "把链条做长 ——园区招商见闻"),
        ("奋勇争先 再谱新篇\n——追光逐梦 实干兴市\n把链条做长", "把链条做长"),
        ("一条链的十年\n把链条做长\n——园区招商见闻", "一条链的十年 把链条做长 ——园区招商见闻"),
        ("把链条做长", "把链条做长"),
    ],
)
def test_the_slogans_of_a_page_are_no_headline(above: str, title: str) -> None:
    text = f"{above}\n\n本报讯 青川园区昨日招商。\n柳河镇二期投产\n本报讯 二期昨日投产。\n"
    place = text.find("青川经开区")
    places = [Span(place, place + 5)] if place >= 0 else []
    assert titles(text, places=places) == [title, "柳河镇二期投产"]


def test_the_names_of_authors_end_an_article() -> None:
    assert titles(SIGNED) == ["阜南柳编走进展会", "颍上养虾忙"]


def test_the_name_of_a_page_is_a_sign(tag: Any) -> None:
    assert titles(PAGE_NAMED, "A02版 综合新闻") == ["山城要闻", "铝业新线点火"]
    assert titles(PAGE_NAMED, "铝业新线点火") == []


def test_a_round_up_of_places_is_taken_apart(tag: Any) -> None:
    found = tag(ROUND_UP, region="421200")
    assert [segment.title for segment in found.segments] == [
        "通城：砂布轮转起来",
        "崇阳：钒液流电池下线",
        "赤壁：砖茶飘香",
    ]
    assert [(event.type, event.main_place) for event in found.events] == [
        ("签约", "421222"),
        ("投产", "421223"),
        ("开工", "421281"),
    ]


@pytest.mark.parametrize("text", [ONE_ARTICLE, REPORT, "", "只有一行", "标题\n正文一句。"])
def test_a_single_article_has_no_segments(tag: Any, text: str) -> None:
    found = tag(text, title="新春走基层")
    assert (found.segments, found.doc_class) == ([], "news")


def test_everything_found_refers_to_its_own_segment(tag: Any) -> None:
    found = tag(BYLINES, title="第三版", region="610500")
    assert found.doc_class == "newspaper"
    assert [BYLINES[segment.start : segment.start + 2] for segment in found.segments] == [
        "干在",
        "预制",
        "华州",
    ]
    told = [(event.segment, event.type, event.main_place, event.main_industry) for event in found.events]
    assert told == [
        (0, "封顶", "610502", "高端装备与智能制造"),
        (1, "竣工", "610528", "食品饮料"),
        (2, "投产", "610503", "冶金建材"),
    ]
    for place in found.places:
        segment = found.segments[place.segment]
        assert place.start is not None
        assert segment.start <= place.start < segment.end
        assert BYLINES[place.start : place.end] == place.surface
    assert {"高端装备与智能制造", "食品饮料", "冶金建材"} <= {industry.name for industry in found.industries}


def test_spans_lead_back_into_the_whole_text(tag: Any) -> None:
    found = tag(BYLINES, title="第三版", region="610500")
    assert [BYLINES[event.start : event.end] for event in found.events] == ["封顶", "竣工", "投产"]
    values = {BYLINES[figure.start : figure.end].replace("\n", "") for figure in found.figures}
    assert {"6.5亿元", "2亿元"} <= values


def test_a_headline_is_told_once_where_its_text_tells_it(tag: Any) -> None:
    text = "东山光伏板项目开工\n本报讯 东山光伏板项目昨日开工。\n西山水泵项目投产\n本报讯 天气晴好。\n"
    events = tag(text, title="要闻二版").events
    assert [(event.segment, event.type) for event in events] == [(0, "开工"), (1, "投产")]


def test_repeated_sentences_of_two_segments_are_two_events(tag: Any) -> None:
    text = "甲镇\n本报讯 产业园二期昨日开工。\n乙镇\n本报讯 产业园二期昨日开工。\n"
    events = tag(text, title="要闻二版").events
    assert [event.segment for event in events] == [0, 1]
    assert len({event.event_id for event in events}) == 2


def test_a_page_without_end_is_left_whole(tag: Any) -> None:
    text = "某地开会\n本报讯 今天开会。\n" * 300
    assert articles_of(Prepared(""), Prepared(text), ()) == []
