"""Projects that are named as a list: each is told of."""

import re
from collections.abc import Sequence

from consumers.tagging.figures.numerals import number
from consumers.tagging.names.finding import Name, NameFinder
from consumers.tagging.text.prepared import Prepared, Span, starting_within

_LONGEST, _SHORTEST = 6, 3
_AND = frozenset("、和与及")
# 甲项目、总投资5亿元的乙项目; 某区与甲项目、某县与乙项目签约
_BETWEEN = re.compile(
    r"(?P<and>[、和与及])(?:(?:总投资|投资|占地)[^,;。、的]{2,12}的|[^,;。、与]{2,12}(?:[省市县区旗镇]|政府|委员?会)与)?"
)
_ITEM = re.compile(r"、(?P<thing>[^、,;:。(等]{3,28})(?=[、,;。(等]|\Z)")
_REST = re.compile(r"(?:、[^、,;:。(等]{2,28}){1,6}(?=等[^,;。、]{0,14}(?:项目|工程))")

# 竣工项目(3个)。甲园、乙路和丙馆。
_COUNTED = re.compile(
    r"(?:的)?(?:重[大点])?(?:项目|工程)?(?:共|有)?\(?(?P<count>\d{1,2}|[二三四五六七八九十])[个项]\)?"
    r"(?:,?(?:分别|具体)?[是为])?[。:]\s?(?P<list>[^。;:\n,]{6,200})[。;]"
)
_LAST = re.compile("[、和及]|以及")


class ProjectLists:
    def __init__(self, text: Prepared, names: NameFinder, places: Sequence[Span]) -> None:
        self._text = text
        self._names = names
        self._places = places

    def behind(self, first: Name, end: int) -> Name:
        """建成甲体育公园、乙体育馆二期、丙基地等一批设施: all that are named behind the keyword."""
        if rest := _REST.match(self._text.chars, first.end, end):  # A、B等20个项目: of whatever name
            return self.joined(first, rest.end())
        last = first.end
        for _ in range(_LONGEST):
            item = _ITEM.match(self._text.chars, last, end)
            if item is None or self.thing(Span(*item.span("thing"))) is None:
                break
            last = item.end("thing")
        return self.joined(first, last)

    def before(self, names: Sequence[Name]) -> Name:
        """The last of the names, with those that are listed in front of it."""
        listed = names[-1]
        for name in reversed(names[-_LONGEST:-1]):
            between = _BETWEEN.fullmatch(self._text.chars, name.end, listed.start)
            if between is None:
                break
            listed = Name(f"{name.text}{between['and']}{listed.text}", name.start, listed.end)
        return listed

    def after(self, names: Sequence[Name]) -> Name:
        """The first of the names, with those that are listed behind it."""
        listed = names[0]
        for name in names[1:_LONGEST]:
            between = _BETWEEN.fullmatch(self._text.chars, listed.end, name.start)
            if between is None:
                break
            listed = Name(f"{listed.text}{between['and']}{name.text}", listed.start, name.end)
        return listed

    def with_things(self, name: Name, start: int) -> Name:
        """甲路、乙大道建成: what is listed in front of it and known by no ending of projects."""
        for _ in range(_LONGEST):
            end = name.start - 1
            if end <= start or self._text.chars[end] not in _AND:
                return name
            thing = self.thing(Span(start, end))
            if thing is None or len(thing.text) < _SHORTEST:
                return name
            both = f"{thing.text}{self._text.original(end, name.start)}{name.text}"
            name = Name(both, thing.start, name.end)
        return name

    def told_behind(self, end: int) -> str | None:
        """As many names as the keyword that ends here has counted."""
        told = _COUNTED.match(self._text.chars, end)
        if told is None:
            return None
        items = told["list"].split("、")
        count = number(told["count"])
        if count is None or len(items) < _SHORTEST - 1:
            return None
        is_whole = len(items) == count or (len(items) + 1 == count and _LAST.search(items[-1]) is not None)
        return self._text.original(*told.span("list")) if is_whole else None

    def goes_on(self, name: Name) -> bool:
        return self._text.chars[name.end : name.end + 1] in _AND

    def thing(self, span: Span) -> Name | None:
        return self._names.thing_before(self._text, span, starting_within(self._places, span))

    def joined(self, first: Name, end: int) -> Name:
        if end == first.end:
            return first
        return Name(first.text + self._text.original(first.end, end), first.start, end)
