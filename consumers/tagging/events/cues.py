"""The words of events.yaml that tell whether something happened: regular expressions over folded text."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _checked(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as exc:
        raise ValueError(f"{expression!r} is no regular expression: {exc}") from exc
    return expression


Expression = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_checked)]


class Cues(BaseModel):
    """Those of what did not happen, of what shall, of what did, and of what is no statement at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # no statement
    attributive_after: list[Expression]
    saying_after: list[Expression]
    saying_before: list[Expression]
    slogan_after: list[Expression]
    defined: list[Expression]
    general: list[Expression]
    kind_before: list[Expression]
    question: list[Expression]
    # negated
    double_negated: list[Expression]
    negated: list[Expression]
    negated_verbs: list[Expression]
    negated_after: list[Expression]
    off_schedule: list[Expression]
    off_schedule_after: list[Expression]
    distance_before: list[Expression]
    distance_after: list[Expression]
    # planned, conditional, wished
    planned: list[Expression]
    planned_after: list[Expression]
    inherited: list[Expression]
    conditional_before: list[Expression]
    conditional_after: list[Expression]
    accompanied: list[Expression]
    policy_before: list[Expression]
    policy_after: list[Expression]
    came_true: list[Expression]
    wished: list[Expression]
    striven: list[Expression]
    wished_touching: list[Expression]
    # done
    done: list[Expression]
    certain: list[Expression]
    past: list[Expression]
    past_after: list[Expression]
    # headings and sentences that govern what follows
    opens_future: list[Expression]
    opens_past: list[Expression]
    turns_future: list[Expression]
    turns_past: list[Expression]


def any_of(expressions: Sequence[str], then: str = "", before: str = "") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{'|'.join(expressions)}){then}")


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
