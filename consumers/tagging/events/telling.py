"""Which statements of an article are told, each once, and which are held back; pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from consumers.tagging.events.statements import Findings, Held, Statement
from wire.messages import EventState

NO_SUBJECT, GOAL = "subject", "cues.striven"
_WITH_CEREMONIES = ("签约", "开工")
MAX_EVENTS, MAX_HELD_BACK = 200, 1_000
_REASONS: dict[EventState, str] = {
    "planned": "计划", "conditional": "条件", "wished": "愿望", "negated": "否定",
}  # fmt: skip


def told(findings: Findings) -> Findings:
    """Each statement once, without those told more precisely; what is no news is held back."""
    first: dict[tuple[str, EventState, int, str | None, int | None, date | None], Statement] = {}
    held = list(findings.held)
    for statement in findings.statements:
        if reason := _held_reason(statement):
            held.append(_held(statement, reason))
        moment = None if statement.project or statement.moment is None else statement.moment.first
        key = (*_said(statement), statement.project, statement.aggregate, moment)
        if _is_told(statement):
            first.setdefault(key, statement)
    held.sort(key=lambda one: one.hit.start)
    statements = _without_repeated(_without_vaguer(list(first.values())))
    return Findings(statements[:MAX_EVENTS], held[:MAX_HELD_BACK])


def _without_repeated(statements: Sequence[Statement]) -> list[Statement]:
    """One for each stage of a project, however often it is told: the first that a cue or a date proves.

    Of a signing or a beginning what names no project goes, where the same stage is told of one before it
    (市长出席签约仪式), unless it has a time of its own.
    """
    best: dict[tuple[str, EventState, str], Statement] = {}
    named: dict[tuple[str, EventState], list[Statement]] = defaultdict(list)
    for one in statements:
        if one.project is None:
            continue
        key = (one.type, one.state, one.project)
        named[key[:2]].append(one)
        known = best.setdefault(key, one)
        if known.aggregate is None and (one.aggregate or (one.cue and not known.cue)):
            best[key] = one
    return [one for one in statements if _is_new(one, best, named)]


def _is_new(
    one: Statement,
    best: Mapping[tuple[str, EventState, str], Statement],
    named: Mapping[tuple[str, EventState], Sequence[Statement]],
) -> bool:
    if one.project is not None:
        return best[one.type, one.state, one.project] is one
    before = [other for other in named.get((one.type, one.state), ()) if other.hit.start < one.hit.start]
    is_ceremony = one.type in _WITH_CEREMONIES and bool(before)
    return one.aggregate is not None or not is_ceremony or _has_own_time(one, before)


def _has_own_time(one: Statement, others: Sequence[Statement]) -> bool:
    moment = one.moment
    return moment is not None and not any(
        other.moment and other.moment.first <= moment.last and moment.first <= other.moment.last
        for other in others
    )


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
    """What did not happen is told only of a project or of counted ones; a bare wish is a slogan.

    力争竣工20个 is a goal, 推动20个项目开工 is what they always say.
    """
    if statement.state == "done" or statement.project is not None:
        return True
    return statement.aggregate is not None and (statement.state != "wished" or statement.rule == GOAL)


def _held(statement: Statement, reason: str) -> Held:
    rule = NO_SUBJECT if statement.state == "done" else statement.rule
    return Held(statement.keyword, statement.type, reason, rule, statement.cue, statement.hit)


def _held_reason(statement: Statement) -> str | None:
    if statement.state == "done":
        return None if statement.project or statement.aggregate else "无项目"
    return _REASONS[statement.state]
