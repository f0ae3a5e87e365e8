"""Whether a keyword says anything about a project: not in 签约手续, a slogan, a quoted word or a question."""

import re

from msgspec import Struct

from consumers.tagging.events.cues import Cues, any_of
from consumers.tagging.events.surroundings import Surroundings
from consumers.tagging.text.prepared import Prepared

_QUOTED_WORDS = 14  # what is longer is somebody speaking
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_COUNTS = re.compile(r"了?[\d一二两三四五六七八九十]+[个家项]")
# 签约、开工、投产等情况: what the last of a list is said of, is said of all.
_STAGE = (
    "签约|拿地|开竣?工|动工|封顶|竣工|完工|建成|试?投产|达[产效]|投用|落地|落户|入[库统规]|纳统|储备|洽谈|谋划|建设"
    "|入驻|运营|见效|验收"
)
_LISTED = re.compile(
    rf"(?:(?:[、和与及到至]|以及|直至)?(?:{_STAGE})){{0,6}}等?(?:各项?|全|主要|关键|不同)?(?:[“「][一二三四五\d]+[张个项份])?"
)
_KIND_AFTER = re.compile(r"(?:验收|投产|投用|建设|落地)?(?:的(?!\d)|项目|工程|企业)")
_IS_TOLD = re.compile(r"项目|工程|基地|园|厂|线|已|[只仅]用|用了")


class NoStatement(Struct, frozen=True, gc=False):
    """Why a keyword is held back, the rule and the words that decided."""

    reason: str
    rule: str
    cue: str


class Sense:
    def __init__(self, cues: Cues) -> None:
        self._attributive_after = any_of(cues.attributive_after)
        self._saying_after = any_of(cues.saying_after)
        self._saying_before = any_of(cues.saying_before, r"\Z")
        self._slogan_after = any_of(cues.slogan_after)
        self._question = any_of(cues.question)
        self._defined = any_of(cues.defined)
        self._general = any_of(cues.general)
        self._kind_before = any_of(cues.kind_before, r"[^,;。\d去今昨]{0,6}\Z")
        self._certain = any_of(cues.certain)

    def no_statement(self, text: Prepared, around: Surroundings) -> NoStatement | None:
        if match := self._attributive(text.chars, around.hit.end):
            return NoStatement("其他义项", "cues.attributive_after", match.group())
        if match := self._saying_after.match(text.chars, around.hit.end):
            return NoStatement("口号", "cues.saying_after", match.group())
        if match := self._saying_before.search(around.left):
            return NoStatement("口号", "cues.saying_before", match.group())
        if quoted := _quoted(text, around):
            return NoStatement("口号", "quoted", quoted)
        return self._of_a_kind(around) or self._asked(text, around)

    def _of_a_kind(self, around: Surroundings) -> NoStatement | None:
        """What is said of a term, or of every project."""
        if match := self._general.search(around.left) or self._general.search(around.right):
            return NoStatement("其他义项", "cues.general", match.group())
        if (match := self._kind_before.search(around.left)) and _KIND_AFTER.match(around.right):
            return NoStatement("其他义项", "cues.kind_before", match.group())
        if match := self._defined.search(around.before + around.left) or self._defined.search(around.after):
            return NoStatement("其他义项", "cues.defined", match.group())
        return None

    def _attributive(self, chars: str, end: int) -> re.Match[str] | None:
        if match := self._attributive_after.match(chars, end):
            return match
        listed = _LISTED.match(chars, end)
        return listed and self._attributive_after.match(chars, listed.end())

    def slogan(self, text: Prepared, around: Surroundings) -> NoStatement | None:
        """签约即供地: what tells of no project in particular, nor that it was."""
        match = self._slogan_after.match(text.chars, around.hit.end)
        if match is None or self._certain.search(around.left):
            return None
        return NoStatement("口号", "cues.slogan_after", match.group())

    def _asked(self, text: Prepared, around: Surroundings) -> NoStatement | None:
        match = self._question.search(around.left)
        if match is not None:
            return NoStatement("疑问", "cues.question", match.group())
        if text.chars[around.clause.end : around.clause.end + 1] == "?":
            return NoStatement("疑问", "cues.question", "?")
        return None


def _quoted(text: Prepared, around: Surroundings) -> str | None:
    """The few words between the quotation marks that the keyword stands in."""
    opening = max(text.chars.rfind(mark, around.sentence.start, around.hit.start) for mark in _QUOTES)
    if opening < 0:
        return None
    closing = text.chars.find(_QUOTES[text.chars[opening]], opening)
    if closing < around.hit.end or closing - opening > _QUOTED_WORDS:
        return None
    if _COUNTS.match(text.chars, closing + 1):  # “云签约”9个项目
        return None
    words = text.chars[opening : closing + 1]
    return None if _IS_TOLD.search(words) else words
