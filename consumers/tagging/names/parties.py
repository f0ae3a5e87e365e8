"""The companies of a statement: by legal form, by what they do in the sentence, by a brand before a trade."""

import re
from collections.abc import Iterator, Sequence

from consumers.tagging.names.finding import Name, NameFinder, NameWords
from consumers.tagging.text.prepared import Prepared, Span

_SHORTEST, _LONGEST = 2, 24
_WORD = r"[^,;。:!?、“”()由与和]"
_BY = re.compile(
    rf"由(?P<name>{_WORD}{{2,24}}?)(?:共同|联合|独家|全额|负责|牵头|控股)*"
    r"(?:投资|投建|建设|承建|兴建|新建|打造|出资|实施|运营|研发|总投资)"
)
_WITH = re.compile(
    rf"(?:与|和|同|携手|牵手|联手)(?P<name>{_WORD}{{2,20}}?)"
    r"(?:正式|成功|举行|现场|共同|就|在|于|分别|当场|日前|近日|昨[日天]|今[日天]|项目)*(?:签约|签署|签订|签下|达成|合作)"
)
_CHIEF = re.compile(
    r"副董事长|董事长|副总经理|总经理|副总裁|总裁|副首席执行官|首席执行官|副ceo|ceo|副创始人|创始人"
    r"|项目负责人|有关负责人|负责人|总投资\d|投资\d|斥资\d|出资\d|旗下|入驻|落户"
)
_LISTED = re.compile(
    rf"(?P<names>{_WORD}{{2,24}}(?:、{_WORD}{{2,12}}){{1,30}})等(?:\d+家|多家|一批|龙头|知名)*(?:企业|公司)"
)
_PROJECTS = re.compile(r"等[^,;。、:]{0,14}?项目")
_ITEMS = re.compile(r"[^,;。:]{2,90}\Z")
_MATERIAL = re.compile("[煤油气碳硅铝镁铜铁钢镍钴锂钠锌锡钛钒锰氢氧氮磷硫氟氯竹木石棉麻丝]基")
_BEGINS = re.compile(r"[、,;。:]?\w")
_NO_COMPANY = re.compile(
    r"政府|管委会|委员会|(?<![建铁交冶][一二三四五六七八九十])[局办厅委]\Z|(?:镇|乡|街道|区|市|县|省|村|社区)\Z|双方|各方|客商|单位|部门|我[市区县省]|[该本]|当地|同时|项目|多家|\d"
)
# Letters that stand alone as words: they belong to no brand.
_SINGLES = frozenset(
    "新老大小高低多少年月日个家项在和与等的了是为将已从到由于对把被向以上下中内外前后全各该本其此这那某每"
    "再又也都就还可能会要让使给用按经约达超近余共增减起止款套台件种类批处座条"
)
_PERSON = 3  # so short a name that says no trade is a person's


