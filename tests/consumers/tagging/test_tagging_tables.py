"""Tables that came as text: a value is exact, or there is none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.tagging.figures import finding as figures
from consumers.tagging.text.prepared import Prepared

PLAN = ["指标", "2023年实绩", "2028年目标", "年均增长", "指标属性"]
TRADE = ["外贸进出口总额（亿美元）", "12.13", "15.5", "5", "预期性"]


def found(text: str) -> list[tuple[float, str]]:
    return [(float(amount.value), amount.unit) for amount in figures.find(Prepared(text))]


@pytest.mark.parametrize("between", ["\t", " ", "  "])
def test_a_growth_has_no_unit_of_its_row(between: str) -> None:
    text = "\n".join(between.join(row) for row in (PLAN, TRADE))
    assert found(text) == [(1.213e9, "USD"), (1.55e9, "USD")]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\t"])
def test_a_cell_may_have_a_line_of_its_own(between: str) -> None:
    text = between.join([*PLAN, "开放", *TRADE, "实际利用外资（万美元）", "800", "1200", "8.4", "预期性"])
    assert found(text) == [(1.213e9, "USD"), (1.55e9, "USD"), (8e6, "USD"), (1.2e7, "USD")]


@pytest.mark.parametrize("between", ["\t", " ", "\n", "\n\n"])
def test_without_a_head_nothing_is_sure(between: str) -> None:
    assert found(between.join(TRADE)) == []
    assert found(between.join(["税收（亿元）", "3.2"])) == [(3.2e8, "CNY")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单位：亿元\n指标\t2024年\t2025年\t增速\n地区生产总值\t480\t512\t6.1", [4.8e10, 5.12e10]),
        ("2025年主要指标（单位：万元、%）\n指标 全年累计 同比\n税收 5100 4.2\n户数 310 2.0", [5.1e7]),
        ("单位：亿元\n指标\t2025年\n常住人口（万人）\t88\n工业企业数\t412\n城镇化率\t61", []),
        ("单位：万元\n项目\t总投资\t用地面积\t占比\n柳林泵站\t5000\t30\t4", [5e7]),
        ("单位：亿元、公顷\n指标\t2025年\n造林\t12", []),
        ("招标单位：青山县水利局\n指标\t2025年\n造林\t12", []),
        ("单位：亿元\n一段文字说明了情况。\n指标\t2025年\n税收\t12", []),
    ],
)
def test_a_unit_above_a_table(text: str, expected: list[float]) -> None:
    assert [value for value, _ in found(text)] == expected


def test_names_of_columns_with_a_line_each_are_no_rows() -> None:
    assert found("项目\n总投资（亿元）\n用地（亩）\n柳林泵站\n12.5\n300") == []
    assert found("总投资（亿元）\n用地（亩）\n300") == []


def test_a_second_head_ends_the_columns_of_the_first() -> None:
    text = "项目\t总投资（亿元）\t用地（亩）\n甲\t3\t40\n乡镇\t户数\t人口\n东山镇\t5\t9"
    assert found(text) == [(3e8, "CNY"), (40, "亩")]


def test_a_head_may_have_two_lines() -> None:
    text = "地区\t投资（亿元）\t税收（亿元）\n\t全年累计\t同比增长\n西河县\t12\t7"
    assert found(text) == [(1.2e9, "CNY")]


VALUES = ["2023年", "2025年目标", "全年累计", "上年同期", "规划值"]
SHARES = ["同比增长", "占比", "年均增速", "环比", "占全市比重", "增长（%）"]
OTHERS = ["属性", "责任单位", "备注"]
ROWS = [("地方税收（万元）", 10**4, "万元"), ("进出口（亿元）", 10**8, "亿元"), ("利润（元）", 1, "元")]


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, set[Decimal]]:
    """A table in one of the layouts, and the values that are really in it."""
    names = draw(st.lists(st.sampled_from(VALUES + SHARES), min_size=2, max_size=5, unique=True))
    label, scale, unit = draw(st.sampled_from(ROWS))
    others = draw(st.lists(st.sampled_from(OTHERS), max_size=2, unique=True))
    has_head, above = draw(st.booleans()), draw(st.booleans())
    if above:
        label = label.partition("（")[0]
    number = st.decimals(min_value=1, max_value=9_999, places=2)
    values = draw(st.lists(number, min_size=len(names), max_size=len(names), unique=True))
    missing = draw(st.sets(st.integers(0, len(names) - 1), max_size=len(names) - 1))
    written = ["—" if at in missing else str(value) for at, value in enumerate(values)]
    head, row = ["指标", *names, *others], [label, *written, *("预期性" for _ in others)]
    between, ends = draw(st.sampled_from([("\t", "\n"), ("  ", "\n"), ("\n", "\n\n"), ("\n\n", "\n\n")]))
    lines = [between.join(head)] * has_head + [between.join(row)]
    text = f"单位：{unit}\n" * above + ends.join(lines)
    return text, {value * scale for name, value in zip(names, values, strict=True) if name in VALUES}


@given(tables())
@settings(max_examples=500)
def test_a_cell_is_exact_or_none(table: tuple[str, set[Decimal]]) -> None:
    text, values = table
    assert {amount.value for amount in figures.find(Prepared(text))} <= values


@given(tables())
def test_a_table_and_its_head_give_every_value(table: tuple[str, set[Decimal]]) -> None:
    """So that the law above does not hold because nothing is ever found."""
    text, values = table
    if "指标\t" in text and "—" not in text:
        assert {amount.value for amount in figures.find(Prepared(text))} == values
