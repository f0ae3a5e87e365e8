"""Which line breaks stand inside a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.broken_lines import broken_lines


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("今年以来，全区上下的干部职工\n攻坚克难。", 1),
        ("他说：“今年一定要把项目\n建成。”", 1),
        ("某某县：小柑橘做成了大产业\n某某县的柑橘红了。", 0),  # a headline
        ("投资30亿元！某某县重大项目集中开工\n6月26日上午，某某县举行活动。", 0),
        ("大家齐声说，一定要把项目建成！这是全县的\n一件大事。", 1),
    ],
)
def test_a_headline_is_no_broken_line(text: str, breaks: int) -> None:
    assert len(list(broken_lines(text))) == breaks


@given(st.text(alphabet="公开工业，。\n 0"))
def test_breaks_lie_on_line_ends(text: str) -> None:
    assert all("\n" in text[start:end] for start, end in broken_lines(text))


@pytest.mark.parametrize(
    "text",
    [
        "园区以链招商，引来一批科技含量高、有望上市融|资的龙头企业。",
        "园区引来一批有望上市融|资的龙头企业，税收翻番。",
        "双方就人才培养、设备共享等方面进|行了座谈。",
        "县住建局倒排工期、挂图作战，确|保安置房年内交付",
        "以更大力度优化营商环|境，让企业安心发展。",
        "公司负责人说，明年要在桂林|和柳州各建一个基地，形成合力。",
        "全县把稳增长摆在首位，坚持领导挂帅、专班推进、清单管理，全年开展集中签约六次，新引进亿元以上项目三十个，带动|产业链上下游企业落户，形成集群。",
    ],
)
def test_an_empty_line_inside_a_sentence(text: str) -> None:
    before, behind = text.split("|")
    broken = list(broken_lines(f"{before}\n\n{behind}"))
    assert broken == [(len(before), len(before) + 2)]


@pytest.mark.parametrize(
    "text",
    [
        "抓项目、促投资，奋力开创发展新局面\n\n一季度，全县开工项目三十个。",
        "抓项目、促投资，全力建设美丽新县\n\n在柳河镇，三期厂房正在浇筑。",
        "乘风破浪开新局 实干争先成大势\n\n勇立潮头，再谱新篇",
        "全县经济工作会议召开，县长讲话\n\n各镇街\n\n真抓实干谋发展",
        "党建引领，做大做强特色工业\n\n园区建设跑出加速度，企业纷纷入驻。",
        "招标人：柳河县水利局，电话07731234567\n\n12号楼，联系人老李。",
        "一、项目概况，共计三个标段\n\n二、招标范围，详见附件",
        "会议听取了项目推进、要素保障、营商环境等情况的汇报，研究了下一阶段的工作，部署了安全生产和防汛准备\n\n近日，全县又有三个项目开工。",
        "上一句话已经说完。\n\n下一段从这里开始，另起一行。",
    ],
)
def test_an_empty_line_between_headlines_and_paragraphs(text: str) -> None:
    assert list(broken_lines(text)) == []
