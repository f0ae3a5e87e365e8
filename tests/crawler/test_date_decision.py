"""Which date of a page is believed, and what is said about it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.dates import Moment
from crawler.extract.decision import Dated, Dates, decide

ZONE = ZoneInfo("Asia/Shanghai")


def moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZONE), "minute" if " " in text else "day")


@pytest.mark.parametrize(
    ("meta", "line", "in_url", "listed", "believed", "reason"),
    [
        ("2026-03-05 14:30", "2026-03-05 14:30", None, None, "meta", ""),
        ("2026-03-05 02:30", "2026-03-05 14:30", None, None, "line", "12-hour"),
        ("2026-03-05 02:30", "2026-03-05 12:30", None, None, "meta", ""),
        ("2026-03-05", "2026-03-05 14:30", None, None, "line", ""),
        # Written on the eve, published the day after.
        ("2026-03-05 08:00", "2026-03-05 08:00", "2026-03-04", "2026-03-05", "meta", ""),
        # An import gave all its pages one day, in the meta tag alone …
        ("2026-06-01", "2026-03-05 08:00", None, None, "line", "import"),
        ("2026-06-01", "2026-03-05 08:00", "2026-03-05", None, "line", "confirmed"),
        ("2026-06-01", None, "2026-03-05", None, "url", "address"),
        # … or in the visible line, too.
        ("2026-06-01 09:00", "2026-06-01 09:00", "2026-05-20", "2026-05-20", "url", "address"),
        ("2026-06-01 09:00", "2026-06-01 09:00", "2016-09-12", "2026-06-01", "url", "address"),
        ("2026-06-01 09:00", "2026-06-01 09:00", "2026-05-20", "2026-06-01", "meta", ""),
        # A later visible date is a change or a second publication.
        ("2026-03-05 08:00", "2026-03-09", None, None, "meta", "not the meta date"),
        ("2026-03-05 08:00", "2026-03-09", None, "2026-03-09", "line", "confirmed"),
    ],
)
def test_the_decision(
    meta: str, line: str | None, in_url: str | None, listed: str | None, believed: str, reason: str
) -> None:
    said = moment(meta)
    seen = moment(line)
    assert said is not None
    dates = Dates(
        meta=Dated(said, "meta"),
        line=Dated(seen, "line:发布时间") if seen else None,
        in_url=moment(in_url),
        listed=moment(listed),
        zone=ZONE,
    )
    found, why = decide(dates)
    assert found.how.partition(":")[0] == believed
    assert reason in why
    assert bool(reason) == bool(why)
