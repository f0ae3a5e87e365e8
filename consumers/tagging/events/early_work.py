"""Projects known by the work that comes before them: 推动甲铁路前期工作，力争明年开工."""

import re
from collections.abc import Sequence

from consumers.tagging.events.project_lists import ProjectLists
from consumers.tagging.names.finding import Name, NameFinder
from consumers.tagging.text.prepared import Prepared, Span, starting_within

_EARLY_WORK = re.compile(
    r"(?:加快|加紧|推动|推进|开展|做好|抓好|抓紧|深化|谋划|启动|配合|争取|完成)[^,;。:]{4,60}?(?P<work>(?:等)?(?:的)?(?:规划|运营|建设)?(?:项目|工程)?(?:的)?"
    r"(?:前期(?:各项)?(?:工作|研究|手续|论证|谋划|准备|规划|报批|攻坚)|可行性研究|可研|报批|立项|选址论证|规划研究))"
)
# One of these words is in it, for whoever wants to know quickly that here is none.
_WORK = re.compile("前期|可行性研究|可研|报批|立项|选址论证|规划研究")
_FIRST_OF_LIST = re.compile("[、和与及]")
_SHORTEST = 4


class EarlyWork:
    def __init__(
        self, text: Prepared, names: NameFinder, places: Sequence[Span], lists: ProjectLists
    ) -> None:
        self._text = text
        self._names = names
        self._places = places
        self._lists = lists

    def project(self, clause: Span) -> Name | None:
        """What the clause says is being prepared; of a list, all of it."""
        chars = self._text.chars
        if _WORK.search(chars, clause.start, clause.end) is None:
            return None
        work = _EARLY_WORK.search(chars, clause.start, clause.end)
        if work is None:
            return None
        end = work.start("work")
        listed = _FIRST_OF_LIST.search(chars, work.start(), end)
        first_end = listed.start() if listed else end
        places = starting_within(self._places, clause)
        first = self._names.named_before(self._text, Span(clause.start, first_end), places)
        if first is None or first.end - first.start < _SHORTEST:
            return None
        return self._lists.joined(first, end)
