from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.tagging.figures import finding as figures
from consumers.tagging.figures.numerals import number
from consumers.tagging.text.prepared import Prepared

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
        ("力争地区生产总值迈上1000亿台阶", [(1e11, "CNY", None, "统计")]),
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
        ("签约亿元以上项目158个", [(1e8, "CNY", ">=", "门槛"), (158, "个", None, "项目数")]),
        ("5个超10亿元项目", [(5, "个", None, "项目数"), (1e9, "CNY", ">=", "门槛")]),
        ("2个亿元以上项目", [(2, "个", None, "项目数"), (1e8, "CNY", ">=", "门槛")]),
        ("项目80个,过10亿元项目10个",
         [(80, "个", None, "项目数"), (1e9, "CNY", ">=", "门槛"), (10, "个", None, "项目数")]),
        ("租金300元/平方米", [(300, "CNY", None, "均值")]),
        ("建筑面积1.85万平方米", [(18_500, "m2", None, "建筑面积")]),
        ("建筑面积5000m²", [(5_000, "m2", None, "建筑面积")]),
        ("占地2平方公里", [(2_000_000, "m2", None, "占地")]),
        ("年产2万件器械", [(20_000, "件", None, "年产")]),
        ("总投资3亿5000万元", [(3.5e8, "CNY", None, "总投资")]),
        ("总价人民币壹亿贰仟捌佰万元整", [(1.28e8, "CNY", None, "合同额")]),
        ("斥资三点五亿元", [(3.5e8, "CNY", None, "投资")]),
        ("投资50多亿元、二十余万元", [(5e9, "CNY", ">=", "投资"), (200_000, "CNY", ">=", "投资")]),
        ("融资1.2亿（美元）", [(1.2e8, "USD", None, "融资")]),
        ("到账外资US$5000万", [(5e7, "USD", None, "外资")]),
        ("中标价￥3,200.5万元", [(32_005_000, "CNY", None, "合同额")]),
        ("投资4.1\u200b亿元", [(4.1e8, "CNY", None, "投资")]),
        ("产值近百亿元", [(1e10, "CNY", "~", "产值")]),
        ("产值突破千亿元", [(1e11, "CNY", ">=", "产值")]),
        ("投资5亿元（含）以上", [(5e8, "CNY", ">=", "投资")]),
        ("最高可获补助500万元", [(5e6, "CNY", "<=", "其他")]),
        ("节约5000万元", [(5e7, "CNY", None, None)]),
        ("投资分别为1、2.5、3亿元",
         [(1e8, "CNY", None, "投资"), (2.5e8, "CNY", None, "投资"), (3e8, "CNY", None, "投资")]),
        ("总投资10亿元，其中一期3亿元", [(1e9, "CNY", None, "总投资"), (3e8, "CNY", None, "投资")]),
        ("总投资超10亿元的材料项目", [(1e9, "CNY", ">=", "总投资")]),
        ("总投资10亿元以上项目12个", [(1e9, "CNY", ">=", "门槛"), (12, "个", None, "项目数")]),
        ("用地30公顷、2平方公里、500hm²",
         [(3e5, "m2", None, "用地"), (2e6, "m2", None, "用地"), (5e6, "m2", None, "用地")]),
        ("建设350MW/1750MWh储能电站", [(3.5e8, "瓦", None, "产能"), (1.75e9, "瓦时", None, "产能")]),
        ("装机480万千瓦", [(4.8e9, "瓦", None, "装机")]),
        ("发电1500万千瓦时", [(1.5e10, "瓦时", None, "产量")]),
        ("年供气2亿方", [(2e8, "立方米", None, "产能")]),
        ("汽车产量178万辆，其中新能源54万辆；粗钢1650万吨，水泥820万吨",
         [(1.78e6, "辆", None, "产量"), (540_000, "辆", None, "产量"),
          (1.65e7, "吨", None, "产量"), (8.2e6, "吨", None, "产量")]),
        ("二期款已批，余款4\n200万元", [(4.2e7, "CNY", None, None)]),
        ("首期款1.05\n亿元", [(1.05e8, "CNY", None, "到位资金")]),
        ("产值从3亿元到5亿元", [(3e8, "CNY", None, "产值"), (5e8, "CNY", None, "产值")]),
        ("已拨付4.37亿，剩余1.2亿将到位", [(4.37e8, "CNY", None, "其他"), (1.2e8, "CNY", None, None)]),
        ("注册资金由原来的500万变更为5000万",
         [(5e6, "CNY", None, "注册资本"), (5e7, "CNY", None, "注册资本")]),
        ("其余2亿元年底前到位", [(2e8, "CNY", None, None)]),
        ("已签约，总投资5.\n2亿元", [(5.2e8, "CNY", None, "总投资")]),
        ("总投资约合3200万美元", [(3.2e7, "USD", None, "总投资")]),
        ("签约企业12家", [(12, "家", None, "企业数")]),
        ("①3亿元", [(300_000_000, "CNY", None, None)]),
        ("总投资分别为5亿元、3亿元", [(5e8, "CNY", None, "总投资"), (3e8, "CNY", None, "总投资")]),
        ("总投资5亿元的项目获1亿元授信", [(5e8, "CNY", None, "总投资"), (1e8, "CNY", None, "融资")]),
    ],
)  # fmt: skip
def test_notations(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("人均公园绿地面积达到15平方米", ["均值"]),
        ("人均拥有体育场地面积2.6平方米以上", ["均值"]),
        ("公园绿地面积达到15公顷，人均住房面积41平方米", ["用地", "均值"]),
        ("人均2亩，流转土地300亩", ["均值", "用地"]),
        ("完成危旧房整治改造8.2万平方米", ["建筑面积"]),
        ("整治危旧房8.2万平方米、土地300亩", ["建筑面积", "用地"]),
        ("年成交额超百亿元的花卉市场", ["交易额"]),
        ("电商交易额突破60亿元，商场销售额8亿元", ["交易额", "销售收入"]),
        ("全员劳动生产率达到21.6万元", ["均值"]),
        ("新增设施农业1.2万亩，果园3000亩", ["用地", "用地"]),
        ("农机总动力达到48万千瓦，光伏装机30万千瓦", ["统计", "装机"]),
        ("土地成交额5亿元", ["合同额"]),
        ("稀土新材料产业突破300亿元", ["产值"]),
        ("一期厂房3万平方米已投用，二期4.5万平方米正在内装", ["建筑面积", "建筑面积"]),
        ("一期占地50亩，二期约70亩", ["占地", "占地"]),
        ("总建筑面积9万平方米。二期4.5万平方米", ["建筑面积", None]),
    ],
)
def test_roles_of_areas_and_turnovers(text: str, roles: list[str | None]) -> None:
    assert [role for _, _, _, role in found(text)] == roles


