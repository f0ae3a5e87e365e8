"""The words around a keyword, cut where its clause and its sentence end."""

import re

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, PositiveInt

from consumers.tagging.text.prepared import Prepared, Span

_ENUMERATED = re.compile(r"\s*(?:[二三四五六七八九十]是|其[二三四五]|\([二三四五六七八九]\)|[②-⑨])")
_FIRST = re.compile(r"一是|其一|\(一\)|①|首先")
_SENTENCES_BACK = 8
_CONTINUES = re.compile(r"\s*(?:同时|此外|另外|与此同时)")


class Windows(BaseModel):
    """How many characters around a keyword are read, at most."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    left: PositiveInt = 60
    right: PositiveInt = 24
    before: PositiveInt = 300
    after: PositiveInt = 80
    other_sense: PositiveInt = 40


class Surroundings(Struct, frozen=True, gc=False):
    """`left` and `right` in its clause, `before` and `after` in the rest of its sentence.

    Of 一是…。二是…。 the words in front of 一是 belong to every sentence of the list. `continued` is the
    sentence that this one goes on with: 今年将建甲园。同时，竣工乙园。
    """

    hit: Span
    clause: Span
    sentence: Span
    left: str
    right: str
    before: str
    after: str
    continued: str = ""

    @classmethod
    def of(cls, text: Prepared, hit: Span, windows: Windows) -> "Surroundings":
        number = text.sentence_number(hit.start)
        sentence = text.sentences[number]
        clause = text.clause(hit.start)
        start = max(clause.start, sentence.start)
        before = text.chars[max(sentence.start, start - windows.before) : start]
        if _ENUMERATED.match(text.chars, sentence.start):
            before = _lead_of_list(text, number, windows.before) + before
        return cls(
            hit=hit,
            clause=clause,
            sentence=sentence,
            left=text.chars[max(start, hit.start - windows.left) : hit.start],
            right=text.chars[hit.end : min(clause.end, hit.end + windows.right)],
            before=before,
            after=text.chars[hit.end : min(sentence.end, hit.end + windows.after)],
            continued=_sentence_before(text, number, windows.before),
        )


def _sentence_before(text: Prepared, number: int, longest: int) -> str:
    sentence = text.sentences[number]
    if number == 0 or not _CONTINUES.match(text.chars, sentence.start):
        return ""
    earlier = text.sentences[number - 1]
    if "\n" in text.chars[earlier.start : sentence.start]:
        return ""
    return text.chars[max(earlier.start, earlier.end - longest) : earlier.end]


def _lead_of_list(text: Prepared, number: int, longest: int) -> str:
    for back in range(1, min(_SENTENCES_BACK, number) + 1):
        earlier = text.sentences[number - back]
        first = _FIRST.search(text.chars, earlier.start, min(earlier.end, earlier.start + longest))
        if first is not None:
            return text.chars[earlier.start : first.start()]
    return ""
