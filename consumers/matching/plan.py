"""What a query asks, cut into look-ups that all queries share and what is left to evaluate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from consumers.matching.clauses import (
    MAX_CLAUSES,
    Clause,
    asks_phrase,
    breadth,
    exact_clauses,
    necessary_clauses,
    union,
)
from consumers.matching.residue import Test, compile_test, looked_up
from consumers.query.ast import And, Everything, Node, Not, Or


@dataclass(frozen=True, slots=True)
class Conditions:
    """At least one atom of every required clause holds, and none of the forbidden."""

    required: tuple[Clause, ...]
    forbidden: Clause


@dataclass(frozen=True, slots=True)
class Plan:
    """A query matches exactly when its conditions on values and on phrases hold and its test, if it has one.

    `phrases` are all that the conditions and the test look up.
    """

    on_values: Conditions
    on_phrases: Conditions
    test: Test | None
    phrases: frozenset[str]


def plan(node: Node) -> Plan:
    exact: dict[Node, list[Clause]] = {}
    forbidden: list[Clause] = []
    left: list[Node] = []
    for part in _conjuncts(node):
        if (clauses := exact_clauses(part)) is not None:
            exact[part] = clauses
        elif isinstance(part, Not) and len(negated := exact_clauses(part.part) or []) == 1:
            forbidden += negated
        else:
            left.append(part)
    helping = [clause for part in left for clause in necessary_clauses(part)]
    # Not a set: when the query is taken out, its clauses must come in the same order.
    chosen = _narrowest(dict.fromkeys(chain(*exact.values(), helping)))
    left += [part for part, clauses in exact.items() if not set(clauses) <= set(chosen)]
    rest = And(tuple(left))
    atoms = chain(*chosen, *forbidden, looked_up(rest))
    return Plan(
        *_by_kind(chosen, union(forbidden)),
        compile_test(rest) if left else None,
        frozenset(atom.key for atom in atoms if atom.question == "phrase"),
    )


def _conjuncts(node: Node) -> Iterator[Node]:
    """Parts that must all hold."""
    match node:
        case And(parts):
            for part in parts:
                yield from _conjuncts(part)
        case Not(Not(part)):
            yield from _conjuncts(part)
        case Not(Or(parts)):
            for part in parts:
                yield from _conjuncts(Not(part))
        case Everything():
            pass
        case _:
            yield node


def _narrowest(clauses: Iterable[Clause]) -> list[Clause]:
    """Those that fewest documents will have, as many of each kind as there is room for."""
    ordered = sorted(clauses, key=breadth)
    on_values = [clause for clause in ordered if not asks_phrase(clause)]
    on_phrases = [clause for clause in ordered if asks_phrase(clause)]
    return on_values[:MAX_CLAUSES] + on_phrases[:MAX_CLAUSES]


def _by_kind(required: Iterable[Clause], forbidden: Clause) -> tuple[Conditions, Conditions]:
    on_values = tuple(clause for clause in required if not asks_phrase(clause))
    on_phrases = tuple(clause for clause in required if asks_phrase(clause))
    phrases = frozenset(atom for atom in forbidden if atom.question == "phrase")
    return Conditions(on_values, forbidden - phrases), Conditions(on_phrases, phrases)
