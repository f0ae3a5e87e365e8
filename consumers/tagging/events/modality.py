"""Did it happen? The words around a keyword decide: negated, planned, conditional, wished, or done."""

import re

from msgspec import Struct

from consumers.tagging.events.cues import Cues, any_of, last_match
from consumers.tagging.events.surroundings import Surroundings
from wire.messages import EventState

# 计划建设三条线的甲项目: the plan is told of the lines, and what follows of the project.
_RELATIVE = re.compile(
    r"(?:投资|建设|用地|占地|引进|生产|投产|达产|开工|动工|竣工|完工|建成|购置|新建|形成|打造|实施|推进)[^,;]*的[^,;的]{3,}\Z"
)

_DONE_BY = re.compile(r"已经?[于在][^,;的将拟]{0,10}\Z")  # 已在国庆节前封顶
_CLOSES = ("已", "实际")
_IN_TIME = ("赶在", "抢在")
_UNTIL = ("到20", *_IN_TIME)
# 已推动21个项目开工、8个投产: what they did is told, and how often.
_PUSHED = re.compile(
    r"(?:已经?|累计|先后|成功)(?:推动|推进|促进|促成|助推|帮助|协助|支持|助力)了?[^,;]{0,8}\d[^,;]*\Z"
)
# 甲预计9月底封顶;乙厂房全部封顶: what is expected of one project says nothing of the next.
_OF_ITS_OWN = re.compile(
    r"(?:预计|有望)[^,;]{0,14}(?:封顶|竣工|完工|建成|投产|达产|开工|签约|投用|投运);(?!.*(?:预计|有望))"
)
# 推动总投资18亿元的甲项目投产: what is told of it is what it costs, and no more.
_WHAT_IT_COSTS = re.compile(r"\A(?:总投资|投资|占地|用地|年产)[^,;的]{1,12}的")
_SUM_TO_COME = re.compile("(?<![去近这前])[两二三]年累计")  # 三年累计开工60个, in a plan
_TO_COME = re.compile("[可将]|(?<![产性功储节智动职])能(?![源量耗级力])|预计|有望|力争")
_PARTS_OF_YEAR = ("季度", "半年")
_NEAR = 1  # to a date, to be about it


class Judgement(Struct, frozen=True, gc=False):
    """`cue` is the text that decided, `rule` what it is a cue of; empty where only the keyword speaks."""

    state: EventState
    rule: str = ""
    cue: str = ""


class Beyond(Struct, frozen=True, gc=False):
    """What lies beyond the sentence: `future` says which rule and words make everything here a plan.

    `date` is the date told of the keyword, and `is_future` whether it lies after the article's own, which is
    known if that `is_dated`; `running` is told of a time that is not over. `past` are the words of
    the heading under which stands what has been; `is_over`, where this is told of a year that has ended.
    """

    future: tuple[str, str] | None = None
    date: str = ""
    running: str = ""
    is_future: bool = False
    past: str = ""
    is_dated: bool = False
    is_over: bool = False

    def dates(self, left: str, before: str) -> bool:
        """Whether what is over stands in front of the keyword in its clause, or is the clause before it."""
        if not self.date or self.is_future:
            return False
        return self.date in left or before.endswith((self.date, f"{self.date},"))


