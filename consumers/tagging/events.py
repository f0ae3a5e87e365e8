"""Statements that a project reached, or will reach, a stage; and keywords that are none, with the reason."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from consumers.tagging.event_dates import Calendar, Moment
from consumers.tagging.event_rules import EventRules
from consumers.tagging.event_subjects import Subjects
from consumers.tagging.event_terms import OtherSense, Term, terms_of
from consumers.tagging.event_times import Times
from consumers.tagging.figures import Amount
from consumers.tagging.keyword_sense import NoStatement, Sense
from consumers.tagging.modality import Beyond, Judgement, Modality
from consumers.tagging.names import NameFinder
from consumers.tagging.outline import Governed, Outline
from consumers.tagging.prepared import Prepared, Span
from consumers.tagging.surroundings import Surroundings
from wire.messages import EventState

MAX_EVENTS, MAX_HELD_BACK = 200, 1_000
_MAX_KEYWORDS = 2_000  # of a text that says 开工 without end only the first are read
_NO_SUBJECT = "subject"
_NEARBY, _NEXT = 80, 20
_REASONS: dict[EventState, str] = {
    "planned": "计划", "conditional": "条件", "wished": "愿望", "negated": "否定",
}  # fmt: skip
# What may follow a keyword that nothing else calls done; other words go on with it: 投产一拖再拖, 签约新人.
_FURTHER = re.compile("(?:竣工|投产|开工|达产|试?运行){1,3}")  # 竣工投产庆典, but no 竣工投产动员
_COMPLETE = re.compile(
    r"\W|\Z|时|均|都|发电|通[车航水气电]|投[运放]|启用|开[园放业]|仪式|典礼|庆典|活动|大会|现场|入驻|入[区园]|落户|落地|落子|到|至|历时|后|以来|啦|咯|喽|当[年月天日晚]|次[日月年]|成功|的|那|了|于|在|暨|并"
    r"|之际|投用|使用|达效(?!是)|交付|运营|\d|[一二两三四五六七八九十]|已|即|就|项目|企业|公司|满|首|半|近|总|亿"
    r"|揭牌|待|不|[仅只](?!是|能|要|有)|用|隔|花|大吉|环保|环境保护|验收|建设|[^,;。、]{1,12}(?:项目|工程|基地|产业园)"
    r"|[^,;。、]{2,24}(?:中心|广场|[线厂园城仓站楼桥路馆院港镇厦区])(?=[、,;。!]|\Z)"
)
# 与12家企业签约, 3号库封顶, 食用菌园在九寨沟县竣工, 乙集团签约.
_CERTAIN_COUNT = re.compile(r"[\d一二两三四五六七八九十首]+(?:家|[号栋座台套条期])")
_CERTAIN_THING = re.compile(
    rf"{_CERTAIN_COUNT.pattern}|(?:公司|集团|研究院|[一-鿿](?<!产业)[园厂线楼站馆库])(?:在[^,]{{2,6}}|就|已|也|便|终于|刚刚?|都|均)?\Z"
    r"|与(?!企业|客商|项目|意向)[^,;。]{2,16}(?<!洽谈)(?<!商谈)(?<!对接)\Z"  # 与乙新材签约
)
_IN_USE = re.compile("并?(?:投[用运]|启用|通[车航水电气]|开放|运[营行])")  # 建成投用
_PARTNER = re.compile(r"与(?P<name>[^,;。与]{3,14}?)(?:正式|成功|顺利|现场|当场|昨日|今日)*\Z")
# 对已签约但缺地的项目 speaks of a kind.
_FAINT = frozenset({"新", "仪式", "现场"})  # prove nothing where no project is named
_KIND_OF_PROJECT = re.compile(
    r"(?:[^,;。的]{0,14}的|规[上模]|限上|重[大点]|工业|制造业|新兴){0,3}(?:项目|企业|工程)(?!的?(?:仪式|现场))"
)


_start = attrgetter("start")


class Statement(NamedTuple):
    """`rule` says what decided the state and `cue` by which words; positions are in the matched text."""

    type: str
    keyword: str
    state: EventState
    rule: str
    cue: str
    hit: Span
    sentence: Span
    project: str | None
    aggregate: int | None
    moment: Moment | None = None


class Held(NamedTuple):
    keyword: str
    type: str
    reason: str
    rule: str
    cue: str
    hit: Span


@dataclass(slots=True)
class Findings:
    statements: list[Statement] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """What lies beyond the text: the day of the article, whether that is known, and whether it is a plan."""

    today: date | None = None
    is_dated: bool = False
    is_plan: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """One text while it is read."""

    text: Prepared
    subjects: Subjects
    times: Times
    governed: Governed
    places: Sequence[Span]
    context: Context


class EventFinder:
    """Holds the automaton of keywords and masks of the types that are enabled; pure after construction."""

    def __init__(self, rules: EventRules, names: NameFinder) -> None:
        enabled = [rule for rule in rules.rules if rule.enabled]
        self._names = names
        self._windows = rules.windows
        self._modality = Modality(rules.cues)
        self._sense = Sense(rules.cues)
        self._outline = Outline(rules.cues)
        self._terms = terms_of(enabled)
        self._strings = list(self._terms)
        self._automaton = AhoCorasick(self._strings, matchkind=MatchKind.LeftmostLongest)
        self._other_sense = {rule.type: OtherSense.of(rule) for rule in enabled}

    def find(
        self,
        text: Prepared,
        amounts: Sequence[Amount],
        places: Sequence[Span],
        context: Context,
        title_projects: Mapping[str, str] | None = None,
    ) -> Findings:
        hits = self._automaton.find_matches_as_indexes(text.chars)[:_MAX_KEYWORDS]
        if not hits:
            return Findings()
        spans = [Span(start, end) for _, start, end in hits]
        reading = _Reading(
            text,
            Subjects(text, self._names, places, amounts, title_projects or {}),
            Times(text, Calendar(context.today if context.is_dated else None), spans),
            self._outline.of(text),
            places,
            context,
        )
        findings = Findings()
        for (index, _, _), hit in zip(hits, spans, strict=True):
            found = self._read(reading, self._strings[index], hit)
            if isinstance(found, Held):
                findings.held.append(found)
            elif found is not None:
                findings.statements.append(found)
        return _told(findings)

    def _read(self, reading: _Reading, keyword: str, hit: Span) -> Statement | Held | None:
        term, text = self._terms[keyword], reading.text
        if term.then is not None and not term.then.match(text.chars, hit.end):
            return None
        if held := _no_keyword(reading, term, hit):
            return _held_as(held, keyword, term, hit)
        around = Surroundings.of(text, hit, self._windows)
        if held := self._in_other_sense(text, term, around) or self._sense.no_statement(text, around):
            return _held_as(held, keyword, term, hit)
        return self._statement(reading, keyword, term, around)

    def _statement(
        self, reading: _Reading, keyword: str, term: Term, around: Surroundings
    ) -> Statement | Held:
        text, hit = reading.text, around.hit
        aggregate = reading.subjects.aggregate(hit)
        counted = aggregate is not None
        transitive = term.weak and term.then is None
        project = reading.subjects.project(
            term.type, around.sentence, hit, counted=counted, transitive=transitive
        )
        if not project and not counted:
            held = self._sense.slogan(text, around) or self._vague(text, term, around)
            if held is not None:
                return _held_as(held, keyword, term, hit)
        moment = reading.times.of(around)
        judgement = self._modality.judge(around, _beyond(reading, around, moment), counted=counted)
        if (
            judgement.state == "done"
            and not counted
            and not _is_complete(reading, term, judgement, hit, project)
        ):
            return Held(
                keyword, term.type, "其他义项", "continuation", text.chars[hit.end : hit.end + 4], hit
            )
        if reason := _no_subject(text, term, judgement, around, project, aggregate, moment):
            return Held(keyword, term.type, reason, judgement.rule or _NO_SUBJECT, judgement.cue, hit)
        return Statement(
            term.type, keyword, judgement.state, judgement.rule, judgement.cue, hit, around.sentence, project,
            aggregate, moment,
        )  # fmt: skip

    def _in_other_sense(self, text: Prepared, term: Term, around: Surroundings) -> NoStatement | None:
        hit, sentence = around.hit, around.sentence
        other = self._other_sense[term.type]
        near = self._windows.other_sense
        start, end = max(sentence.start, hit.start - near), min(sentence.end, hit.end + near)
        if other.near and (match := other.near.search(text.chars, start, end)):
            return NoStatement("其他义项", f"{term.type}.other_sense_near", match.group())
        if other.before and (match := other.before.search(around.left)):
            return NoStatement("其他义项", f"{term.type}.other_sense_before", match.group())
        if other.after and (match := other.after.match(text.chars, hit.end)):
            return NoStatement("其他义项", f"{term.type}.other_sense_after", match.group())
        return None

    def _vague(self, text: Prepared, term: Term, around: Surroundings) -> NoStatement | None:
        """Why a statement that names no project speaks of none."""
        other, hit, sentence = self._other_sense[term.type], around.hit, around.sentence
        if other.unnamed_before and (match := other.unnamed_before.search(around.left)):
            return NoStatement("其他义项", f"{term.type}.unnamed_other_sense_before", match.group())
        start = max(sentence.start, hit.start - _NEARBY)
        end = max(min(sentence.end, hit.end + _NEARBY), hit.end + _NEXT)  # 今日开工!甲项目来了
        if other.unnamed is None or other.unnamed.search(text.chars, start, end):
            return None
        partner = _PARTNER.search(around.left)
        if partner and self._names.is_brand(partner["name"]):  # 与新奥能源正式签约
            return None
        return NoStatement("无项目", f"{term.type}.unnamed_needs_near", "")


def _held_as(held: NoStatement, keyword: str, term: Term, hit: Span) -> Held:
    return Held(keyword, term.type, held.reason, held.rule, held.cue, hit)


def _no_keyword(reading: _Reading, term: Term, hit: Span) -> NoStatement | None:
    """Why these letters are no keyword at all: 推|动工|业, 封开|建材厂."""
    text = reading.text
    if text.crosses_words(hit.start, hit.end) or _begins_in_place(reading.places, hit):
        return NoStatement("跨词", "words", text.chars[hit.start : hit.end])
    if term.masks:
        return NoStatement(term.masks, f"{term.type}.masks.{term.masks}", text.chars[hit.start : hit.end])
    return None


def _begins_in_place(places: Sequence[Span], hit: Span) -> bool:
    """Whether a place ends inside the keyword."""
    place = bisect_left(places, hit.start, key=_start) - 1
    return place >= 0 and hit.start < places[place].end < hit.end


def _begins_place(places: Sequence[Span], position: int) -> bool:
    place = bisect_left(places, position, key=_start)
    return place < len(places) and places[place].start == position


def _beyond(reading: _Reading, around: Surroundings, moment: Moment | None) -> Beyond:
    context, future = reading.context, None
    heading = reading.governed.at(around.hit.start)
    if heading:
        future = ("heading", heading)
    elif context.is_plan and heading is not None:
        future = ("document", "规划")
    past = reading.governed.looks_back(around.hit.start)
    if moment is None or context.today is None:
        return Beyond(future, past=past)
    said = reading.text.chars[moment.start : moment.end]
    if moment.first > context.today:
        return Beyond(future, said, is_future=True, past=past)
    return Beyond(future, said if moment.last <= context.today else "", past=past)


def _is_complete(reading: _Reading, term: Term, judgement: Judgement, hit: Span, project: str | None) -> bool:
    """Whether the words behind the keyword, and behind others that follow it, leave it a statement."""
    if term.then is not None or _begins_place(reading.places, hit.end):  # 签约顾村镇
        return True
    if project and reading.text.chars.startswith(project, hit.end):  # 建成甲公园
        return True
    # A date alone proves less than 正式 or 已: 10日，甲项目投产动员会召开.
    if judgement.rule == "cues.done" and project:
        return True
    chain = _FURTHER.match(reading.text.chars, hit.end)
    return _COMPLETE.match(reading.text.chars, chain.end() if chain else hit.end) is not None


def _no_subject(
    text: Prepared,
    term: Term,
    judgement: Judgement,
    around: Surroundings,
    project: str | None,
    aggregate: int | None,
    moment: Moment | None,
) -> str | None:
    """Why it is about no project that could be told of."""
    of_a_kind = _KIND_OF_PROJECT.match(text.chars, around.hit.end)
    if project is None and (term.weak or (aggregate is None and of_a_kind)):
        return "无项目"
    faint = judgement.cue in _FAINT and moment is None
    if judgement.state != "done" or (judgement.cue and not faint):
        return None
    in_use = _IN_USE.match(text.chars, around.hit.end)
    is_weak = term.weak and term.then is None and not judgement.cue and in_use is None
    # Neither a project nor a word that it happened: 入园企业从签约到投产平均七个月.
    certain = _CERTAIN_THING.search(around.left) or _CERTAIN_COUNT.search(around.right)
    is_bare = project is None and aggregate is None and certain is None
    return "无项目" if is_weak or is_bare else None


def _told(findings: Findings) -> Findings:
    """Each statement once, without those told more precisely; what is no news is held back."""
    told: dict[tuple[str, EventState, int, str | None, int | None], Statement] = {}
    held = list(findings.held)
    for statement in findings.statements:
        if reason := _held_reason(statement):
            held.append(_held(statement, reason))
        key = (*_said(statement), statement.project, statement.aggregate)
        if _is_told(statement):
            told.setdefault(key, statement)
    held.sort(key=lambda one: one.hit.start)
    statements = _without_repeated(_without_vaguer(list(told.values())))
    return Findings(statements[:MAX_EVENTS], held[:MAX_HELD_BACK])


def _without_repeated(statements: Sequence[Statement]) -> list[Statement]:
    """One for each stage of a project, however often it is told: the first that a cue or a date proves.

    What names no project goes, where the same stage is told of one before it (市长出席签约仪式).
    """
    best: dict[tuple[str, EventState, str], Statement] = {}
    named: dict[tuple[str, EventState], int] = {}
    for one in statements:
        if one.project is None:
            continue
        key = (one.type, one.state, one.project)
        named.setdefault(key[:2], one.hit.start)
        known = best.setdefault(key, one)
        if known.aggregate is None and (one.aggregate or (one.cue and not known.cue)):
            best[key] = one
    return [one for one in statements if _is_new(one, best, named)]


def _is_new(
    one: Statement,
    best: Mapping[tuple[str, EventState, str], Statement],
    named: Mapping[tuple[str, EventState], int],
) -> bool:
    if one.project is not None:
        return best[one.type, one.state, one.project] is one
    return one.aggregate is not None or named.get((one.type, one.state), one.hit.start) >= one.hit.start


def _without_vaguer(statements: Sequence[Statement]) -> list[Statement]:
    """Without those that say neither which nor how many, where the same sentence says it."""
    precise = {_said(statement) for statement in statements if statement.project or statement.aggregate}
    return [
        statement
        for statement in statements
        if statement.project or statement.aggregate or _said(statement) not in precise
    ]


def _said(statement: Statement) -> tuple[str, EventState, int]:
    return statement.type, statement.state, statement.sentence.start


def _is_told(statement: Statement) -> bool:
    """What did not happen is told only of a project or of counted ones; a bare wish is a slogan."""
    if statement.state == "done" or statement.project is not None:
        return True
    return statement.aggregate is not None and statement.state != "wished"


def _held(statement: Statement, reason: str) -> Held:
    rule = _NO_SUBJECT if statement.state == "done" else statement.rule
    return Held(statement.keyword, statement.type, reason, rule, statement.cue, statement.hit)


def _held_reason(statement: Statement) -> str | None:
    if statement.state == "done":
        return None if statement.project or statement.aggregate else "无项目"
    return _REASONS[statement.state]
