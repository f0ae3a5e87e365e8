"""Numbered lines that open with what they are about: 2.甲电站项目。建设单位：乙公司。3月开工."""

import re
from bisect import bisect_right

from consumers.tagging.text.prepared import Prepared, Span

_BUILT = "(?:项目|工程|基地|产业园|[库厂站馆桥]|车间|[小中]学|学校|幼儿园|医院|院区|大道|提升改造|扩建|管网)"
# A numbered line, and the project that it opens with.
_ITEM = re.compile(
    r"^[ \t]*(?:\(?\d{1,3}[.、)](?!\d)|\(?[一二三四五六七八九十]{1,3}[、)])[ \t]*"
    rf"(?:(?P<name>[^,。;:\n]{{2,40}}{_BUILT})(?=[。:(\n]))?",
    re.MULTILINE,
)
_COUNTED = re.compile(r"类|[一二三四五六七八九十\d][个项批]")  # 二、续建类项目


class ListItems:
    """Those of one text."""

    def __init__(self, text: Prepared) -> None:
        self._items = list(_ITEM.finditer(text.chars)) if "\n" in text.chars else []
        self._starts = [item.start() for item in self._items]

    def opening(self, hit: Span) -> Span | None:
        """Where the name stands that opens the line of this keyword; a count or a kind is none."""
        number = bisect_right(self._starts, hit.start) - 1
        if number < 0 or (item := self._items[number])["name"] is None or item.end() > hit.start:
            return None
        return None if _COUNTED.search(item["name"]) else Span(*item.span("name"))
