"""The date of a record: outside the title first, and put together where a template has cut it apart."""

import re
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from crawler.dates import Moment, find_moment

_LONGEST = 2_000
_YEAR = r"(?<!\d)((?:19|20)\d{2})"
# A calendar leaf shows the day large and the month below it: 05 / 2026-03.
_CUT = (
    (
        re.compile(r"(?<![\d.:/-])(\d{1,2})日?\s*/?\s+" + _YEAR + r"[-./年](\d{1,2})月?(?![-./\d])"),
        r" \2-\3-\1 ",
    ),
    (re.compile(_YEAR + r"[-./年](\d{1,2})月?\s+/?\s*(\d{1,2})日?(?![\d:.-])"), r" \1-\2-\3 "),
    (re.compile(r"(?<![\d.:/-])(\d{1,2})[-/.月](\d{1,2})日?\s+" + _YEAR + r"(?![-./年\d])"), r" \3-\1-\2 "),
    (re.compile(_YEAR + r"年?\s+(\d{1,2})[-/.月](\d{1,2})日?(?![\d:.-])"), r" \1-\2-\3 "),
)


def find_date(texts: Iterable[str], zone: ZoneInfo, today: date | None) -> Moment | None:
    """The first date in the first of the texts that has one."""
    for text in texts:
        moment = find_moment(text, zone, today) if _has_whole_date(text) else None
        moment = moment or find_moment(_joined(text[:_LONGEST]), zone, today)
        if moment is not None:
            return moment
    return None


def _has_whole_date(text: str) -> bool:
    return (
        re.search(_YEAR + r"\s?[-./年—]{1,2}\s?\d{1,2}\s?[-./月—]{1,2}\s?\d{1,2}", text[:_LONGEST])
        is not None
    )


def _joined(text: str) -> str:
    for pattern, whole in _CUT:
        text, count = pattern.subn(whole, text, count=1)
        if count:
            break
    return text
