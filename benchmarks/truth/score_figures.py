"""Figures: exact value, upper value, unit and modifier; the role is counted apart."""

from dataclasses import dataclass, field

from labels import Line, span_of
from tally import Tally
from units import UNLABELLED, amount

# Names for one role, by a word in them; the first that fits counts.
ROLE_WORDS = (
    ("总投资", "总投资"),
    ("概算", "总投资"),
    ("外资", "利用外资"),
    ("引资", "引资额"),
    ("协议", "引资额"),
    ("投资", "投资额"),
    ("出资", "投资额"),
    ("注册", "注册资本"),
    ("认缴", "注册资本"),
    ("建筑面积", "建筑面积"),
    ("建设规模", "建筑面积"),
    ("用地", "用地"),
    ("占地", "用地"),
    ("面积", "用地"),
    ("产值", "产值"),
    ("销售", "销售收入"),
    ("营业收入", "销售收入"),
    ("营收", "销售收入"),
    ("税", "税收"),
    ("预算收入", "财政收入"),
    ("产能", "产能"),
    ("年产", "产能"),
    ("产量", "产能"),
    ("装机", "产能"),
)

# The roles that a tagger should know; what else a figure is for (补助, 保证金 …) is labelled, not compared.
COMPARED_ROLES = frozenset(name for _word, name in ROLE_WORDS)


@dataclass
class FigureScore:
    exact: Tally = field(default_factory=Tally)
    roles: Tally = field(default_factory=Tally)

    def add(self, truth: Line, found: Line) -> None:
        taken: set[int] = set()
        for figure in found["figures"]:
            at = _label_at(truth, figure, taken)
            if at is None:
                self._count_extra(truth, figure)
                continue
            taken.add(at)
            self._compare(truth, truth["figures"][at], figure)
        for at, label in enumerate(truth["figures"]):
            if at not in taken and not label.get("optional"):
                self.exact.missed.append(_told(truth, label))

    def _count_extra(self, truth: Line, figure: Line) -> None:
        if amount(figure) is not None and figure["unit"] not in UNLABELLED and span_of(figure) is not None:
            self.exact.wrong.append(f"{_told(truth, figure)} is none")

    def _compare(self, truth: Line, label: Line, figure: Line) -> None:
        if same(label, figure):
            self.exact.right += not label.get("optional")
            self._compare_role(truth, label, figure)
        elif amount(figure) is not None and not label.get("optional"):
            self.exact.wrong.append(f"{_told(truth, figure)} for {_value(label)}")
            self.exact.missed.append(_told(truth, label))
        elif not label.get("optional"):
            self.exact.missed.append(_told(truth, label))

    def _compare_role(self, truth: Line, label: Line, figure: Line) -> None:
        if label.get("optional") or _role(label) not in COMPARED_ROLES:
            return
        if _role(label) == _role(figure):
            self.roles.right += 1
        elif figure.get("role") is None:
            self.roles.missed.append(f"{_told(truth, figure)}: no {label['role']}")
        else:
            self.roles.wrong.append(f"{_told(truth, figure)}: {figure.get('role')} for {label['role']}")


def same(label: Line, figure: Line) -> bool:
    return amount(label) == amount(figure) and _same_modifier(label, figure)


def _same_modifier(label: Line, figure: Line) -> bool:
    allowed = {label["modifier"], label.get("modifier_also", label["modifier"])}
    return bool(label.get("modifier_any")) or figure.get("modifier") in allowed


def _label_at(truth: Line, figure: Line, taken: set[int]) -> int | None:
    """The label that a figure is about: one it touches, an equal one first."""
    span = span_of(figure)
    if span is None:
        return None
    touched = []
    for at, label in enumerate(truth["figures"]):
        label_span = span_of(label)
        if at not in taken and label_span is not None and label_span.touches(span):
            touched.append(at)
    return min(touched, key=lambda at: not same(truth["figures"][at], figure), default=None)


def _role(figure: Line) -> str:
    role = str(figure.get("role"))
    return next((name for word, name in ROLE_WORDS if word in role), role)


def _told(truth: Line, figure: Line) -> str:
    start, end = figure.get("start") or 0, figure.get("end") or 0
    return f"{truth['id']} {truth['text'][max(0, start - 6) : end + 4]!r} {_value(figure)}"


def _value(figure: Line) -> str:
    high = f"..{figure['value_high']}" if figure.get("value_high") is not None else ""
    return f"{figure.get('modifier') or ''}{figure.get('value')}{high} {figure.get('unit')}"
