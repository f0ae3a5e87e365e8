"""Statements that a project reached, or will reach, a stage; and keywords that are none, with the reason."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter

from msgspec import Struct

from consumers.tagging.events.completeness import is_complete, no_subject
from consumers.tagging.events.counts import Counts
from consumers.tagging.events.dates import Calendar, Moment, View
from consumers.tagging.events.keyword_sense import NoStatement, Sense
from consumers.tagging.events.modality import Beyond, Modality
from consumers.tagging.events.outline import Governed, Outline
from consumers.tagging.events.rules import EventRules
from consumers.tagging.events.statements import Findings, Held, Statement
from consumers.tagging.events.subject_words import goes_on
from consumers.tagging.events.subjects import Subjects
from consumers.tagging.events.surroundings import Surroundings
from consumers.tagging.events.telling import NO_SUBJECT, told
from consumers.tagging.events.terms import OtherSense, Term, terms_of
from consumers.tagging.events.times import Times, is_ahead
from consumers.tagging.figures.finding import Amount
from consumers.tagging.names.finding import NameFinder
from consumers.tagging.text.automaton import automaton
from consumers.tagging.text.prepared import Prepared, Span

_MAX_KEYWORDS = 2_000  # of a text that says 开工 without end only the first are read
_NEARBY, _NEXT = 80, 20
_PARTNER = re.compile(r"与(?P<name>[^,;。与]{3,14}?)(?:正式|成功|顺利|现场|当场|昨日|今日)*\Z")
_FROM = re.compile("从[^,;。]{2,12}到")  # 从拿地到开工用了九天

_start = attrgetter("start")


class Context(Struct, frozen=True):
    """What lies beyond the text: the day of the article, whether that is known, and whether the document is
    a plan, or statistics, which tell what has been; the year that its title names, where it is over.
    """

    today: date | None = None
    is_dated: bool = False
    is_plan: bool = False
    is_statistics: bool = False
    ended_year: int | None = None


class _Reading(Struct, frozen=True):
    """One text while it is read."""

    text: Prepared
    subjects: Subjects
    counts: Counts
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
        self._automaton = automaton(self._strings)
        self._other_sense = {rule.type: OtherSense.of(rule) for rule in enabled}

    def find(
        self,
        text: Prepared,
        amounts: Sequence[Amount],
        places: Sequence[Span],
        context: Context,
        title_projects: Mapping[str, str] | None = None,
    ) -> Findings:
        hits = self._automaton(text.chars)[:_MAX_KEYWORDS]
        if not hits:
            return Findings()
        spans = [Span(start, end) for start, end, _ in hits]
        today = context.today if context.is_dated else None
        looks_back = context.is_statistics or context.ended_year is not None
        view: View = "ahead" if context.is_plan else "back" if looks_back else None
        year = today.year if today else None
        governed = self._outline.of(text, year, view, ended=context.ended_year)
        reading = _Reading(
            text,
            Subjects(text, self._names, places, title_projects or {}),
            Counts(text, amounts),
            Times(text, Calendar(today), spans, governed),
            governed,
            places,
            context,
        )
        findings = Findings()
        for (_, _, index), hit in zip(hits, spans, strict=True):
            found = self._read(reading, self._strings[index], hit)
            if isinstance(found, Held):
                findings.held.append(found)
            elif found is not None:
                findings.statements.append(found)
        return told(findings)

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
        aggregate = reading.counts.at(hit)
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
            and not is_complete(text, reading.places, term, judgement, hit, project)
        ):
            return Held(
                keyword, term.type, "其他义项", "continuation", text.chars[hit.end : hit.end + 4], hit
            )
        if reason := no_subject(text, term, judgement, around, project, aggregate, moment):
            return Held(keyword, term.type, reason, judgement.rule or NO_SUBJECT, judgement.cue, hit)
        return Statement(
            term.type, keyword, judgement.state, judgement.rule, judgement.cue, hit, around.sentence, project,
            aggregate, moment,
        )  # fmt: skip

    def _in_other_sense(self, text: Prepared, term: Term, around: Surroundings) -> NoStatement | None:
        hit, sentence = around.hit, around.sentence
        other = self._other_sense[term.type]
        near = self._windows.other_sense
        start, end = max(sentence.start, hit.start - near), min(sentence.end, hit.end + near)
        start = max(text.chars.rfind(";", start, hit.start) + 1, start)
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
        goes_back = goes_on(text, sentence, hit)  # 同年10月动工: of what the sentence before told
        start = max(0 if goes_back else sentence.start, hit.start - _NEARBY)
        end = max(min(sentence.end, hit.end + _NEARBY), hit.end + _NEXT)  # 今日开工!甲项目来了
        if goes_back and _FROM.search(around.left):
            return None
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
    if _crosses_words(text, hit) or _begins_in_place(reading.places, hit):
        return NoStatement("跨词", "words", text.chars[hit.start : hit.end])
    if term.masks:
        return NoStatement(term.masks, f"{term.type}.masks.{term.masks}", text.chars[hit.start : hit.end])
    return None


def _crosses_words(text: Prepared, hit: Span) -> bool:
    """满产后 is cut as 满/产后."""
    if not text.crosses_words(hit.start, hit.end):
        return False
    return text.chars[hit.end : hit.end + 1] != "后" or text.begins_inside_word(hit.start, hit.end)


def _begins_in_place(places: Sequence[Span], hit: Span) -> bool:
    """Whether a place ends inside the keyword."""
    place = bisect_left(places, hit.start, key=_start) - 1
    return place >= 0 and hit.start < places[place].end < hit.end


def _beyond(reading: _Reading, around: Surroundings, moment: Moment | None) -> Beyond:
    context, governed, position = reading.context, reading.governed, around.hit.start
    future = None
    heading = governed.at(position)
    if heading:
        future = ("heading", heading)
    elif context.is_plan and heading is not None:
        is_told = context.is_dated and reading.times.opens_past(around, context.today)
        future = None if is_told else ("document", "规划")
    date, running, is_future = _time_told(reading.text.chars, moment, context.today)
    return Beyond(
        future, date, running, is_future,
        past=governed.looks_back(position), is_dated=context.is_dated,
        is_over=governed.ended(position) is not None,
    )  # fmt: skip


def _time_told(chars: str, moment: Moment | None, today: date | None) -> tuple[str, str, bool]:
    """The words of a time that is over or to come, or of one that is not over, and whether it is to come."""
    if moment is None or today is None:
        return "", "", False
    said = chars[moment.start : moment.end]
    is_future = is_ahead(chars, moment, today)
    return (said, "", is_future) if is_future or moment.last <= today else ("", said, False)
