"""What a figure is about: the nearest label to its left in the clause, or the one right behind it."""

import re
from dataclasses import dataclass

from consumers.tagging.figures.amounts import Amount
from consumers.tagging.figures.role_labels import (
    AT_END,
    CAPACITY,
    COMPANIES,
    CONVERSION,
    IN_FRONT,
    INVESTED,
    PER_UNIT,
    PROJECTS,
    THRESHOLD_ROLE,
    TOTAL,
)
from consumers.tagging.figures.units import UNITS
from consumers.tagging.text.prepared import Prepared

__all__ = ["AMOUNT_ROLES", "THRESHOLD_ROLE", "TOTAL", "Roles"]

AMOUNT_ROLES = (TOTAL, "协议引资", INVESTED)  # what an event's amount may be, the best first
_NEAR, _BESIDE = 25, 6
_KINDS = {unit.name: unit.kind for unit in UNITS.values()}

_LIST = re.compile(
    r"[、和及与/到至]|分别|调整|变[成为更]|[增扩提升减降压缩高长大][^,;。]{0,2}为|\(?(?:约?合|折合|即|其中)"
)
_AMONG = re.compile(r"[,;:(]?\s?(?:其中|含|包括)")
_NEXT_PRODUCT = re.compile(r"[,;、](?:其中)?[一-鿿]{1,8}(?:达到?|为)?约?")
_PER = re.compile(r"\s?(?:/|每(?:亩|吨|人|户|平方米|年|月|台))")
_PER_TIME = re.compile(r"\s?/(?:年|日|天|月|小时|[adh]\b)")
_PER_HEAD = re.compile(r"(?:[人户]均|每[百千万]?[人户])[^,;。:\n\d]{0,20}\Z")
_NEXT_PHASE = re.compile(
    r"[^。\n]{0,20}[,;、](?:其中)?(?:项目)?[一二三四五六1-6]期(?:工程|项目)?(?:为|约|达到?)?\s?"
)
_BEHIND_PROJECTS = re.compile(r"(?:项目|工程)(?:达到?|共计?|累计|总计|数|\()?\s?\Z")
_PROJECTS_AHEAD = re.compile(
    r"(?!乡|镇|县|市(?!级)|区(?!级)|省(?!级)|街道|村|部门|单位|国家|地区|方面|批次|标段|月|季度|工作日|小时)"
    r"[^,;。:\n、]{0,12}?(?:项目|工程)"
)
_COMPANIES = re.compile(r"[^,;。:\n、]{0,8}?(?:企业|公司)")
_BEHIND_COMPANIES = re.compile(r"(?:企业|公司)(?:达到?|共计?|累计|总计|数)?\s?\Z")
_OF_PROJECTS = re.compile(
    r"的?[^,;。:\n、\d]{0,10}?(?:项目|工程|企业)(?P<counted>[^,;。:\n]{0,4}\d+\s?[个项宗家])?"
)
_COUNTED_BEFORE = re.compile(r"[个项宗家批]的?(?:总?投资额?)?(?:超过?|过|突破)?\Z")


@dataclass(slots=True)
class _Last:
    """The figure before, and the role that it got."""

    unit: str
    end: int
    role: str | None


class Roles:
    """Gives the figures of one text their roles, in their order."""

    def __init__(self, text: Prepared) -> None:
        self._text = text
        self._chars = text.chars
        self._taken: dict[int, tuple[int, str]] = {}
        self._last: _Last | None = None

    def of(self, amount: Amount) -> tuple[str | None, bool]:
        """The role, and whether the figure is worth telling: counts are only with a role."""
        kind = _KINDS[amount.unit]
        if kind == "entity":
            role = self._of_entities(amount)
            return role, role is not None
        role = self._role(kind, amount)
        self._last = _Last(amount.unit, amount.end, role)
        return role, kind != "thing" or role is not None

    def _of_entities(self, amount: Amount) -> str | None:
        before = self._chars[max(amount.start - 8, 0) : amount.start]
        if amount.unit == "家":
            is_company = _COMPANIES.match(self._chars, amount.end) or _BEHIND_COMPANIES.search(before)
            return COMPANIES if is_company else None
        is_project = _PROJECTS_AHEAD.match(self._chars, amount.end) or _BEHIND_PROJECTS.search(before)
        return PROJECTS if is_project else None

    def _role(self, kind: str, amount: Amount) -> str | None:
        if kind == "money":
            if _PER.match(self._chars, amount.end):
                return PER_UNIT
            if self._is_threshold(amount):
                return THRESHOLD_ROLE
        elif kind == "area":
            if _PER_HEAD.search(self._chars[max(amount.start - _NEAR, 0) : amount.start]):
                return PER_UNIT
        elif _PER_TIME.match(self._chars, amount.end):
            return CAPACITY
        return self._in_front(kind, amount) or self._behind(kind, amount) or self._goes_on(kind, amount)

    def _is_threshold(self, amount: Amount) -> bool:
        """5个超10亿元项目, 亿元以上项目158个; but 总投资超10亿元的甲项目 says what one project costs."""
        if amount.modifier != ">=":
            return False
        of_projects = _OF_PROJECTS.match(self._chars, amount.stop)
        if of_projects is None:
            return False
        before = self._chars[max(amount.start - 10, 0) : amount.start]
        is_floor = self._chars.endswith("以上", 0, amount.stop)
        is_labelled = IN_FRONT["money"].pattern.search(before) is not None
        return bool(is_floor or of_projects["counted"] or _COUNTED_BEFORE.search(before) or not is_labelled)

    def _in_front(self, kind: str, amount: Amount) -> str | None:
        labels = IN_FRONT[kind]
        clause = self._text.clause(amount.start)
        label = None
        for match in labels.pattern.finditer(
            self._chars, max(clause.start, amount.start - _NEAR), amount.start
        ):
            if labels.role(match) != CONVERSION or self._is_converted(match.start()):
                label = match
        if label is None:
            return None
        previous, role = self._taken.get(label.start(), (None, labels.role(label)))
        if previous is not None and not _LIST.search(self._chars, previous, amount.start):
            return None
        self._taken[label.start()] = amount.end, role
        return role

    def _is_converted(self, position: int) -> bool:
        """约合 behind a figure tells it again; in 总投资约合3亿元 it is only 约."""
        return self._last is not None and position - self._last.end <= _BESIDE

    def _behind(self, kind: str, amount: Amount) -> str | None:
        labels = AT_END[kind]
        match = labels.pattern.match(self._chars, amount.stop)
        return None if match is None else labels.role(match)

    def _goes_on(self, kind: str, amount: Amount) -> str | None:
        """总投资10亿元，其中一期3亿元; 厂房3万平方米，二期2万; 汽车产量178万辆，其中新能源54万辆；粗钢…"""
        last = self._last
        if last is None or last.unit != amount.unit or last.role is None:
            return None
        if _AMONG.match(self._chars, last.end) and self._clauses_between(last.end, amount.start) <= 1:
            return INVESTED if last.role == TOTAL else last.role
        if kind == "area" and _NEXT_PHASE.fullmatch(self._chars, last.end, amount.start):
            return last.role
        if kind in ("measure", "thing") and _NEXT_PRODUCT.fullmatch(self._chars, last.end, amount.start):
            return last.role
        return None

    def _clauses_between(self, end: int, start: int) -> int:
        return sum(self._chars.count(mark, end, start) for mark in ",;。\n")
