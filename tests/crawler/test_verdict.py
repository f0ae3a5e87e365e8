"""What answers mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.verdict import judge, retry_after, sent_home

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
PAGE = "<html><body>" + "<p>全市经济运行总体平稳。</p>" * 100 + "</body></html>"


@pytest.mark.parametrize(
    ("status", "headers", "html", "kind"),
    [
        (200, {"content-type": "text/html"}, PAGE, "page"),
        (200, {}, PAGE, "page"),
        (200, {"content-type": "application/xhtml+xml; charset=gbk"}, PAGE, "page"),
        (304, {}, "", "not_modified"),
        (403, {}, PAGE, "blocked"),
        (412, {}, "", "blocked"),
        (429, {}, "", "blocked"),
        (521, {}, "", "blocked"),
        (404, {}, PAGE, "gone"),
        (410, {}, PAGE, "gone"),
        (500, {}, PAGE, "failed"),
        (418, {}, PAGE, "failed"),
        (302, {}, PAGE, "failed"),
        (200, {"content-type": "application/pdf"}, "%PDF", "invalid"),
        (200, {"content-type": "image/png"}, "", "invalid"),
        (200, {"content-type": "text/html"}, "\x00" * 100, "invalid"),
    ],
)
def test_the_kind_of_an_answer(status: int, headers: dict[str, str], html: str, kind: str) -> None:
    assert judge(status, headers, html, NOW).kind == kind


def test_the_site_may_say_for_how_long() -> None:
    assert judge(429, {"retry-after": "90"}, "", NOW).rest == timedelta(seconds=90)
    assert judge(503, {"retry-after": "90"}, "", NOW).rest == timedelta(seconds=90)
    assert judge(200, {"retry-after": "90"}, PAGE, NOW).rest is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("999999999", 86_400),
        ("9" * 400, None),
        ("Mon, 02 Mar 2026 08:31:00 GMT", 60),
        ("Mon, 02 Mar 2026 08:00:00 GMT", None),
        ("Mon, 99 Mar 2026 08:00:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: int | None) -> None:
    wish = retry_after(value, NOW)
    assert (wish and wish.total_seconds()) == seconds


@given(st.text())
def test_retry_after_understands_or_ignores_everything(value: str) -> None:
    wish = retry_after(value, NOW)
    assert wish is None or timedelta(0) < wish <= timedelta(days=1)


@pytest.mark.parametrize(
    ("asked", "answered", "home"),
    [
        ("http://x.cn/a/1.html", "http://x.cn/", True),
        ("http://x.cn/a/1.html", "https://www.x.cn/index.html", True),
        ("http://x.cn/a/1.html", "http://x.cn/a/2.html", False),
        ("http://x.cn/a/1.html", "http://x.cn/?id=5", False),
        ("http://x.cn/", "http://x.cn/index.html", False),
    ],
)
def test_being_sent_home(asked: str, answered: str, home: bool) -> None:
    assert sent_home(asked, answered) is home
