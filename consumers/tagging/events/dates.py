"""When it happened, or shall happen: the dates of a text, told from the day on which it was published."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from wire.messages import DatePrecision

_YEAR = r"(?P<year>20\d\d|[今去明]|[本上前后来](?=年))年?"  # 原则上6月 says no year
_PART = (
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:份|(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]))?"
    r"|第?(?P<quarter>[一二三四])季度|(?P<half>[上下])半年)"
)
# 1号、2号厂房 are numbers of things.
_NUMBERED = (
    r"(?:[、和及至到-]\d{1,2}号)*(?:历|线|楼|地|机|库|院|厂|车间|炉|泵|站|桥|标|窑|罐|仓|井|门|路|塔|泊|坝|隧|馆|宿舍|栋|洞|闸|岛|港|高炉|焦"
    r"|煤|矿|文(?!化)|令|主(?:楼|厂|变|井)|锅炉|变[电压]|教学|住宅|公馆|装置|码头|平台|生产线|产线|储罐|[竖斜]井|支[线洞])"
)
_DATE = re.compile(
    # What no date begins with is passed over at once.
    r"(?=[\d今本去上前明后来昨第一二三四下元春五端中国])(?:"
    r"(?P<iso>(?<!\d)(20\d\d)[-/.](0?[1-9]|1[0-2])[-/.](3[01]|[12]\d|0?[1-9])(?!\d))"
    r"|(?P<said>[今去明后来前]年|20\d\d年)?(?P<feast>元旦|春节|五一”?|端午|中秋|国庆)节?(?=前(?![期夕身]))"
    rf"|(?<![\d.])(?P<full>(?:(?:{_YEAR})(?:的|底|初|年底)?)?{_PART})(?!来|间)"
    r"|(?P<only>(?<!\d)20\d\d|今|去|前|明|后|来)年(?!度|均|产|轻(?![纺工型质钢])|级|来|后|前|内|以)"
    r"|(?P<near>今[天日]|昨[天日]|前天|明[天日]|后天)"
    r"|(?P<next>下个?月|上个?月|本月)(?:(?P<early>初)|(?P<of>3[01]|[12]\d|0?[1-9])[日号])?"
    rf"|(?<![\d月.])(?P<lone>3[01]|[12]\d|0?[1-9])(?:日(?!历)|号(?!{_NUMBERED})))"
)
_RELATIVE_YEAR, _NEXT_YEAR = re.compile(r"(?:[当同次翌]年|第二年)的?\Z"), ("次年", "翌年", "第二年")
_YEARS = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "来": 1, "后": 2}
_DAYS = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}
_MONTHS = {"下": 1, "上": -1, "本": 0}
_QUARTERS = {"一": 1, "二": 4, "三": 7, "四": 10}
# Month and day, those of the moon about the middle of when they can be.
_FEASTS = {"元旦": (1, 1), "春节": (2, 5), "五一": (5, 1), "端午": (6, 10), "中秋": (9, 22), "国庆": (10, 1)}
# In December, January is the next one; further ahead nobody says a day without a year.
_SOON, _FORESEEN = timedelta(days=45), timedelta(days=120)
_EARLY = timedelta(days=9)  # of a month
_REMEMBERED = timedelta(days=150)  # a feast, after which the next one is meant

View = Literal["back", "ahead"] | None


class Moment(Struct, frozen=True, gc=False):
    """From `first` to `last` day; `start` and `end` are where it stands."""

    first: date
    last: date
    precision: DatePrecision
    start: int
    end: int


class Calendar:
    """Reads dates in a text of this day; without one, only those that say their year."""

    def __init__(self, today: date | None) -> None:
        self._today = today

    def moments(
        self, chars: str, start: int, end: int, *, view: View = None, year: int | None = None,
        ended: int | None = None,
    ) -> Iterator[Moment]:  # fmt: skip
        """Those of one sentence: a year once said is meant until another is (2031年竣工，三季度投产).

        `view`: in a look back a month without a year is the last such month, in a plan the next of this year.
        `year` is what sentences before have said; all may be told of a year that has `ended`.
        """
        year = year or ended
        last: date | None = None
        read = start
        for match in _DATE.finditer(chars, start, end):
            relative = _RELATIVE_YEAR.search(chars, max(match.start() - 4, start), match.start())
            if ";" in chars[read : match.start()]:  # of another thing
                last = None
            meant = _year_meant(match, relative, last, year, ended)
            if relative and meant is None:
                view = "back"
            try:
                days = self._days(match, meant, view=view)
            except (ValueError, OverflowError):  # 2月30日
                continue
            if days is not None:
                if match["year"] or match["only"] or match["said"] or year is not None:
                    year = days[1].year
                last, read = (days[0], match.end()) if match["month"] else (last, read)
                yield Moment(*days, *match.span())

    def _days(
        self, match: re.Match[str], year: int | None, *, view: View
    ) -> tuple[date, date, DatePrecision] | None:
        if match["iso"]:
            day = date(int(match[2]), int(match[3]), int(match[4]))
            return day, day, "day"
        if match["full"]:
            return self._full(match, self.year(match["year"]) if match["year"] else year, view=view)
        if match["only"]:
            whole = self.year(match["only"])
            return None if whole is None else (date(whole, 1, 1), date(whole, 12, 31), "year")
        return None if self._today is None else self._from_today(match, self._today)

    def _from_today(self, match: re.Match[str], today: date) -> tuple[date, date, DatePrecision]:
        if match["near"]:
            day = today + timedelta(days=_DAYS[match["near"][0]])
            return day, day, "day"
        if match["feast"]:
            return self._before_feast(match, today)
        if match["next"]:
            first, last, precision = self._month(
                today.year, today.month + _MONTHS[match["next"][0]], match["of"]
            )
            return first, first + _EARLY if match["early"] else last, precision
        return self._last_such_day(today, match["lone"])

    def _full(
        self, match: re.Match[str], year: int | None, *, view: View
    ) -> tuple[date, date, DatePrecision] | None:
        if year is None:
            if self._today is None or match["year"]:
                return None
            if match["month"]:
                return self._of_about(self._today, int(match["month"]), match["day"], view=view)
            year = self._today.year
            if view == "back" and self._part(match, year)[0] > self._today:
                year -= 1
        return self._part(match, year)

    def _part(self, match: re.Match[str], year: int) -> tuple[date, date, DatePrecision]:
        """Of the year."""
        if match["month"]:
            return self._month(year, int(match["month"]), match["day"])
        if match["quarter"]:
            first = _QUARTERS[match["quarter"]]
            return date(year, first, 1), _month_end(year, first + 2), "quarter"
        first = 1 if match["half"] == "上" else 7
        return date(year, first, 1), _month_end(year, first + 5), "half"

    def year(self, said: str) -> int | None:
        if said.isdigit():
            return int(said)
        return None if self._today is None else self._today.year + _YEARS[said]

    def _of_about(
        self, today: date, month: int, day: str | None, *, view: View
    ) -> tuple[date, date, DatePrecision]:
        """3月, or 3月5日: of this year once it has come, else of the year in which it lies nearest."""
        before, here, behind = (self._month(today.year + step, month, day) for step in (-1, 0, 1))
        if here[0] > today:
            is_far = bool(day) and here[0] - today > _FORESEEN
            is_past = view == "back" or is_far or today - before[0] < here[0] - today
            return before if is_past and view != "ahead" else here
        return here if view == "back" or behind[0] - today > _SOON else behind

    def _before_feast(self, match: re.Match[str], today: date) -> tuple[date, date, DatePrecision]:
        """国庆前: the month before the feast of the year that is said, of the last one, or of the next."""
        month, day = _FEASTS[match["feast"][:2]]
        if match["said"]:
            feast = date(self.year(match["said"][:-1]) or today.year, month, day)
        else:
            feasts = [date(today.year + step, month, day) for step in (-1, 0, 1)]
            feast = next(one for one in feasts if today - one < _REMEMBERED)
        return feast - timedelta(days=30), feast - timedelta(days=1), "month"

    def _last_such_day(self, today: date, day: str) -> tuple[date, date, DatePrecision]:
        """5日 is the last 5th: news tell what has been."""
        back = 0 if int(day) <= today.day else -1
        return self._month(today.year, today.month + back, day)

    @staticmethod
    def _month(year: int, month: int, day: str | None) -> tuple[date, date, DatePrecision]:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        if day:
            found = date(year, month, int(day))
            return found, found, "day"
        return date(year, month, 1), _month_end(year, month), "month"


def _year_meant(
    match: re.Match[str], relative: re.Match[str] | None, last: date | None, year: int | None,
    ended: int | None,
) -> int | None:  # fmt: skip
    """6月封顶，12月投产: the later month is of the same year, also where the one before today is nearer.

    次年 and 第二年 are one year on, and so is the earlier month of a chronology: 2024年11月签约，5月动工.
    """
    if year is not None and relative:
        return year + relative.group().startswith(_NEXT_YEAR)
    month = int(match["month"] or 0)
    if year is not None:
        goes_on = last is not None and last.year == year and 0 < month < last.month
        return year + 1 if goes_on and year != ended else year
    return last.year if last is not None and month >= last.month else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
