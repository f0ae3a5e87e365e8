"""A query's conditions as clauses: look-ups of which at least one must succeed."""

from collections.abc import Iterable
from functools import reduce
from itertools import chain, product
from math import prod
from typing import TypeAlias

from consumers.matching.atoms import Atom, atoms_of
from consumers.query.ast import And, Near, Node, Not, Or, Phrase

Clause: TypeAlias = frozenset[Atom]
# What would take more than these is evaluated instead, where all else holds.
MAX_CLAUSES = 12
_BREADTH_OF_EXISTENCE = 10.0


def exact_clauses(node: Node) -> list[Clause] | None:
    """Clauses that all hold exactly when the node does; None where there are none, or too many."""
    match node:
        case And(parts):
            known = _all_exact(parts)
            return None if known is None else list(chain(*known))
        case Or(parts):
            known = _all_exact(parts)
            if known is None or prod(map(len, known)) > MAX_CLAUSES:
                return None
            return [union(choice) for choice in product(*known)]
        case Not():
            return None
        case _:
            atoms = atoms_of(node)
            return None if atoms is None else [atoms]


def necessary_clauses(node: Node) -> list[Clause]:
    """Clauses that all hold wherever the node does."""
    if (exact := exact_clauses(node)) is not None:
        return exact
    match node:
        case Near(phrases, _, field):
            return necessary_clauses(And(tuple(Phrase(tokens, field) for tokens in phrases)))
        case And(parts):
            return [clause for part in parts for clause in necessary_clauses(part)]
        case Or(parts):
            choices = [necessary_clauses(part) for part in parts]
            return [union(min(choice, key=breadth) for choice in choices)] if all(choices) else []
        case _:
            return []


def breadth(clause: Clause) -> float:
    """A guess at how many documents have one of the atoms: a long phrase is rarer than a short one."""
    return sum(
        _BREADTH_OF_EXISTENCE if atom.question == "exists" else 1 / (1 + len(atom.key)) for atom in clause
    )


def asks_phrase(clause: Clause) -> bool:
    return any(atom.question == "phrase" for atom in clause)


def union(clauses: Iterable[Clause]) -> Clause:
    return reduce(frozenset.union, clauses, frozenset())


def _all_exact(nodes: Iterable[Node]) -> list[list[Clause]] | None:
    known: list[list[Clause]] = []
    for node in nodes:
        clauses = exact_clauses(node)
        if clauses is None:
            return None
        known.append(clauses)
    return known
