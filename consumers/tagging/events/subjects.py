"""Which project a statement about a stage is about."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from consumers.tagging.events.counts import WINDOW, around
from consumers.tagging.events.early_work import EarlyWork
from consumers.tagging.events.list_items import ListItems
from consumers.tagging.events.project_lists import ProjectLists
from consumers.tagging.events.subject_words import (
    before_adverbs,
    goes_on,
    is_anaphoric,
    is_no_subject,
    next_phase,
)
from consumers.tagging.names.finding import Name, NameFinder
from consumers.tagging.text.prepared import Prepared, Span, starting_within

_CLAUSES_BACK, _SENTENCES_BACK = 8, 3
_OBJECT = 15
# 建成甲快速路, but not 建成投用 or 建成后.
_OWN_OBJECT = re.compile(
    r"了?(?!投|通车|启用|使用|运|开|并|后|的|以来|以后|时|至今|于|达|验收|交付|即|当|且|已|就|[完竣]工|落成|挂牌|[到在试为和与及了]"
    r"|[一二两三四五六七八九十半数\d]+[多余个]*[年月天周])\w"
)
_NO_OBJECT = re.compile(r"[后前时将为可]")
_ANY_SUCH = re.compile(r"(?:项目|企业|工程)(?!仪式|现场|活动|大会|建设|[,;。])\w")  # 个别签约项目落地缓慢
_SHORTEST = 4
_BETWEEN_PARTIES = ("签约",)  # whose subject is a company, not what it builds
# Behind 签署投资协议: what is to be built.
_AGREED = re.compile(
    r"[^,;。]{0,16}(?:协议|合同)?,(?:双方)?(?:将|拟|计划|约定)?(?:在[^,;。]{2,14}?)?(?:合作|共同|携手|联合|投资|\d[\d.]*亿元)*新?(?:建设|建)"
)
_PHASE = re.compile(r"(?<=[、,])[一二三四五六七八九十]期\Z")
_LAST_PHASE = re.compile(r"[一二三四五六七八九十]期(?:工程|项目)?\Z")
_PART = re.compile(r"(?!仪式|典礼|活动)[^、,;:。(]{4,28}(?=[、,;。(]|\Z)")
_OTHER_SIDE = tuple("与向为给由对")
# 在甲项目现场 names what the rest of the sentence is about, however common its words are.
_SCENE = re.compile(
    r"(?:在|走进|来到|走近)(?P<name>[^,;。在]{2,28}?(?:项目|工程|产业园|园区|基地|大楼|厂房))(?:(?:建设|施工)?(?:现场|工地)|的[^,;。的]{2,8}[里内])"
)
_NO_NAME = re.compile(r"重[大点]|各|全|本|该|这|某|多个|几个|数个|一批|不少|许多|项目建设|建设项目")
_TELLS = re.compile(r"(?P<thing>[^,;。:、]{4,24}?)(?:仍在?|正在?|还在|已经?|因|受|完成|进入|取得|实现)")
# 项目主要建设乙生产线: a part of it.
_BUILDS = re.compile(
    r"(?:建设|新建|购置|新增|配套|上马|铺设|布局)(?:了|一?[条座栋台个套]|\d+[条座栋台个套])?\Z"
)


class Subjects:
    """Looks for subjects in one text; clauses already read are remembered."""

    def __init__(
        self,
        text: Prepared,
        names: NameFinder,
        places: Sequence[Span],
        title_projects: Mapping[str, str],
    ) -> None:
        self._text = text
        self._names = names
        self._places = places
        self._title_projects = title_projects
        self._lists = ProjectLists(text, names, places)
        self._early_work = EarlyWork(text, names, places, self._lists)
        self._read: dict[Span, list[Name]] = {}
        self._things: list[Name] = []  # in front of keywords already read

    def project(
        self, event_type: str, sentence: Span, hit: Span, *, counted: bool, transitive: bool = False
    ) -> str | None:
        """The project in the clause, in the clauses before it, meant by 该项目, or named in the title.

        What is `counted` is about many projects: only names in the clause itself are examples of them. Of a
        `transitive` keyword only what it names behind itself: 以甲体育馆为中心，建成1000处晨练点 is none.
        """
        if transitive and _OWN_OBJECT.match(self._text.chars, hit.end):
            return self._object(hit)
        found = self._in_clause(hit, brands=event_type not in _BETWEEN_PARTIES)
        if found is None and not counted and not _ANY_SUCH.match(self._text.chars, hit.end):
            found = self._in_clauses_before(sentence, hit)
            if found is None and is_anaphoric(self._text, sentence, hit):
                found = self._in_sentences_before(sentence)
                if found and (phase := next_phase(self._text.chars, sentence.start)):
                    return _LAST_PHASE.sub("", found.text) + phase
            if found is None and (item := self._of_item(hit)):
                return item
            if found is None and goes_on(self._text, sentence, hit):
                found = self._in_sentences_before(sentence)
            if found is None and event_type in _BETWEEN_PARTIES:
                found = self._agreed(hit)
            if found is None:
                return self._title_projects.get(event_type)
        return self._of_phase(found, hit) if found else self._lists.told_behind(hit.end)

    def _projects(self, span: Span) -> list[Name]:
        if span not in self._read:
            names = self._names.projects(self._text, span, starting_within(self._places, span))
            self._read[span] = [name for name in names if not is_no_subject(self._text.chars, name)]
        return self._read[span]

    def _object(self, hit: Span) -> str | None:
        clause = around(self._text, hit)
        if found := self._object_after(Span(hit.start, clause.end), hit):
            return found.text
        return next((name.text for name in self._projects(clause) if name.start >= hit.end), None)

    def _in_clause(self, hit: Span, *, brands: bool) -> Name | None:
        clause = around(self._text, hit)
        if found := self._object_after(clause, hit):
            return found
        names = self._projects(clause)
        left = [name for name in names if name.start < hit.start]
        thing = self._thing_before(clause, hit.start, brands=brands and not left)
        if thing and not (left and thing.end <= left[-1].end):  # of 甲园管网 the end says what was built
            return self._lists.with_things(thing, clause.start)
        if left:
            listed = self._lists.with_things(self._lists.before(left), clause.start)
            return self._with_last(listed, clause, hit)
        right = [name for name in names if self._is_object(hit, name)]
        return self._lists.after(names[names.index(right[0]) :]) if right else None

    def _object_after(self, clause: Span, hit: Span) -> Name | None:
        """开工甲快速路、竣工乙中心: a keyword that begins its part has its project behind it."""
        if hit.start > clause.start and self._text.chars[hit.start - 1] not in "、是新":
            return None
        part = _PART.match(self._text.chars, hit.end, clause.end)
        if part is None:
            return None
        first = self._lists.thing(Span(part.start(), part.end()))
        if first is None or is_no_subject(self._text.chars, first):
            return None
        return self._lists.behind(first, clause.end)

    def _with_last(self, names: Name, clause: Span, hit: Span) -> Name:
        """甲大桥和乙快速路开工: the last of a list may be known by nothing but its place in it."""
        if not self._lists.goes_on(names):
            return names
        thing = self._thing_before(clause, hit.start)
        return self._lists.joined(names, thing.end) if thing and thing.start == names.end + 1 else names

    def _of_phase(self, name: Name, hit: Span) -> str:
        """甲园一期封顶、三期签约: what is signed is 甲园三期."""
        start = max(self._text.clause(hit.start).start, name.end)
        end = before_adverbs(self._text.chars, start, hit.start)
        phase = _PHASE.search(self._text.chars, start, end)
        if phase is None or phase.end() != end:
            return name.text
        return _LAST_PHASE.sub("", name.text) + phase.group()

    def _thing_before(self, clause: Span, end: int, *, brands: bool = False) -> Name | None:
        span = Span(
            clause.start, self._before_venue(clause, before_adverbs(self._text.chars, clause.start, end))
        )
        if span.end - span.start < _SHORTEST or _NO_NAME.search(
            self._text.chars, span.end - _SHORTEST, span.end
        ):
            return None
        places = starting_within(self._places, span)
        name = self._names.thing_before(self._text, span, places, brands=brands)
        if name is None or len(name.text) < _SHORTEST or is_no_subject(self._text.chars, name):
            return None
        if self._text.chars[name.start - 1 : name.start] in _OTHER_SIDE:
            return None
        self._things.append(name)
        return name

    def _before_venue(self, clause: Span, end: int) -> int:
        """Where the name ends that is followed by where it is: 气膜煤仓在平陆县封顶."""
        for place in starting_within(self._places, clause):
            if place.end == end and self._text.chars[place.start - 1] in "在于":
                return place.start - 1
        return end

    def _is_part(self, name: Name) -> bool:
        """Whether it is only what a project of an earlier clause consists of."""
        before = self._text.chars[max(name.start - 8, 0) : name.start]
        if _BUILDS.search(before) is None:
            return False
        sentence = self._text.sentences[self._text.sentence_number(name.start)]
        clause = self._text.clause(name.start)
        return bool(self._projects(Span(max(sentence.start, clause.start - 2 * WINDOW), clause.start)))

    def _is_object(self, hit: Span, name: Name) -> bool:
        """开工建设甲项目, but not 建成后将成为最大的生产基地."""
        between = self._text.chars[hit.end : name.start]
        return name.start >= hit.end and len(between) <= _OBJECT and not _NO_OBJECT.search(between)

    def _in_clauses_before(self, sentence: Span, hit: Span) -> Name | None:
        start = first = self._text.clause(hit.start).start
        for _ in range(_CLAUSES_BACK):
            if start <= sentence.start:
                return None
            clause = self._text.clause(start - 2)
            span = Span(max(clause.start, sentence.start, start - WINDOW), start - 1)
            names = self._projects(span) or starting_within(self._things, span)
            if names := [name for name in names if not self._is_part(name)]:
                return names[-1]
            if scene := _SCENE.search(self._text.chars, span.start, span.end):
                return self._at_scene(scene)
            if prepared := self._early_work.project(span):
                return prepared
            thing = self._thing_before(span, span.end) if start == first else None
            thing = thing or self._thing_first(span)
            if thing and not self._is_part(thing):
                return thing
            start = clause.start
        return None

    def _thing_first(self, clause: Span) -> Name | None:
        """甲车站仍在办理手续: what the clause begins with, and tells something of."""
        told = _TELLS.match(self._text.chars, clause.start, clause.end)
        return self._thing_before(clause, told.end("thing")) if told else None

    def _at_scene(self, scene: re.Match[str]) -> Name | None:
        """The project of a scene; None for 重点项目现场, behind which no other project is looked for."""
        start, end = scene.span("name")
        if _NO_NAME.search(scene["name"]):
            return None
        return Name(self._text.original(start, end), start, end)

    def _of_item(self, hit: Span) -> str | None:
        """Of what the numbered line around the keyword calls a project."""
        opening = self._items.opening(hit)
        if opening is None or _NO_NAME.search(self._text.chars, opening.start, opening.end):
            return None
        names = [name for name in self._projects(opening) if name.end == opening.end]
        thing = names[-1] if names else self._lists.thing(opening)
        return thing.text if thing else self._text.original(opening.start, opening.end)

    @cached_property
    def _items(self) -> ListItems:
        return ListItems(self._text)

    def _agreed(self, hit: Span) -> Name | None:
        """与甲公司签署投资协议,合作建设乙项目."""
        agreed = _AGREED.match(self._text.chars, hit.end)
        if agreed is None:
            return None
        names = self._projects(Span(agreed.end(), self._text.clause(agreed.end()).end))
        return names[0] if names else None

    def _in_sentences_before(self, sentence: Span) -> Name | None:
        number_of = self._text.sentence_number(sentence.start)
        for back in range(1, min(_SENTENCES_BACK, number_of) + 1):
            earlier = self._text.sentences[number_of - back]
            if "\n" in self._text.chars[earlier.start : sentence.start]:
                return None
            names = self._projects(Span(max(earlier.start, earlier.end - 2 * WINDOW), earlier.end))
            if names:
                return names[-1]
        return None
