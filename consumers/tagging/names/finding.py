"""Names of projects and companies: from a known ending to the left, as far as the words belong to a name."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from pydantic import BaseModel, ConfigDict

from consumers.tagging.figures.numerals import number
from consumers.tagging.names.joints import is_joint
from consumers.tagging.places.region_names import FULL_ENDINGS
from consumers.tagging.text.prepared import Prepared, Span, starting_within

_MAX_CHARS = 40
_LONGEST_ENDING = 10
_TELLING = 4  # so much in front of its ending is a name to know it by
_OPENING = {"”": "“", ")": "(", "』": "『", "」": "「", "’": "‘", '"': '"'}
_BARRIER = re.compile(r"[^\w·.\-&×]")
_NUMERIC = re.compile(r"[\d.,]+%?|[一二三四五六七八九十百千两]+")
_COUNT = re.compile(r"[\d一二三四五六七八九十百千万亿两几数多余首第每]\Z")
_MONEY = re.compile(r"[万亿千百]*[美欧港日]?元")
# 江阴港区, 南京路: another place begins with this one.
_GOES_ON = re.compile("港区|新区|片区|湾|路|河|湖|山|岛|港(?!口)|大桥|机场|高新区|经开区|开发区|工业园")
# Words left of which no name goes on, but for 均和集团, 再生丝项目 and 再制造项目.
_IN_NAMES = {"和": ("集团", "股份"), "再": ("生", "制造")}
_LIST_END = re.compile(r"等(?:[\d一二两三四五六七八九十百]+)?[个项家]?[^,;、。“”]{0,12}?(?:项目|工程)")
_COUNTED_LIST = re.compile(
    r"([\d二两三四五六七八九十]+)个(?!乡|镇|县|村|街道|部门|单位)[^,;、。“”]{0,10}?(?:项目|工程)"
)
_COST = re.compile(r"(?:总投资|投资)[^,;，；。、的]{2,12}的")  # 甲、总投资5亿元的乙等项目
_LISTED = re.compile(r"[^,;。:、]{2,30}(?:、[^,;。:、]{2,30})*\Z")


class NameWords(BaseModel):
    """The vocabulary of names.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    project_suffixes: list[str]
    things: str
    phase: str
    leading: str
    rank: str
    bare_zone: str
    company_suffixes: list[str]
    trades: list[str]
    firms: list[str]
    stops: frozenset[str]
    counted: frozenset[str]
    generic: frozenset[str]


class Name(Struct, frozen=True, gc=False):
    text: str
    start: int
    end: int


