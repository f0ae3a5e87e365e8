"""What a later record says that an alert did not: pure. Words alone are no news, figures and names are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consumers.alerting.amounts import shown_amount
from consumers.alerting.model import Facts
from wire.identity import normalised

_LEAST_SHARE = 0.05
_MOST_PARTIES = 20
_MOST_AMOUNTS = 20


@dataclass(frozen=True, slots=True)
class Statement:
    """What a record says of an alert's project, in all its sentences on it together."""

    amounts: tuple[int, ...]
    parties: tuple[str, ...]
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """`lines` are for the reader; `facts` are those that the alert has from now on."""

    lines: tuple[str, ...]
    facts: Facts


def compare(known: Facts, said: Statement, other_source: str | None = None) -> Changes:
    """`other_source` names who says it when it is not the alert's own article: its word does not replace."""
    facts = dict(known)
    lines = [
        *_project(facts, said.project if other_source is None else None),
        *_amount(facts, said.amounts, other_source),
        *_parties(facts, said.parties),
    ]
    return Changes(tuple(lines), facts)


def complete(facts: Facts, said: Statement) -> Facts:
    """The facts of a new alert, with what its other sentences say: said again later, it is no news."""
    facts = dict(facts)
    known = _known_amounts(facts)
    others = [str(one) for one in said.amounts if not any(_close(one, other) for other in known)]
    if known and others:
        facts["other_amounts"] = list(dict.fromkeys(others))[:_MOST_AMOUNTS]
    if said.parties:
        tuple(_parties(facts, said.parties))
    return facts


def _project(facts: Facts, name: str | None) -> Iterable[str]:
    before = facts.get("project")
    if not name or normalised(name) == normalised(str(before or "")):
        return ()
    facts["project"] = name
    return (f"项目：{before} → {name}",) if before else (f"项目：{name}（此前未提及）",)


def _amount(facts: Facts, amounts: Sequence[int], other_source: str | None) -> Iterable[str]:
    known = _known_amounts(facts)
    if not amounts or any(_close(one, other) for one in amounts for other in known):
        return ()
    new, before = max(amounts), facts.get("amount_cny")
    if not isinstance(before, int):
        facts["amount_cny"] = new
        return (f"金额：{shown_amount(new)}（此前未提及）",)
    if other_source is not None:
        others = [*_texts(facts.get("other_amounts")), str(new)]
        facts["other_amounts"] = list(others[-_MOST_AMOUNTS:])
        return (f"另一来源（{other_source}）所称金额为{shown_amount(new)}，此前为{shown_amount(before)}",)
    facts["amount_cny"] = new
    return (f"金额：{shown_amount(before)} → {shown_amount(new)}",)


def _parties(facts: Facts, parties: Sequence[str]) -> Iterable[str]:
    known = _texts(facts.get("parties"))
    new = [party for party in parties if not any(_same_name(party, other) for other in known)]
    new = list(dict.fromkeys(new))[: max(_MOST_PARTIES - len(known), 0)]
    if not new:
        return ()
    facts["parties"] = [*known, *new]
    return (f"新增参与方：{'、'.join(new)}",)


def _known_amounts(facts: Facts) -> list[int]:
    own = facts.get("amount_cny")
    others = [int(text) for text in _texts(facts.get("other_amounts"))]
    return [own, *others] if isinstance(own, int) else others


def _close(one: int, other: int) -> bool:
    return abs(one - other) < _LEAST_SHARE * other


def _same_name(one: str, other: str) -> bool:
    """北岭新材料 is 江苏北岭新材料有限公司."""
    short, long = sorted((normalised(one), normalised(other)), key=len)
    return short in long


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