class Modality:
    def __init__(self, cues: Cues) -> None:
        self._double_negated = any_of(cues.double_negated)
        self._negated = any_of(cues.negated, r"(?:[按在][^,;]{1,12}的[^,;的]{1,4})?[^,;的已后]{0,9}\Z")
        self._negated_verbs = any_of(cues.negated_verbs, r"(?:了?原定的?|了)?[^,;的已后]{0,5}\Z")
        self._negated_after = any_of(cues.negated_after)
        self._off_schedule = any_of(cues.off_schedule)
        self._off_schedule_after = any_of(cues.off_schedule_after)
        self._distance_before = any_of(cues.distance_before, r"[^,;]{0,4}\Z")
        self._distance_after = any_of(cues.distance_after)
        self._planned = any_of(cues.planned)
        self._planned_after = any_of(cues.planned_after)
        self._inherited = any_of(cues.inherited)
        self._conditional_after = any_of(cues.conditional_after)
        self._conditional_before = any_of(cues.conditional_before)
        self._accompanied = any_of(cues.accompanied)
        self._policy_before = any_of(cues.policy_before)
        self._policy_after = any_of(cues.policy_after)
        self._came_true = any_of(cues.came_true)
        self._wished = any_of(cues.wished, "(?!了)")
        self._striven = any_of(cues.striven)
        self._wished_touching = any_of(cues.wished_touching, r"\Z")
        self._done = any_of(cues.done)
        self._certain = any_of(cues.certain)
        self._opening = any_of(cues.certain, before=r"\A\W*")
        self._past = any_of(cues.past)
        self._past_after = any_of(cues.past_after)

    def judge(self, around: Surroundings, beyond: Beyond, *, counted: bool) -> Judgement:
        """The state of the statement; what speaks in the clause comes before what governs it from afar.

        What is `counted` is no longer wished by a clause before it (推动楼宇去化，签约项目16个).
        """
        return (
            self._negation(around)
            or self._striving(around.left)
            or self._own_plan(around, beyond)
            or self._condition(around, beyond)
            or self._wish(around.left)
            or self._from_afar(around, beyond, counted=counted)
        )

    def _negation(self, around: Surroundings) -> Judgement | None:
        left, right = around.left, around.right
        if self._double_negated.search(left):
            return None
        match = self._negated.search(left) or self._negated_verbs.search(left)
        if match is None:
            match = self._negated_after.match(around.after)
        start = last_match(self._off_schedule, left)
        if match is None and start is not None and not self._is_closed(left[start.end() :]):
            after = self._off_schedule_after.search(around.after)
            return Judgement("negated" if after else "planned", "cues.off_schedule", start.group())
        if match is None and self._distance_after.match(right):
            match = self._distance_before.search(left)
        return Judgement("negated", "cues.negated", match.group()) if match else None

    def _striving(self, left: str) -> Judgement | None:
        match = last_match(self._striven, left)
        if match is None or self._is_closed(left[match.end() :]):
            return None
        return Judgement("wished", "cues.striven", match.group())

    def _own_plan(self, around: Surroundings, beyond: Beyond) -> Judgement | None:
        if _DONE_BY.search(around.left):
            return None
        cues = [cue for cue in self._planned.finditer(around.left) if not _has_come(cue, beyond)]
        match = cues[-1] if cues else None
        if match is not None and self._is_closed(around.left[match.end() :]):
            match = None
        match = match or self._planned_after.match(around.right)
        if match is not None:
            return Judgement("planned", "cues.planned", match.group())
        is_ahead = beyond.is_future and self._past_after.match(around.after) is None
        return Judgement("planned", "date", beyond.date) if is_ahead else None

    def _is_closed(self, tail: str) -> bool:
        """Whether a cue no longer reaches the keyword: 计划明年投产的甲项目昨日开工."""
        if _RELATIVE.search(tail):
            return True
        certain = last_match(self._certain, tail)
        return certain is not None and (
            certain.group().startswith(_CLOSES) or "的" in tail[: certain.start()]
        )

    def _condition(self, around: Surroundings, beyond: Beyond) -> Judgement | None:
        match = self._conditional_after.match(around.right)
        is_dated = beyond.dates(around.left, around.before)
        is_told = is_dated or self._is_told(around) or self._has_come_true(around, beyond)
        match = None if is_told else match
        match = match or self._conditional_before.search(around.left) or self._accompanies(around)
        if match is None and self._policy_after.match(around.after):
            match = self._policy_before.search(around.left)
        return Judgement("conditional", "cues.conditional", match.group()) if match else None

    def _accompanies(self, around: Surroundings) -> re.Match[str] | None:
        """随着甲项目投产，地位将提升: a circumstance of something else tells nothing that is certain."""
        match = last_match(self._accompanied, around.left)
        if match is None or self._certain.search(around.left, match.end()):
            return None
        behind = around.after[len(around.right) :]
        has_come = self._certain.search(behind) or self._past.search(behind)
        return None if has_come and not self._planned.search(behind) else match

    def _is_told(self, around: Surroundings) -> bool:
        """签约后不到百日即开工, 去年底签约时约定两年达产: the words around tell that it came."""
        return bool(
            self._outcome(around) or self._past.search(around.left) or self._certain.search(around.left)
        )

    def _outcome(self, around: Surroundings) -> re.Match[str] | None:
        """建成后一直闲置: what came of it."""
        match = self._conditional_after.match(around.right)
        return self._came_true.match(around.after, match.end()) if match else None

    def _has_come_true(self, around: Surroundings, beyond: Beyond) -> bool:
        """投产后人均产出提高四成, in a review."""
        return bool(beyond.past) and _TO_COME.search(around.after) is None

    def _wish(self, left: str) -> Judgement | None:
        match = self._wished_touching.search(left)
        if match is None:
            if _PUSHED.search(left):
                return None
            match = last_match(self._wished, left)
            tail = _WHAT_IT_COSTS.sub("", left[match.end() :]) if match else ""
            if match is None or self._is_over(tail):  # 加快建设的项目已投产
                return None
        return Judgement("wished", "cues.wished", match.group())

    def _is_over(self, tail: str) -> bool:
        certain = last_match(self._certain, tail)
        # 推动已达成意向的甲项目签约: what is certain is the intent.
        is_told = certain is not None and "的" not in tail[certain.end() :]
        return is_told or _RELATIVE.search(tail) is not None

    def _from_afar(self, around: Surroundings, beyond: Beyond, *, counted: bool) -> Judgement:
        left, before = around.left, around.before
        if beyond.running.endswith(_PARTS_OF_YEAR):  # 上半年 in February
            left, before = left.replace(beyond.running, ""), before.replace(beyond.running, "")
        certain = (
            self._certain.search(left) or self._past.search(left) or self._past_after.match(around.after)
        )
        if certain and beyond.future and _SUM_TO_COME.search(left):
            certain = None
        if certain is None and not beyond.dates(left, before):
            if governing := self._governing(before):
                return governing
            is_past = self._past.search(before) and not _SUM_TO_COME.search(before)
            if beyond.future is not None and not is_past:
                return Judgement("planned", *beyond.future)
        done = (
            certain
            or self._done.search(left)
            or self._done.match(around.right)
            or self._opening.match(before)
            or self._outcome(around)
        )
        if (
            done is None
            and not counted
            and len(left) <= 2
            and (match := self._wished.search(before.rpartition(";")[2]))
        ):
            return Judgement("wished", "cues.wished", match.group())
        if done is None and (governing := self._governing(around.continued)):
            return governing
        if done is not None:
            return Judgement("done", "cues.done", done.group())
        return _as_told(beyond)

    def _governing(self, before: str) -> Judgement | None:
        """What the clauses before leave open, unless a later one has told what is."""
        match = last_match(self._inherited, before)
        if match is not None and _OF_ITS_OWN.match(before, match.start()):
            match = None
        if match is not None and not self._certain.search(before, match.end()):
            if self._striven.fullmatch(match.group()):
                return Judgement("wished", "cues.striven", match.group())
            return Judgement("planned", "cues.inherited", match.group())
        match = last_match(self._conditional_before, before)
        if match is not None and not self._certain.search(before, match.end()):
            return Judgement("conditional", "cues.conditional", match.group())
        return None


def _has_come(cue: re.Match[str], beyond: Beyond) -> bool:
    """今年6月底前 in July, 国庆前 in October, 直到2020年, 年内 in a review: what is told of a time that is
    over is no plan.
    """
    if beyond.is_over and cue.group().endswith("内"):
        return _TO_COME.match(cue.string, cue.end()) is None
    if not beyond.is_dated or not beyond.date or beyond.is_future:
        return False
    if not (cue.group().startswith(_UNTIL) or cue.group().endswith("前")):
        return False
    if cue.group().endswith(_IN_TIME):
        return True
    date = cue.string.rfind(beyond.date)
    return date >= 0 and date <= cue.end() + _NEAR and date + len(beyond.date) >= cue.start() - _NEAR


def _as_told(beyond: Beyond) -> Judgement:
    """Done, as nothing around the keyword says otherwise."""
    if beyond.date:
        return Judgement("done", "date", beyond.date)
    return Judgement("done", "heading", beyond.past) if beyond.past else Judgement("done")
