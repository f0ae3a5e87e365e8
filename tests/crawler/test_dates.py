from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import day_in_url, find_moment

ZONE = ZoneInfo("Asia/Shanghai")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2016-11-22 09:53", local(2016, 11, 22, 9, 53), "minute"),
        ("发布于2022-04-17 14:46:07 ", local(2022, 4, 17, 14, 46, 7), "minute"),
        ("[2026-05-20]", local(2026, 5, 20), "day"),
        ("2026.08.07", local(2026, 8, 7), "day"),
        ("2023/5/6", local(2023, 5, 6), "day"),
        ("2017年04月12日 21:37", local(2017, 4, 12, 21, 37), "minute"),
        ("2017 年 4 月 2 日", local(2017, 4, 2), "day"),
        ("2017——04——12", local(2017, 4, 12), "day"),
        ("２０２６－０３－０５　１０：０７", local(2026, 3, 5, 10, 7), "minute"),
        ("2026年3月5日 下午3:05", local(2026, 3, 5, 15, 5), "minute"),
        ("2026年3月5日 星期四 14:20", local(2026, 3, 5, 14, 20), "minute"),
        ("2026年3月5日（周四）晚上8:20", local(2026, 3, 5, 20, 20), "minute"),
        ("2026年3月5日08时07分", local(2026, 3, 5, 8, 7), "minute"),
        ("2026-03-05T02:03:04Z", datetime(2026, 3, 5, 2, 3, 4, tzinfo=UTC), "minute"),
        ("2026-03-05T10:03:04.000+08:00", local(2026, 3, 5, 10, 3, 4), "minute"),
        ("2026-03-05 00:00:00", local(2026, 3, 5), "day"),
        ("2026-02-30，应为2026-03-02", local(2026, 3, 2), "day"),
    ],
)
def test_formats(text: str, expected: datetime, precision: str) -> None:
    moment = find_moment(text, ZONE)
    assert moment is not None
    assert (moment.at, moment.precision) == (expected, precision)
    assert moment.at.tzinfo is UTC


@pytest.mark.parametrize("text", ["", "5月20日", "电话 0518-85521234", "2026-13-01", "12026-01-01", "1.2.3"])
def test_what_is_no_date(text: str) -> None:
    assert find_moment(text, ZONE) is None


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("03-05", date(2026, 3, 6), local(2026, 3, 5)),
        ("12-30", date(2026, 1, 2), local(2025, 12, 30)),
        ("3月5日", date(2026, 3, 5), local(2026, 3, 5)),
    ],
)
def test_a_date_without_year_is_the_latest_one_that_has_been(
    text: str, today: date, expected: datetime
) -> None:
    moment = find_moment(text, ZONE, today)
    assert moment is not None
    assert moment.at == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.cn/202601/t20260118_1234567.html", local(2026, 1, 18)),
        ("http://a.cn/art/2026/3/5/art_1_2.html", local(2026, 3, 5)),
        ("http://a.cn/2026/0402/1961315.shtml", local(2026, 4, 2)),
        ("http://a.cn/html/2026-03/29/content_3035677.htm", local(2026, 3, 29)),
        ("http://a.cn/PC/content/202605/20/content_251579.html", local(2026, 5, 20)),
    ],
)
def test_day_in_url(url: str, expected: datetime) -> None:
    moment = day_in_url(url, ZONE)
    assert moment is not None
    assert moment.at == expected


def test_no_day_in_url() -> None:
    assert day_in_url("http://a.cn/202603/0123456789abcdef.shtml", ZONE) is None
    assert day_in_url("http://a.cn/2026/9999/1.shtml", ZONE) is None


@given(st.text(alphabet="0123456789-/.年月日时分:： TZ+上下午"))
def test_any_text_is_read_without_error(text: str) -> None:
    find_moment(text, ZONE, date(2026, 3, 1))
    day_in_url(text, ZONE)
