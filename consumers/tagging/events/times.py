"""Which of a text's dates tells when a keyword's stage was, or will be, reached."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from consumers.tagging.events.dates import Calendar, Moment
from consumers.tagging.events.outline import Governed
from consumers.tagging.events.surroundings import Surroundings
from consumers.tagging.text.prepared import Prepared, Span

# 竣工日期2024-01-19, 投产时间定于12月, 开工于2023年.
_BEHIND = re.compile(r"(?:的)?(?:日期|时间)?(?:定于|定在|预计|计划|约定|为|是|在|于|:)*")
_CUTOFF = re.compile(r"(?:截至|截止|截止到|截至到|始于|自|从)\Z")  # tells when something was counted
_ALONE = 6  # a clause that says only when (3月20日上午，…) speaks for the one behind it
_REACH = 2_000  # of a sentence without end
_PARAGRAPH = 600  # as much of it is read for the year that it is about
_OPENS_YEAR = re.compile(r"(?:\A|[。;!?]”?)[\s“(]*(?:其实|早在|原来){0,2}(20\d\d|[去前])年")
_UNDER_WAY = re.compile("正在|在建|在做|余下|剩余|其余|还剩|尚有|仍在")
_LATE, _LAST_THIRD = re.compile("底|末|下旬"), 20
_GOAL = re.compile(r"\W*(?:\w{0,4}目标|\w{0,2}计划|下一步|今后|接下来)")
_NOW = re.compile("今年|目前|如今|现在|眼下|近日|日前|昨[天日]|今[天日]")


class Times:
    def __init__(self, text: Prepared, dates: Calendar, keywords: Sequence[Span], governed: Governed) -> None:
        self._text = text
        self._dates = dates
        self._governed = governed
        self._starts = [keyword.start for keyword in keywords]
        self._read: dict[Span, list[Moment]] = {}

    def of(self, around: Surroundings) -> Moment | None:
        """The date in front of the keyword in its clause, right behind it, or that opens the sentence."""
        moments = self._moments(around.sentence)
        if not moments:
            return None
        hit, first = around.hit, max(around.clause.start, around.sentence.start)
        own = [moment for moment in moments if first <= moment.start and moment.end <= hit.start]
        if own and not self._is_taken(own[-1], hit.start):
            return own[-1]
        if behind := _BEHIND.match(self._text.chars, hit.end, around.clause.end):
            for moment in moments:
                if moment.start == behind.end():
                    return moment
        return None if own else self._opening(moments, around)

    def opens_past(self, around: Surroundings, today: date | None) -> bool:
        """Whether the sentence begins with a time that is over: 2024年安排的项目中，36个当年竣工."""
        moments = self._moments(around.sentence)
        return bool(
            today and moments and moments[0].start - around.sentence.start <= 1 and moments[0].last < today
        )

    def _opening(self, moments: list[Moment], around: Surroundings) -> Moment | None:
        """The date of a clause that says little else: the one right before, or the first of the sentence."""
        for position in (around.clause.start - 2, around.sentence.start):
            end = self._text.clause(max(position, around.sentence.start)).end
            alone = [moment for moment in moments if moment.end <= end <= moment.end + _ALONE]
            if alone and end <= around.clause.start and not self._is_taken(alone[-1], end):
                return alone[-1]
        return None

    def _moments(self, sentence: Span) -> list[Moment]:
        if sentence not in self._read:
            end = min(sentence.end, sentence.start + _REACH)
            moments = self._moments_between(sentence.start, end, self._year_before(sentence))
            self._read[sentence] = [moment for moment in moments if not self._is_cutoff(moment)]
        return self._read[sentence]

    def _moments_between(self, start: int, end: int, year: int | None) -> Iterator[Moment]:
        """Behind what is under way, in a look back too, months are to come: 正在安装设备，10月投产."""
        view, chars = self._governed.view(start), self._text.chars
        ended = self._governed.ended(start) if view == "back" else None
        turn = _UNDER_WAY.search(chars, start, end) if view == "back" else None
        until = turn.start() if turn else end
        yield from self._dates.moments(chars, start, until, view=view, year=year, ended=ended)
        if turn:
            yield from self._dates.moments(chars, until, end, view="ahead", year=year)

    def _year_before(self, sentence: Span) -> int | None:
        """2023年，甲园开园。5月，乙厂投产: the year that an earlier sentence of the paragraph begins with."""
        chars = self._text.chars
        line = chars.rfind("\n", 0, sentence.start) + 1
        before = chars[max(line, sentence.start - _PARAGRAPH) : sentence.start]
        opened = list(_OPENS_YEAR.finditer(before))
        if not opened or _NOW.search(before, opened[-1].end()) or _GOAL.match(chars, sentence.start):
            return None
        return self._dates.year(opened[-1][1])

    def _is_cutoff(self, moment: Moment) -> bool:
        return _CUTOFF.search(self._text.chars, max(moment.start - 3, 0), moment.start) is not None

    def _is_taken(self, moment: Moment, end: int) -> bool:
        """Whether another keyword stands between: 去年签约的甲项目开工."""
        after = bisect_left(self._starts, moment.end)
        return after < len(self._starts) and self._starts[after] < end


def is_ahead(chars: str, moment: Moment, today: date) -> bool:
    """Whether it is to come: 8月底 is, at the beginning of August."""
    if moment.first > today:
        return True
    is_this_month = moment.precision == "month" and moment.last >= today
    return is_this_month and today.day <= _LAST_THIRD and _LATE.match(chars, moment.end) is not None
