"""The words that the finder of events looks for: keywords, what hides one, and other senses of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consumers.tagging.events.cues import any_of
from consumers.tagging.events.rules import EventRule


@dataclass(frozen=True, slots=True)
class Term:
    """A keyword of its type, or what hides one (`masks` is then the reason).

    A `weak` one means the stage only with a project and a word that says it is done; one with `then` is a
    keyword only where this follows.
    """

    type: str
    masks: str | None = None
    weak: bool = False
    then: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class OtherSense:
    """Words near a keyword, and words touching it, that give it another sense."""

    near: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unnamed: re.Pattern[str] | None
    unnamed_before: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: EventRule) -> "OtherSense":
        return cls(
            near=_words(rule.other_sense_near),
            before=_expressions(rule.other_sense_before, r"\Z"),
            after=_expressions(rule.other_sense_after),
            unnamed=_expressions(rule.unnamed_needs_near),
            unnamed_before=_expressions(rule.unnamed_other_sense_before, r"\Z"),
        )


def _words(words: Sequence[str]) -> re.Pattern[str] | None:
    return any_of([re.escape(word) for word in words]) if words else None


def _expressions(expressions: Sequence[str], then: str = "") -> re.Pattern[str] | None:
    return any_of(expressions, then) if expressions else None


def terms_of(rules: Sequence[EventRule]) -> dict[str, Term]:
    """Every string of the automaton; what is a keyword anywhere is no mask."""
    terms: dict[str, Term] = {}
    for rule in rules:
        for reason, words in rule.masks.items():
            terms.update({word: Term(rule.type, masks=reason) for word in words})
    for rule in rules:
        terms.update({word: Term(rule.type) for word in rule.keywords})
        terms.update({word: Term(rule.type, weak=True) for word in rule.weak})
        for word, then in rule.followed_by.items():
            terms[word] = Term(rule.type, weak=True, then=re.compile(then))
    return terms