class NameFinder:
    def __init__(self, words: NameWords) -> None:
        self._stops = words.stops
        self._counted = words.counted
        self._generic = words.generic
        endings = _alternatives(words.project_suffixes)
        self._project = re.compile(rf"(?:{endings})(?:{words.phase})*(?!镇|乡|街道|村|社区|路)")
        self._thing = re.compile(rf"(?:{words.things}|{endings})\Z")
        self._brand = re.compile(rf"(?:{_alternatives(words.trades)})\Z")
        self._leading = re.compile(words.leading)
        self._rank = re.compile(words.rank)
        self._bare_zone = re.compile(words.bare_zone)
        self._company = re.compile("|".join(sorted(words.company_suffixes, key=len, reverse=True)))

    def projects(self, text: Prepared, within: Span, places: Sequence[Span]) -> list[Name]:
        """The projects named within this span, in their order; a list in front of 等…项目 is one name."""
        listed = self._listed(text, within, places)
        return listed or self._names(self._project, text, within, places)

    def is_brand(self, words: str) -> bool:
        """Whether they end as a company is called: 新奥能源."""
        return self._brand.search(words) is not None or self._company.search(words) is not None

    def companies(self, text: Prepared, within: Span) -> list[Name]:
        return self._names(self._company, text, within, ())

    def thing_before(
        self, text: Prepared, within: Span, places: Sequence[Span], *, brands: bool = False
    ) -> Name | None:
        """What stands right in front of the end of this span and may be built: 盐湖提锂中试线, 机场货运坪.

        `brands` too: in 乙物流开工 a company's name is the project's.
        """
        start = max(within.end - _LONGEST_ENDING, within.start)
        is_thing = self._thing.search(text.chars, start, within.end)
        if not is_thing and not (brands and self._brand.search(text.chars, start, within.end)):
            return None
        found = self.named_before(text, within, places)
        if found is None:
            return None
        start = self._without_lead(text.chars, found.start, within.end - 1, places)
        return Name(_balanced(text.original(start, within.end)), start, within.end)

    def named_before(self, text: Prepared, within: Span, places: Sequence[Span] = ()) -> Name | None:
        """The proper words right in front of the end of this span."""
        words = list(text.words(within.start, within.end))
        if not words:
            return None
        start = self._left_edge(text.chars, words, len(words) - 1, within.end)
        if not self._is_proper(text, words, Span(start, within.end), places):
            return None
        return Name(_balanced(text.original(start, within.end)), start, within.end)

    def _names(
        self, ending: re.Pattern[str], text: Prepared, within: Span, places: Sequence[Span]
    ) -> list[Name]:
        endings = list(ending.finditer(text.chars, within.start, within.end))
        words = list(text.words(within.start, within.end)) if endings else []
        starts = [word.start for word in words]
        found: list[Name] = []
        for match in endings:
            last = bisect_right(starts, match.start()) - 1
            start = self._left_edge(text.chars, words, last, match.end())
            if found and start < found[-1].end:
                start = found.pop().start
            if self._is_proper(text, words, Span(start, match.end()), places):
                start = self._without_lead(text.chars, start, match.start(), places)
                found.append(Name(_balanced(text.original(start, match.end())), start, match.end()))
        return found

    def _left_edge(self, chars: str, words: Sequence[Span], last: int, end: int) -> int:
        edge, position = words[last].start, last
        while position > 0:
            position -= 1
            word = chars[words[position].start : words[position].end]
            if word in _OPENING:
                position = self._opening(chars, words, position)
                if position < 0:
                    break
            elif not is_joint(chars, words[position].start, words[position].end) and (
                self._stops_at(chars, words, position) or _BARRIER.search(word)
            ):
                break
            if end - words[position].start > _MAX_CHARS:
                break
            edge = words[position].start
        return edge

    def _stops_at(self, chars: str, words: Sequence[Span], position: int) -> bool:
        word = chars[words[position].start : words[position].end]
        if word in _IN_NAMES and chars.startswith(_IN_NAMES[word], words[position].end):
            return False
        if word in self._counted:  # of 20个项目, but not of 万丰项目
            return position > 0 and bool(
                _COUNT.search(chars[words[position - 1].start : words[position].start])
            )
        return word in self._stops or _MONEY.fullmatch(word) is not None

    @staticmethod
    def _opening(chars: str, words: Sequence[Span], closing: int) -> int:
        wanted = _OPENING[chars[words[closing].start]]
        for position in range(closing - 1, max(closing - 15, -1), -1):
            if chars[words[position].start] == wanted:
                return position
        return -1

    def _is_proper(self, text: Prepared, words: Sequence[Span], name: Span, places: Sequence[Span]) -> bool:
        """Whether anything but common words and places is in it: a word, or two characters in a row."""
        single = 0
        for word in starting_within(words, name):
            if word.end > name.end:
                continue
            chars = text.chars[word.start : word.end]
            if self._is_common(chars) or any(p.start <= word.start and word.end <= p.end for p in places):
                single = 0
            elif word.end - word.start > 1 or single:
                return True
            else:
                single = 1
        return False

    def _is_common(self, word: str) -> bool:
        halves = ((word[:cut], word[cut:]) for cut in range(1, len(word)))
        return (
            word in self._generic
            or bool(_NUMERIC.fullmatch(word) or _BARRIER.search(word))
            or any(left in self._generic and right in self._generic for left, right in halves)
        )

    def _listed(self, text: Prepared, within: Span, places: Sequence[Span]) -> list[Name]:
        """A、B等20个重点项目: the list may lack every ending."""
        end = _LIST_END.search(text.chars, within.start, within.end)
        listed = end and _LISTED.search(text.chars[max(within.start, end.start() - 90) : end.start()])
        if end is None or listed is None:
            if text.chars.find("个", within.start, within.end) < 0:
                return []
            end = _COUNTED_LIST.search(text.chars, within.start, within.end)
            listed = end and _LISTED.search(text.chars[max(within.start, end.start() - 90) : end.start()])
            if end is None or listed is None or not _is_count_of(end[1], listed.group()):
                return []
        start = end.start() - len(listed.group())
        first = text.chars.find("、", start, end.start())
        first = end.start() if first < 0 else first
        words = list(text.words(start, first))
        if not words:
            return []
        start = self._left_edge(text.chars, words, len(words) - 1, first)
        start = self._list_start(text, start, end.start())
        name = Span(start, end.start())
        every = list(text.words(start, end.start()))
        if not self._is_proper(text, every, name, places):
            return []
        start = self._without_lead(text.chars, start, first - 2, places)
        written = _COST.sub("", text.original(start, name.end))
        return [Name(_balanced(written), start, end.end())]

    def _list_start(self, text: Prepared, start: int, end: int) -> int:
        """Behind what is said of others: in 甲、乙完成丙、丁等项目 the list is 丙、丁."""
        for mark in range(end - 1, start, -1):
            if text.chars[mark] == "、":
                item_end = text.chars.find("、", mark + 1, end)
                words = list(text.words(mark + 1, item_end if item_end >= 0 else end))
                edge = self._left_edge(text.chars, words, len(words) - 1, words[-1].end) if words else start
                if edge > mark + 1 and not _COST.fullmatch(text.chars, mark + 1, edge):
                    return edge
        return start

    def _without_lead(self, chars: str, start: int, ending: int, places: Sequence[Span]) -> int:
        """The name's beginning behind a verb glued to it, its rank, and the regions that say where it is.

        They are told as the event's places. 镇江国际生活广场 is called so, and 潜山市制刷园 by no less.
        """
        for lead, rest in ((self._leading, 2), (self._rank, 2), (self._bare_zone, _TELLING)):
            match = lead.match(chars, start)
            if match is not None and match.end() <= ending - rest:
                start = match.end()
        for place in places:
            if place.start != start or place.end > ending - 2 or _GOES_ON.match(chars, place.end):
                continue
            is_full = chars.endswith(FULL_ENDINGS, start, place.end)
            if not is_full or (place.end > ending - _TELLING and not self._is_followed(places, place)):
                break
            start = place.end
        return start

    @staticmethod
    def _is_followed(places: Sequence[Span], place: Span) -> bool:
        return any(other.start == place.end for other in places)


def _is_count_of(count: str, listed: str) -> bool:
    """甲、乙2个项目: as many as are listed, else the count is of others."""
    return number(count) == listed.count("、") + 1 > 1


def _alternatives(endings: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(endings, key=len, reverse=True)))


def _balanced(name: str) -> str:
    return name.strip("“”\"'·-()") if name.count("“") != name.count("”") else name.strip("·-")
