"""On which days China works: weekends, public holidays, and the weekends that are worked for them."""

from datetime import date

import chinese_calendar
from loguru import logger

_warned: set[int] = set()


def is_workday(day: date) -> bool:
    """The State Council names each year's days late in the year before: without them, weekends decide."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        if day.year not in _warned:
            _warned.add(day.year)
            logger.bind(year=day.year).warning(
                "holidays of this year are not known, weekends decide; update chinesecalendar"
            )
        return day.weekday() < 5
