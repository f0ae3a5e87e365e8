"""The part of a query that no look-up decides, as a function that is asked where all else holds."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from consumers.matching.atoms import Atom, Facts, atoms_of
from consumers.query.ast import And, Near, Node, Not, Or, Phrase
from consumers.query.matcher import matches

Test: TypeAlias = Callable[[Facts], bool]


def compile_test(node: Node) -> Test:
    match node:
        case And(parts):
            tests = [compile_test(part) for part in parts]
            return tests[0] if len(tests) == 1 else lambda facts: all(test(facts) for test in tests)
        case Or(parts):
            tests = [compile_test(part) for part in parts]
            return lambda facts: any(test(facts) for test in tests)
        case Not(part):
            test = compile_test(part)
            return lambda facts: not test(facts)
        case Near(phrases, distance, field):
            words = [atom for tokens in phrases for atom in atoms_of(Phrase(tokens, field)) or ()]
            complete = 0 < len(words) == len(phrases)
            return lambda facts: complete and facts.near(words, distance)
        case _:
            atoms = atoms_of(node)
            if atoms is None:
                return lambda facts: matches(node, facts.document)
            return lambda facts: facts.any(atoms)


def looked_up(node: Node) -> Iterator[Atom]:
    """The atoms that the node's test asks for."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from looked_up(part)
        case Not(part):
            yield from looked_up(part)
        case Near(phrases, _, field):
            for tokens in phrases:
                yield from looked_up(Phrase(tokens, field))
        case _:
            yield from atoms_of(node) or ()
