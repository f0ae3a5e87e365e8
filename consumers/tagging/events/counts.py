"""How many projects a statement about a stage is about."""

import re
from collections.abc import Sequence
from decimal import Decimal

from consumers.tagging.figures.finding import Amount
from consumers.tagging.figures.numerals import number
from consumers.tagging.text.prepared import Prepared, Span, starting_within

WINDOW = 120  # of a clause without end only this much around the keyword is read
_IN_ALL = re.compile(r"(?:共有?|共计|总计|合计|涉及)\Z")
_OF_LIST = re.compile(r"等[^,;。、\d]{0,11}\Z")  # 甲、乙等项目16个
_NUMBER = r"(\d{1,5}|[一二两三四五六七八九十百]+)\s?余?"
_SO_FAR = r"(?:均|都|全部|现)?(?:已经?)?(?:落地|正式|顺利|成功|陆续|相继|先后|如期|按期|同步)?"
_COUNTED_BEFORE = re.compile(
    rf"{_NUMBER}[个项宗](?:[^,;。、\d]{{0,12}}项目)?{_SO_FAR}"
    r"(?:(?:签约|开工|竣工|建成|投产|达产|封顶|主体(?:结构)?)(?:或者?|[和、])?)?\Z"
)
# 首批5家企业投产, but 50家企业开工 comes back to work.
_COMPANIES_BEFORE, _OF_COMPANIES = re.compile(rf"{_NUMBER}家企业{_SO_FAR}\Z"), ("投产", "达产", "签约")
_PROJECTS = re.compile(
    r"(?:重[大点])?项目(?=[,;。:(]|\Z|总投资|集中|涉及|涵盖|参[加与]|亮相)"
)  # 11个项目未按期开工 is another statement
_COUNTED = re.compile(
    rf"(?:、?(?:开工|竣工|投产|达产|达效|投[用运]))?(?:的)?(?:在建|新建|续建)?(?:重[大点])?(?:项目|工程|企业(?=\d))?(?:达到?|共计?|有|[仅只]有?|多达|超过?|\()?{_NUMBER}(?:[项宗家户]|个(?!月|小时|工作日|季度|百分点|年头))"
)


def around(text: Prepared, hit: Span) -> Span:
    """The clause of the keyword, or as much of it as is read."""
    clause = text.clause(hit.start)
    return Span(max(clause.start, hit.start - WINDOW), min(clause.end, hit.end + WINDOW))


class Counts:
    def __init__(self, text: Prepared, counts: Sequence[Amount]) -> None:
        self._text = text
        self._counts = [count for count in counts if count.unit in ("个", "项", "宗")]

    def at(self, hit: Span) -> int | None:
        """How many projects reached the stage, where a count says so."""
        match = _COUNTED.match(self._text.chars, hit.end) or self._counted_before(hit)
        value = number(match.group(1)) if match else self._counted_nearby(hit)
        return int(value) if value is not None and value > 1 else None

    def _counted_before(self, hit: Span) -> re.Match[str] | None:
        before = self._text.chars[max(hit.start - 24, 0) : hit.start]
        if "家企业" in before and self._text.chars.startswith(_OF_COMPANIES, hit.start):
            return _COMPANIES_BEFORE.search(before)
        return _COUNTED_BEFORE.search(before) if any(unit in before for unit in "个项宗") else None

    def _counted_nearby(self, hit: Span) -> Decimal | None:
        clause = around(self._text, hit)
        counts = starting_within(self._counts, clause)
        counts.sort(key=lambda count: min(abs(hit.start - count.end), abs(count.start - hit.end)))
        for count in counts:
            between = self._text.chars[min(hit.end, count.end) : max(hit.start, count.start)]
            if "、" not in between or _OF_LIST.search(self._text.chars[count.start - 12 : count.start]):
                return count.value
        return self._counted_in_all(clause)

    def _counted_in_all(self, clause: Span) -> Decimal | None:
        """…集中开工仪式举行，共48个项目."""
        for count in starting_within(self._counts, Span(clause.end + 1, clause.end + 6)):
            if count.start == clause.end + 1 and _PROJECTS.match(self._text.chars, count.end):
                return count.value
            if _IN_ALL.search(self._text.chars[count.start - 3 : count.start]):
                return count.value
        return None
