"""Did it happen? The words around a keyword decide: negated, planned, conditional, wished, or done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from consumers.tagging.prepared import Prepared, Span
from wire.messages import EventState

_LEFT, _RIGHT, _BEFORE = 60, 20, 300
_YEAR = re.compile(r"(20\d\d)年")


class Cues(BaseModel):
    """Regular expressions, as events.yaml lists them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    negated: list[str]
    attributive_after: list[str]
    saying_after: list[str]
    saying_before: list[str]
    conditional_before: list[str]
    planned: list[str]
    planned_after: list[str]
    inherited: list[str]
    conditional_after: list[str]
    wished: list[str]
    wished_touching: list[str]
    done: list[str]
    certain: list[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """`cue` is the text that decided, `rule` what it is a cue of; empty where only the keyword speaks."""

    state: EventState
    rule: str
    cue: str


@dataclass(frozen=True, slots=True)
class Context:
    """What lies beyond the sentence: the year of the article, and whether it is a plan as a whole."""

    year: int | None = None
    is_plan: bool = False


class Modality:
    def __init__(self, cues: Cues) -> None:
        self._attributive_after = _any(cues.attributive_after)
        self._saying_after = _any(cues.saying_after)
        self._saying_before = _any(cues.saying_before)
        self._conditional_before = _any(cues.conditional_before)
        self._negated = _any(cues.negated, r"[^,;]{0,6}\Z")
        self._planned = _any(cues.planned)
        self._planned_after = _any(cues.planned_after)
        self._inherited = _any(cues.inherited)
        self._conditional_after = _any(cues.conditional_after)
        self._wished = _any(cues.wished)
        self._wished_touching = _any(cues.wished_touching, r"\Z")
        self._done = _any(cues.done)
        self._certain = _any(cues.certain)

    def no_statement(self, text: Prepared, hit: Span) -> tuple[str, str, str] | None:
        """Reason, rule and words where those touching it make it no statement: 签约手续, 签约不是终点."""
        if match := self._attributive_after.match(text.chars, hit.end):
            return "其他义项", "cues.attributive_after", match.group()
        before = text.chars[max(hit.start - 4, 0) : hit.start]
        if match := self._saying_after.match(text.chars, hit.end) or self._saying_before.search(before):
            return "口号", "cues.saying", match.group()
        return None

    def judge(
        self, text: Prepared, sentence: Span, hit: Span, context: Context, *, counted: bool
    ) -> Judgement:
        """The state of the statement around a hit; precedence as in the module's docstring.

        What is `counted` is no longer wished by a clause before it (推动楼宇去化，签约项目16个).
        """
        clause = text.clause(hit.start)
        left = text.chars[max(clause.start, hit.start - _LEFT) : hit.start]
        right = text.chars[hit.end : min(clause.end, hit.end + _RIGHT)]
        if match := self._negated.search(left):
            return Judgement("negated", "cues.negated", match.group())
        if match := self._planned.search(left) or self._planned_after.match(right) or _future(left, context):
            return Judgement("planned", "cues.planned", match.group())
        if match := self._conditional_after.match(right) or self._conditional_before.search(left):
            return Judgement("conditional", "cues.conditional", match.group())
        if wish := self._wish(left):
            return wish
        before = text.chars[max(sentence.start, clause.start - _BEFORE) : clause.start]
        return self._without_own_cue(before, left, right, context, counted=counted)

    def _wish(self, left: str) -> Judgement | None:
        match = self._wished_touching.search(left)
        if match is None:
            match = _last(self._wished, left)
            if match is None or self._certain.search(left, match.end()):  # 加快建设的项目已投产
                return None
        return Judgement("wished", "cues.wished", match.group())

    def _without_own_cue(
        self, before: str, left: str, right: str, context: Context, *, counted: bool
    ) -> Judgement:
        certain = self._certain.search(left)
        if certain is None and (match := self._inherited.search(before) or _future(before, context)):
            return Judgement("planned", "cues.planned", match.group())
        if certain is None and (match := self._conditional_before.search(before)):
            return Judgement("conditional", "cues.conditional", match.group())
        done = certain or self._done.search(left) or self._done.search(right)
        if context.is_plan and certain is None:
            return Judgement("planned", "document", "规划")
        if done is None and not counted and len(left) <= 2 and (match := self._wished.search(before)):
            return Judgement("wished", "cues.wished", match.group())
        return Judgement("done", "cues.done" if done else "", done.group() if done else "")


def _future(left: str, context: Context) -> re.Match[str] | None:
    """A year after the article's own."""
    match = _last(_YEAR, left)
    if match is None or context.year is None or int(match.group(1)) <= context.year:
        return None
    return match


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _any(expressions: Sequence[str], then: str = "") -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(expressions)}){then}")
