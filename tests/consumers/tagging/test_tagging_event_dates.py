from datetime import date

import pytest

from consumers.tagging.events.dates import Calendar

TODAY = date(2024, 5, 30)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024年2月26日", (2024, 2, 26), (2024, 2, 26), "day"),
        ("2024-01-19", (2024, 1, 19), (2024, 1, 19), "day"),
        ("2月26日", (2024, 2, 26), (2024, 2, 26), "day"),
        ("12月3日", (2023, 12, 3), (2023, 12, 3), "day"),
        ("8月", (2024, 8, 1), (2024, 8, 31), "month"),
        ("去年9月", (2023, 9, 1), (2023, 9, 30), "month"),
        ("2023年三季度", (2023, 7, 1), (2023, 9, 30), "quarter"),
        ("今年上半年", (2024, 1, 1), (2024, 6, 30), "half"),
        ("明年", (2025, 1, 1), (2025, 12, 31), "year"),
        ("昨日", (2024, 5, 29), (2024, 5, 29), "day"),
        ("29号", (2024, 5, 29), (2024, 5, 29), "day"),
        ("29日", (2024, 5, 29), (2024, 5, 29), "day"),
        ("下月18日", (2024, 6, 18), (2024, 6, 18), "day"),
    ],
)
def test_dates_are_read_from_the_day_of_the_article(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int], precision: str
) -> None:
    (moment,) = Calendar(TODAY).moments(text, 0, len(text))
    assert (moment.first, moment.last, moment.precision) == (date(*first), date(*last), precision)
    assert text[moment.start : moment.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "近日",
        "日前",
        "3年",
        "1.5日",
        "年产3万件",
        "2月30日",
        "近年来",
        "10个月",
        "31日",
        "1号、2号厂房",
        "3号高炉",
        "1至3号楼",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert not list(Calendar(TODAY).moments(text, 0, len(text)))


def test_without_a_day_only_years_that_are_said_count() -> None:
    texts = ["2月26日", "昨日", "去年9月", "三季度", "2023年9月"]
    read = [[moment.first for moment in Calendar(None).moments(text, 0, len(text))] for text in texts]
    assert read == [[], [], [], [], [date(2023, 9, 1)]]


def test_a_year_is_meant_until_another_is_said() -> None:
    text = "2031年二季度竣工，三季度投产"
    assert [moment.first for moment in Calendar(TODAY).moments(text, 0, len(text))] == [
        date(2031, 4, 1), date(2031, 7, 1),
    ]  # fmt: skip


def test_a_later_month_of_a_sentence_is_of_the_same_year() -> None:
    text = "6月主体封顶，12月投产；去年3月签约"
    months = [moment.first for moment in Calendar(TODAY).moments(text, 0, len(text))]
    assert months == [date(2024, 6, 1), date(2024, 12, 1), date(2023, 3, 1)]


@pytest.mark.parametrize(
    ("today", "text", "first"),
    [
        ((2025, 7, 11), "1月8日", (2025, 1, 8)),  # nearer to the next one
        ((2024, 12, 30), "6月", (2024, 6, 1)),
        ((2024, 12, 30), "1月8日", (2025, 1, 8)),
        ((2025, 1, 23), "10月", (2024, 10, 1)),
        ((2025, 1, 23), "6月", (2025, 6, 1)),
        ((2025, 3, 27), "9月", (2025, 9, 1)),
        ((2024, 2, 28), "原则上6月", (2024, 6, 1)),
        ((2025, 3, 27), "9月20日", (2024, 9, 20)),  # nobody says a day so far ahead
        ((2025, 3, 27), "5月20日", (2025, 5, 20)),
    ],
)
def test_a_month_that_has_come_is_not_the_next_one(
    today: tuple[int, int, int], text: str, first: tuple[int, int, int]
) -> None:
    (moment,) = Calendar(date(*today)).moments(text, 0, len(text))
    assert moment.first == date(*first)


@pytest.mark.parametrize(
    ("text", "first"), [("7月", (2024, 7, 1)), ("三季度", (2024, 7, 1)), ("1月", (2025, 1, 1))]
)
def test_in_a_look_back_a_month_is_the_last_such_month(text: str, first: tuple[int, int, int]) -> None:
    (moment,) = Calendar(date(2025, 1, 23)).moments(text, 0, len(text), view="back")
    assert moment.first == date(*first)


@pytest.mark.parametrize(
    ("today", "text", "last"),
    [
        ((2024, 9, 25), "五一前", (2024, 4, 30)),
        ((2025, 3, 11), "国庆前", (2025, 9, 30)),
        ((2024, 9, 25), "国庆节前", (2024, 9, 30)),
        ((2023, 12, 28), "国庆前", (2023, 9, 30)),
        ((2023, 12, 28), "春节前", (2024, 2, 4)),
        ((2024, 2, 28), "去年国庆前", (2023, 9, 30)),
    ],
)
def test_before_a_feast_is_a_time(today: tuple[int, int, int], text: str, last: tuple[int, int, int]) -> None:
    (moment,) = Calendar(date(*today)).moments(text, 0, len(text))
    assert moment.last == date(*last)


def test_in_a_plan_a_month_to_come_is_of_this_year() -> None:
    (moment,) = Calendar(date(2024, 2, 28)).moments("9月底", 0, 3, view="ahead")
    assert moment.first == date(2024, 9, 1)


def test_a_year_that_sentences_before_have_said_is_meant() -> None:
    read = list(Calendar(date(2025, 11, 12)).moments("12月，芯桥一期竣工", 0, 10, year=2023))
    assert [moment.first for moment in read] == [date(2023, 12, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年9月开工，次年5月封顶，第二年10月投产", [(2023, 9), (2024, 5), (2025, 10)]),
        ("2023年9月开工，同年12月封顶", [(2023, 9), (2023, 12)]),
        ("2024年11月签约，5月动工", [(2024, 11), (2025, 5)]),
        ("甲厂去年11月签约;乙厂5月动工", [(2024, 11), (2024, 5)]),
    ],
)
def test_a_chronology_goes_on(text: str, expected: list[tuple[int, int]]) -> None:
    read = Calendar(date(2025, 12, 2)).moments(text, 0, len(text))
    assert [(moment.first.year, moment.first.month) for moment in read] == expected
