"""The details of a statement: its amount, area and parties, and how much of its sentence is shown."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter

from msgspec import Struct

from consumers.tagging.events.statements import Statement
from consumers.tagging.figures.finding import Amount
from consumers.tagging.figures.role_labels import COMPANIES, CONVERSION, PROJECTS, THRESHOLD_ROLE
from consumers.tagging.figures.roles import AMOUNT_ROLES, TOTAL
from consumers.tagging.figures.units import UNITS
from consumers.tagging.names.parties import PartyFinder
from consumers.tagging.text.prepared import Prepared, Span, starting_within

MAX_SENTENCE, MAX_PARTIES, MAX_FIGURES = 300, 8, 8
_CURRENCIES = frozenset(unit.name for unit in UNITS.values() if unit.kind == "money") - {"CNY"}
_start = attrgetter("start")
_SQUARE_METRES_PER_MU = Decimal(2000) / 3
_AREA_ROLES = ("占地", "用地", "建筑面积", "厂房", None)
# A next sentence that begins so still speaks of the same project.
_GOES_ON = re.compile(
    r"\s*(?:据悉|据了解|据介绍)?[,:]?"
    r"(?:(?:该|此|这一|这个)(?:项目|工程|基地|产业园)"
    # 总投资5亿元的乙项目 begins to speak of another
    r"|(?:[一-鿿]{2,4})?(?:计划|预计)?(?:总投资|总?占地)(?!(?:额|规模|面积)?[^,;。]{1,16}的(?!该|这)))"
)
# An area told in a clause of its own: 占地50亩, but not 新建高标准农田3万亩.
_OF_SITE = re.compile(
    r"\s*(?:其中|该|项目|工程|园区|厂区|基地|规划|计划|预计|设计|[一二三]期|新建|新增|总|净)*"
    r"(?:占地|用地|建筑|建设|厂房|面积|\d)"
)
_OF_OTHERS = frozenset({THRESHOLD_ROLE, PROJECTS, COMPANIES})  # counts, where they stand in other clauses


class Details(Struct, frozen=True):
    amount_cny: int | None
    area_m2: float | None
    figures: list[Amount]
    parties: list[str]


def details(
    statement: Statement,
    text: Prepared,
    amounts: Sequence[Amount],
    parties: PartyFinder,
    places: Sequence[Span],
    *,
    alone: bool,
) -> Details:
    """What is said of the statement's project: in its clause, and, where it is `alone`, around it.

    Where a sentence speaks of several projects, an amount outside the clause could be another's.
    """
    shown = shown_span(statement)
    own = _own(statement, text, amounts)
    converted = _conversion_behind(own, amounts)
    near = own
    if alone:
        following = _following(statement, text)
        near = starting_within(amounts, text.part(statement.hit.start, statement.sentence))
        near += starting_within(amounts, following) if following else []
        if statement.project:
            near = [amount for amount in near if amount in own or amount.role not in _OF_OTHERS]
    told_of = text.part(statement.hit.start, shown) if alone else text.clause(statement.hit.start)
    of_site = [one for one in near if _OF_SITE.match(text.chars, text.clause(one.start).start)]
    return Details(
        amount_cny=_amount(statement, [*own, *converted]) or _amount(statement, near),
        area_m2=_area(statement, own) or _area(statement, of_site),
        figures=near[:MAX_FIGURES],
        parties=parties.find(text, told_of, places)[:MAX_PARTIES],
    )


def shown_span(statement: Statement) -> Span:
    """The sentence, or as much of a long one as fits around the keyword."""
    sentence, hit = statement.sentence, statement.hit
    if sentence.end - sentence.start <= MAX_SENTENCE:
        return sentence
    start = max(sentence.start, min(hit.start - MAX_SENTENCE // 2, sentence.end - MAX_SENTENCE))
    return Span(start, min(start + MAX_SENTENCE, sentence.end))


def _own(statement: Statement, text: Prepared, amounts: Sequence[Amount]) -> list[Amount]:
    """Those of its clause, and of the clause before in which its project is named."""
    clause = text.clause(statement.hit.start)
    own = starting_within(amounts, clause)
    if statement.project is None:
        return own
    named = text.chars.rfind(statement.project, statement.sentence.start, clause.start)
    return [*starting_within(amounts, text.clause(named)), *own] if named >= 0 else own


def _following(statement: Statement, text: Prepared) -> Span | None:
    """The next sentence, or the one after it, where it goes on about the project in the same paragraph."""
    first = text.sentence_number(statement.sentence.start) + 1
    for sentence in text.sentences[first : first + 2]:
        if "\n" in text.chars[statement.sentence.end : sentence.start]:
            return None
        if _GOES_ON.match(text.chars, sentence.start):
            return sentence
    return None


def _conversion_behind(own: Sequence[Amount], amounts: Sequence[Amount]) -> list[Amount]:
    """总投资3000万美元，约合2.1亿元: the second sum stands in a clause of its own."""
    if not own or own[-1].unit == "CNY":
        return []
    behind = bisect_right(amounts, own[-1].start, key=_start)
    return [amount for amount in amounts[behind : behind + 1] if amount.role == CONVERSION]


def _amount(statement: Statement, amounts: Sequence[Amount]) -> int | None:
    """The nearest amount of the best role, in whole yuan."""
    in_yuan = list(_in_yuan(amounts))
    for role in AMOUNT_ROLES:
        of_role = [amount for told, amount in in_yuan if told == role]
        if of_role:
            if role == TOTAL and len(of_role) > 1 and "、" in (statement.project or ""):
                return None  # 总投资3亿元的甲项目、总投资5亿元的乙项目
            best = min(of_role, key=lambda amount: _distance(statement, amount))
            return int(best.value.quantize(Decimal(1), ROUND_HALF_UP))
    return None


def _in_yuan(amounts: Sequence[Amount]) -> Iterator[tuple[str | None, Amount]]:
    """Sums in yuan with their roles; what a foreign sum is converted to has that one's."""
    before: Amount | None = None
    for amount in amounts:
        if amount.unit == "CNY":
            is_converted = amount.role == CONVERSION and before is not None and before.unit in _CURRENCIES
            yield before.role if before is not None and is_converted else amount.role, amount
        before = amount


def _area(statement: Statement, amounts: Sequence[Amount]) -> float | None:
    for role in _AREA_ROLES:
        of_role = [amount for amount in amounts if amount.role == role and amount.unit in ("m2", "亩")]
        if of_role:
            if role == TOTAL and len(of_role) > 1 and "、" in (statement.project or ""):
                return None  # 总投资3亿元的甲项目、总投资5亿元的乙项目
            best = min(of_role, key=lambda amount: _distance(statement, amount))
            factor = _SQUARE_METRES_PER_MU if best.unit == "亩" else Decimal(1)
            return float(round(best.value * factor, 2))
    return None


def _distance(statement: Statement, amount: Amount) -> int:
    return min(abs(statement.hit.start - amount.end), abs(amount.start - statement.hit.end))