@pytest.mark.parametrize(
    "text",
    [
        "3-5亿元",
        "3亿元至5亿元",
        "3亿—5亿元",
        "三至五亿元",
        "３～５亿元",
        "30000万元到5亿元",
        "3 - 5 亿元",
        "3亿元（含）—5亿元",
        "约3-5亿元",
        "3到5亿元之间",
    ],
)
def test_ranges(text: str) -> None:
    (amount,) = figures.find(Prepared(text))
    assert (amount.value, amount.high) == (Decimal(3 * 10**8), Decimal(5 * 10**8))


def test_a_unit_in_the_heading_is_that_of_the_column() -> None:
    text = "项目\t总投资（亿元）\t用地（亩）\t备注\n甲\t12.5\t300\t5\n乙\t待定\t1,200\t\n合计5项"
    assert found(text) == [
        (1.25e9, "CNY", None, "总投资"), (300, "亩", None, "用地"), (1200, "亩", None, "用地"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["总投资（万元）：5000", "总投资（万元）5000。", "总投资（万元）\t5000", "总投资（单位：万元）：5,000"],
)
def test_a_unit_before_its_number(text: str) -> None:
    assert found(text) == [(5e7, "CNY", None, "总投资")]


@pytest.mark.parametrize(
    "text",
    ["500-1亿元", "5亿-3亿元", "1.2.3亿元", "12，300万元", "3,5亿元", "数十亿元", "几百亿元",
     "3½亿元", "第3亿元",
     "百亿级企业","亿元级项目", "二〇二四亿元",
     "一百二亿元", "C919万元", "1 098亩", "12年",
     "投资一亿二", "1亿500元", "七八千万元", "两三百万元", "三元锂电池", "1月10日元旦", "10亿元宇宙", "5元素",
     "利润-3亿元", "$5亿元", "3元5角", "3. 5亿元", "4'200万元", "□5亿元", "1-5000万元", "l.5亿元", "3..5亿元",
     "廿三亿元", "三十几亿元", "上亿元", "若干亿元", "标段1\n200万元", "截至2024\n500万元",
     "30平方英尺", "5000吨公里", "3台阶", "3片区", "8支服务小分队", "八方", "15度", "一亩三分地",
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


CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
SURROUNDINGS = [
    "总投资{}，占地", "投资约{}建设", "{}", "（{}）", "2024年{}", "为{}左右", "共12个，{}；", "其中：{}。",
    "达\t{}\t",    "①{}", "第3期{}", "1.5.{}", "3 {}", "签约{}", "1、{}", "一是{}", "数{}", "几{}", "A{}",
    "2\n{}", "{}级", "-{}",
]  # fmt: skip


@st.composite
def notations(draw: st.DrawFn) -> tuple[Decimal, str]:
    """A number and one of the ways to write it."""
    whole, cents = draw(st.integers(1, 9_999)), draw(st.integers(0, 99))
    decimal = Decimal(whole) + Decimal(cents) / 100
    low = draw(st.integers(1000, 9_999))
    value, written = draw(
        st.sampled_from(
            [
                (decimal * 10**8, f"{decimal}亿"),
                (decimal * 10**4, f"{decimal} 万"),
                (Decimal(whole * 10**8 + low * 10**4), f"{whole}亿{low}万"),
                (Decimal(whole * 10**8 + low * 10**4), f"{in_han(whole)}亿{in_han(low)}万"),
                (Decimal(whole * 10**4), f"{in_han(whole)}万".translate(CAPITALS)),
                (Decimal(whole * 10**7), f"{whole}千万"),
                (Decimal(whole * 1000 + 1), f"{whole * 1000 + 1:,}"),
                (Decimal(whole * 10**12), f"{whole}万亿"),
            ]
        )
    )
    return value, draw(st.sampled_from([written, written.translate(WIDE)]))


@given(notations(), st.sampled_from(SURROUNDINGS))
@settings(max_examples=500)
def test_a_value_is_exact_or_none(notation: tuple[Decimal, str], surroundings: str) -> None:
    value, written = notation
    amounts = figures.find(Prepared(surroundings.format(f"{written}元")))
    assert {amount.value for amount in amounts} <= {value}


@given(notations(), st.data())
def test_a_broken_line_makes_no_other_number(notation: tuple[Decimal, str], data: st.DataObject) -> None:
    value, written = notation
    at = data.draw(st.integers(0, len(written)))
    amounts = figures.find(Prepared(f"已经签约，总投资{written[:at]}\n{written[at:]}元。"))
    assert {amount.value for amount in amounts} <= {value}


@given(notations(), notations(), st.sampled_from(["-", "至", "～", "—"]))
def test_a_range_is_exact_or_none(low: tuple[Decimal, str], high: tuple[Decimal, str], to: str) -> None:
    amounts = figures.find(Prepared(f"投资{low[1]}元{to}{high[1]}元"))
    assert {(amount.value, amount.high) for amount in amounts} <= {(low[0], high[0])}