class PartyFinder:
    def __init__(self, words: NameWords, names: NameFinder) -> None:
        self._names = names
        trades = "|".join(sorted(words.trades, key=len, reverse=True))
        self._trade = re.compile(trades)
        # Of goods, not of whoever makes them: 联瑞电子级硅微粉.
        self._trade_of_company = re.compile(rf"(?:{trades})(?![级谷园]|产业|信息|商务)")
        self._ends_with_trade = re.compile(rf"(?:{trades}|时代|公司)\Z")
        self._is_firm = re.compile(rf"(?:{'|'.join(words.firms)})\Z")
        self._common = words.stops | words.counted | words.generic

    def find(self, text: Prepared, within: Span, places: Sequence[Span]) -> list[str]:
        """Each once, by its longest form, in the order of the text."""
        full = self._names.companies(text, within)
        short = [
            name
            for name in (*self._acting(text, within), *self._brands(text, within, places))
            if not any(company.start < name.end and name.start < company.end for company in full)
        ]
        return _merged(sorted([*full, *short], key=lambda name: name.start))

    def _acting(self, text: Prepared, within: Span) -> Iterator[Name]:
        """Those who invest, build or sign: 由甲投资建设, 与乙签约."""
        for pattern in (_BY, _WITH):
            for match in pattern.finditer(text.chars, within.start, within.end):
                start, end = match.span("name")
                if self._is_company(text.chars[start:end]):
                    yield Name(text.original(start, end), start, end)
        for match in _CHIEF.finditer(text.chars, within.start, within.end):
            found = self._names.named_before(text, Span(within.start, match.start()))
            if found and self._ends_with_trade.search(found.text) and self._is_company(found.text):
                yield found
        if text.chars.find("等", within.start, within.end) >= 0:  # without it there is no list
            for match in _LISTED.finditer(text.chars, within.start, within.end):
                yield from self._listed(text, *match.span("names"))
            yield from self._as_projects(text, within)

    def _listed(self, text: Prepared, start: int, end: int) -> Iterator[Name]:
        """甲、乙、丙等企业: the first begins where the words before it are none of a name."""
        first = text.chars.index("、", start)
        if found := self._names.named_before(text, Span(start, first)):
            yield found
        for item in re.finditer("[^、]+", text.chars[first + 1 : end]):
            left, right = first + 1 + item.start(), first + 1 + item.end()
            if self._may_be_company(item.group()):
                yield Name(text.original(left, right), left, right)

    def _as_projects(self, text: Prepared, within: Span) -> Iterator[Name]:
        """甲科技、乙重工等项目: called after whoever builds them."""
        for projects in _PROJECTS.finditer(text.chars, within.start, within.end):
            items = _ITEMS.search(text.chars[within.start : projects.start()])
            if items is None:
                continue
            for item in re.finditer("[^、]+", items.group()):
                left, right = (within.start + items.start() + at for at in item.span())
                found = self._names.named_before(text, Span(left, right))
                if found and self._is_firm.search(found.text) and self._may_be_company(found.text):
                    yield found

    def _brands(self, text: Prepared, within: Span, places: Sequence[Span]) -> Iterator[Name]:
        """Letters that make no word, before a trade: 长锋|动力, 东胶|生物."""
        matches = list(self._trade_of_company.finditer(text.chars, within.start, within.end))
        words = list(text.words(within.start, within.end)) if matches else []
        at = {word.start: number for number, word in enumerate(words)}
        for match in matches:
            number = at.get(match.start(), 0)
            start = match.start() - 2
            if number < 2 or at.get(start) != number - 2:
                continue
            if any(place.start <= start < place.end for place in places):
                continue
            if _MATERIAL.fullmatch(text.chars, start, match.start()):  # 煤基新材料
                continue
            if all(map(self._is_brand, text.chars[start : match.start()])):
                before = text.chars[max(start - 2, within.start) : start]
                if _BEGINS.fullmatch(before) and self._is_brand(before[-1]):  # 、海目星激光
                    start -= 1
                yield Name(text.original(start, match.end()), start, match.end())

    def _is_brand(self, char: str) -> bool:
        return "一" <= char <= "鿿" and char not in self._common and char not in _SINGLES

    def _is_company(self, name: str) -> bool:
        is_person = len(name) <= _PERSON and self._trade.search(name) is None
        return self._may_be_company(name) and not is_person

    def _may_be_company(self, name: str) -> bool:
        fits = _SHORTEST <= len(name) <= _LONGEST
        return fits and name not in self._common and _NO_COMPANY.search(name) is None


def _merged(names: Sequence[Name]) -> list[str]:
    """蓝思科技 and 蓝思科技股份有限公司 are one."""
    texts = list(dict.fromkeys(name.text for name in names))
    return [
        text for text in texts if not any(text != other and _is_short_for(text, other) for other in texts)
    ]


def _is_short_for(short: str, full: str) -> bool:
    """Whether its letters stand in the full name in their order, the first two side by side."""
    start = full.find(short[:2])
    if start < 0 or len(short) >= len(full):
        return False
    letters = iter(full[start:])
    return all(letter in letters for letter in short)
