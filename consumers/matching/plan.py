"""What a query asks, cut into look-ups and what is left to evaluate."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from consumers.matching.atoms import Atom, Facts, atoms_of
from consumers.query.ast import And, Everything, Near, Node, Not, Or, Phrase, walk
from consumers.query.matcher import matches

Clause: TypeAlias = frozenset[Atom]
Test: TypeAlias = Callable[[Facts], bool]
# More conditions than these are tested one by one, when all others hold.
MAX_CLAUSES = 6


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
    exact: dict[Clause, Node] = {}
    forbidden: set[Atom] = set()
    helping: set[Clause] = set()
    left: list[Node] = []
    for part in _conjuncts(node):
        if (clause := _clause(part)) is not None:
            exact[clause] = part
        elif isinstance(part, Not) and (clause := _clause(part.part)) is not None:
            forbidden |= clause
        else:
            left.append(part)
            helping.update(_necessary(part))
    chosen = _chosen(exact.keys() | helping)
    left += [part for clause, part in exact.items() if clause not in chosen]
    return Plan(
        *_by_kind(chosen, frozenset(forbidden)),
        _test(And(tuple(left))) if left else None,
        frozenset(_phrases({*chosen, frozenset(forbidden)}, left)),
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


def _clause(node: Node) -> Clause | None:
    """Atoms of which one holds exactly when the node does."""
    match node:
        case Or(parts):
            clauses = [_clause(part) for part in parts]
            known = [clause for clause in clauses if clause is not None]
            return _union(known) if len(known) == len(clauses) else None
        case And((part,)) | Not(Not(part)):
            return _clause(part)
        case And() | Not():
            return None
        case _:
            return atoms_of(node)


def _necessary(node: Node) -> list[Clause]:
    """Clauses that hold wherever the node does."""
    if (clause := _clause(node)) is not None:
        return [clause]
    match node:
        case Near(phrases, _, field):
            return [atoms for tokens in phrases if (atoms := atoms_of(Phrase(tokens, field))) is not None]
        case And(parts):
            return [clause for part in parts for clause in _necessary(part)]
        case Or(parts):
            choices = [_necessary(part) for part in parts]
            return [_union(min(choice, key=_breadth) for choice in choices)] if all(choices) else []
        case _:
            return []


def _chosen(clauses: Iterable[Clause]) -> set[Clause]:
    """The narrowest ones on values and the narrowest ones on phrases."""
    ordered = sorted(clauses, key=_breadth)
    on_phrases = [clause for clause in ordered if _asks_phrase(clause)]
    on_values = [clause for clause in ordered if not _asks_phrase(clause)]
    return {*on_phrases[:MAX_CLAUSES], *on_values[:MAX_CLAUSES]}


def _by_kind(clauses: Iterable[Clause], forbidden: Clause) -> tuple[Conditions, Conditions]:
    ordered = sorted(clauses, key=_breadth)
    forbidden_phrases = frozenset(atom for atom in forbidden if atom.question == "phrase")
    return (
        Conditions(
            tuple(clause for clause in ordered if not _asks_phrase(clause)), forbidden - forbidden_phrases
        ),
        Conditions(tuple(clause for clause in ordered if _asks_phrase(clause)), forbidden_phrases),
    )


def _asks_phrase(clause: Clause) -> bool:
    return any(atom.question == "phrase" for atom in clause)


def _breadth(clause: Clause) -> float:
    """A guess at how many documents have one of the atoms: a long phrase is rare, a short one is not."""
    return sum(_COMMON if atom.question == "exists" else 1 / (len(atom.key) + 1) for atom in clause)


_COMMON = 10.0


def _test(node: Node) -> Test:
    match node:
        case And(parts):
            tests = [_test(part) for part in parts]
            return lambda facts: all(test(facts) for test in tests)
        case Or(parts):
            tests = [_test(part) for part in parts]
            return lambda facts: any(test(facts) for test in tests)
        case Not(part):
            test = _test(part)
            return lambda facts: not test(facts)
        case _:
            atoms = atoms_of(node)
            if atoms is None:
                return lambda facts: matches(node, facts.document)
            return lambda facts: facts.any(atoms)


def _union(clauses: Iterable[Clause]) -> Clause:
    return reduce(frozenset.union, clauses, frozenset())


def _phrases(clauses: Iterable[Clause], left: Iterable[Node]) -> Iterator[str]:
    tested = (atoms_of(leaf) for part in left for leaf in walk(part) if isinstance(leaf, Phrase))
    for clause in (*clauses, *filter(None, tested)):
        yield from (atom.key for atom in clause if atom.question == "phrase")
