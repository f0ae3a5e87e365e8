"""Statements that a project reached, or will reach, a stage; and keywords that are none, with the reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from consumers.tagging.event_rules import EventRule, EventRules
from consumers.tagging.event_subjects import Subjects
from consumers.tagging.figures import Amount
from consumers.tagging.modality import Context, Judgement, Modality
from consumers.tagging.names import NameFinder
from consumers.tagging.prepared import Prepared, Span
from wire.messages import EventState

MAX_EVENTS, MAX_HELD_BACK = 200, 1_000
_MAX_KEYWORDS = 2_000  # of a text that says 开工 without end only the first are read
_NEAR = 40
_NO_SUBJECT = "subject"
_REASONS: dict[EventState, str] = {
    "planned": "计划", "conditional": "条件", "wished": "愿望", "negated": "否定",
}  # fmt: skip
_KIND_OF_PROJECT = re.compile(r"的?(?:项目|企业|工程)(?!的?(?:仪式|现场))")


@dataclass(frozen=True, slots=True)
class Statement:
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


@dataclass(frozen=True, slots=True)
class Held:
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
class _Term:
    """What a string of the automaton stands for: a keyword of its rule, or what hides one (`masks`)."""

    rule: EventRule
    masks: str | None = None
    weak: bool = False


class EventFinder:
    """Holds the automaton of keywords and masks; pure after construction."""

    def __init__(self, rules: EventRules, names: NameFinder) -> None:
        self._names = names
        self._modality = Modality(rules.cues)
        self._terms = _terms(rules.rules)
        self._strings = list(self._terms)
        self._automaton = AhoCorasick(self._strings, matchkind=MatchKind.LeftmostLongest)
        self._other_sense = {
            rule.type: re.compile("|".join(map(re.escape, rule.other_sense_near)))
            for rule in rules.rules
            if rule.other_sense_near
        }

    def find(
        self,
        text: Prepared,
        amounts: Sequence[Amount],
        places: Sequence[Span],
        context: Context,
        title_projects: Mapping[str, str] | None = None,
    ) -> Findings:
        subjects = Subjects(text, self._names, places, amounts, title_projects or {})
        findings = Findings()
        told: set[tuple[str, EventState, int, str | None, int | None]] = set()
        for index, start, end in self._automaton.find_matches_as_indexes(text.chars)[:_MAX_KEYWORDS]:
            found = self._read(text, self._strings[index], Span(start, end), subjects, context)
            if isinstance(found, Held):
                findings.held.append(found)
                continue
            if reason := _held_reason(found):
                findings.held.append(_held(found, reason))
            key = (found.type, found.state, found.sentence.start, found.project, found.aggregate)
            if key not in told and _is_told(found):
                told.add(key)
                findings.statements.append(found)
        findings.statements = _without_vaguer(findings.statements)[:MAX_EVENTS]
        del findings.held[MAX_HELD_BACK:]
        return findings

    def _read(
        self,
        text: Prepared,
        keyword: str,
        hit: Span,
        subjects: Subjects,
        context: Context,
    ) -> Statement | Held:
        term = self._terms[keyword]
        event_type = term.rule.type
        if no_keyword := self._no_keyword(text, term, hit):
            return Held(keyword, event_type, *no_keyword, hit)
        sentence = text.sentences[text.sentence_number(hit.start)]
        aggregate = subjects.aggregate(hit)
        project = subjects.project(event_type, sentence, hit, counted=aggregate is not None)
        judgement = self._modality.judge(text, sentence, hit, context, counted=aggregate is not None)
        if project is None and (
            term.weak or (aggregate is None and _KIND_OF_PROJECT.match(text.chars, hit.end))
        ):
            return Held(keyword, event_type, "无项目", _NO_SUBJECT, "", hit)
        if term.weak and not _is_said_done(judgement):
            reason = _REASONS.get(judgement.state, "无项目")
            return Held(keyword, event_type, reason, judgement.rule or _NO_SUBJECT, judgement.cue, hit)
        return Statement(
            event_type,
            keyword,
            judgement.state,
            judgement.rule,
            judgement.cue,
            hit,
            sentence,
            project,
            aggregate,
        )

    def _no_keyword(self, text: Prepared, term: _Term, hit: Span) -> tuple[str, str, str] | None:
        """The reason why these letters are no keyword, the rule and the words that decided."""
        keyword = text.chars[hit.start : hit.end]
        if text.crosses_words(hit.start, hit.end):
            return "跨词", "words", keyword
        if term.masks:
            return term.masks, f"{term.rule.type}.masks.{term.masks}", keyword
        other = self._other_sense.get(term.rule.type)
        sentence = text.sentences[text.sentence_number(hit.start)]
        start, end = max(sentence.start, hit.start - _NEAR), min(sentence.end, hit.end + _NEAR)
        if other and (match := other.search(text.chars, start, end)):
            return "其他义项", f"{term.rule.type}.other_sense_near", match.group()
        return self._modality.no_statement(text, hit)


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


def _terms(rules: Sequence[EventRule]) -> dict[str, _Term]:
    terms: dict[str, _Term] = {}
    for rule in rules:
        for reason, words in rule.masks.items():
            terms.update({word: _Term(rule, masks=reason) for word in words})
    for rule in rules:
        terms.update({word: _Term(rule) for word in rule.keywords})
        terms.update({word: _Term(rule, weak=True) for word in rule.weak})
    return terms


def _is_said_done(judgement: Judgement) -> bool:
    return judgement.state != "done" or bool(judgement.cue)


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
