from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.tagging import figures
from consumers.tagging.numerals import number
from consumers.tagging.prepared import Prepared

Found = list[tuple[float, str, str | None, str | None]]


def found(text: str) -> Found:
    return [(float(a.value), a.unit, a.modifier, a.role) for a in figures.find(Prepared(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人均7.39万元，分别是上年的1.7倍", [(73_900, "CNY", None, "均值")]),
        ("总投资4.1亿元", [(410_000_000, "CNY", None, "总投资")]),
        ("总投资１２．５亿元", [(1_250_000_000, "CNY", None, "总投资")]),
        ("总投资 12 亿元", [(1_200_000_000, "CNY", None, "总投资")]),
        ("计划总投资约3亿元", [(300_000_000, "CNY", "~", "总投资")]),
        ("总投资20.5亿，占地50亩", [(2_050_000_000, "CNY", None, "总投资"), (50, "亩", None, "占地")]),
        ("投资1,200万元", [(12_000_000, "CNY", None, "投资")]),
        ("投资十二亿五千万元", [(1_250_000_000, "CNY", None, "投资")]),
        ("投资两百亿元", [(20_000_000_000, "CNY", None, "投资")]),
        ("投资30余亿元", [(3_000_000_000, "CNY", ">=", "投资")]),
        ("投资10多亿元", [(1_000_000_000, "CNY", ">=", "投资")]),
        ("不超过5000万元", [(50_000_000, "CNY", "<=", None)]),
        ("通过10亿元预算", [(1_000_000_000, "CNY", None, None)]),
        ("实际利用外资8000万美元以上", [(80_000_000, "USD", ">=", "外资")]),
        ("投资1.5亿欧元、20亿港元、100亿日元",
         [(1.5e8, "EUR", None, "投资"), (2e9, "HKD", None, "投资"), (1e10, "JPY", None, "投资")]),
        ("外资1.5亿美元，约合人民币10亿元", [(1.5e8, "USD", None, "外资"), (1e9, "CNY", None, "折合")]),
        ("签约亿元以上项目158个", [(1e8, "CNY", ">=", "门槛"), (158, "个", None, None)]),
        ("5个超10亿元项目", [(5, "个", None, None), (1e9, "CNY", ">=", "门槛")]),
        ("2个亿元以上项目", [(2, "个", None, None), (1e8, "CNY", ">=", "门槛")]),
        ("项目80个,过10亿元项目10个",
         [(80, "个", None, None), (1e9, "CNY", ">=", "门槛"), (10, "个", None, None)]),
        ("租金300元/平方米", [(300, "CNY", None, "均值")]),
        ("建筑面积1.85万平方米", [(18_500, "m2", None, "建筑面积")]),
        ("建筑面积5000m²", [(5_000, "m2", None, "建筑面积")]),
        ("占地2平方公里", [(2_000_000, "m2", None, "占地")]),
        ("年产2万件器械", [(20_000, "件", None, "年产")]),
        ("①3亿元", [(300_000_000, "CNY", None, None)]),
        ("总投资分别为5亿元、3亿元", [(5e8, "CNY", None, "总投资"), (3e8, "CNY", None, "总投资")]),
        ("总投资5亿元的项目获1亿元授信", [(5e8, "CNY", None, "总投资"), (1e8, "CNY", None, None)]),
    ],
)  # fmt: skip
def test_notations(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", ["3-5亿元", "3亿元至5亿元", "3亿—5亿元", "三至五亿元"])
def test_ranges(text: str) -> None:
    (amount,) = figures.find(Prepared(text))
    assert (amount.value, amount.high) == (3 * 10**8, 5 * 10**8)


@pytest.mark.parametrize(
    "text",
    ["500-1亿元", "5亿-3亿元", "1.2.3亿元", "12，300万元", "3,5亿元", "数十亿元", "几百亿元",
     "3½亿元", "第3亿元",
     "百亿级企业","亿元级项目", "二〇二四亿元",
     "一百二亿元", "C919万元", "1 098亩", "12年",
     "占比5", "9" * 20 + "亿元", "999999999999万亿元"],
)  # fmt: skip
def test_what_is_not_understood_has_no_value(text: str) -> None:
    assert found(text) == []


def test_a_year_before_a_comma_is_no_part_of_the_number() -> None:
    assert found("截至2025,100亿元已到位") == [(1e10, "CNY", None, None)]


@given(st.integers(1, 99_999), st.integers(0, 99), st.sampled_from([("万", 4), ("亿", 8)]))
def test_scaling_is_exact(whole: int, hundredths: int, scale: tuple[str, int]) -> None:
    (amount,) = figures.find(Prepared(f"总投资{whole}.{hundredths:02d}{scale[0]}元"))
    assert amount.value == (Decimal(whole) + Decimal(hundredths) / 100) * 10 ** scale[1]


@given(st.integers(1, 9_999))
def test_han_numerals_read_back(value: int) -> None:
    assert number(in_han(value)) == value


def in_han(value: int) -> str:
    digits, units, spelled = "零一二三四五六七八九", ("千", "百", "十", ""), ""
    for digit, unit in zip(f"{value:04d}", units, strict=True):
        if digit != "0":
            spelled += digits[int(digit)] + unit
        elif spelled and not spelled.endswith("零"):
            spelled += "零"
    return spelled.rstrip("零")
