"""Which queries have their conditions met, found for all of them together."""

from pyroaring import BitMap

from consumers.matching.atoms import Atom, Facts, Question
from consumers.matching.plan import MAX_CLAUSES, Conditions

_FORBIDDEN = MAX_CLAUSES


class Filter:
    """Queries are numbers. The n-th clause of each stands in slot n, its forbidden atoms in the last slot.

    Every atom knows in which slots of which queries it stands. So the atoms that hold in a document give
    the queries whose n-th clause holds. Those with fewer clauses pass too; what passes every slot is met.
    """

    def __init__(self) -> None:
        self._postings: dict[tuple[Question, str], dict[str, dict[int, BitMap]]] = {}
        self._shorter = [BitMap() for _ in range(MAX_CLAUSES)]

    def add(self, number: int, conditions: Conditions) -> None:
        for slot in range(len(conditions.required), MAX_CLAUSES):
            self._shorter[slot].add(number)
        for slot, atom in _slots(conditions):
            postings = self._postings.setdefault((atom.question, atom.field), {})
            postings.setdefault(atom.key, {}).setdefault(slot, BitMap()).add(number)

    def remove(self, number: int, conditions: Conditions) -> None:
        for shorter in self._shorter:
            shorter.discard(number)
        for slot, atom in _slots(conditions):
            self._discard(number, slot, atom)

    def met(self, facts: Facts) -> BitMap:
        slots = self._holding(facts)
        met = BitMap.union(self._shorter[0], *slots[0])
        for slot in range(1, MAX_CLAUSES):
            if not met:
                break
            met &= BitMap.union(self._shorter[slot], *slots[slot])
        return met.difference(*slots[_FORBIDDEN])

    def _holding(self, facts: Facts) -> list[list[BitMap]]:
        """For every slot, the queries of each atom that holds."""
        slots: list[list[BitMap]] = [[] for _ in range(MAX_CLAUSES + 1)]
        for (question, field), postings in self._postings.items():
            for key in facts.keys(question, field):
                for slot, queries in postings.get(key, _NOWHERE).items():
                    slots[slot].append(queries)
        return slots

    def _discard(self, number: int, slot: int, atom: Atom) -> None:
        space = (atom.question, atom.field)
        postings = self._postings[space]
        queries = postings[atom.key][slot]
        queries.discard(number)
        if not queries:
            del postings[atom.key][slot]
        if not postings[atom.key]:
            del postings[atom.key]
        if not postings:
            del self._postings[space]


def _slots(conditions: Conditions) -> list[tuple[int, Atom]]:
    found = [(slot, atom) for slot, clause in enumerate(conditions.required) for atom in clause]
    return [*found, *((_FORBIDDEN, atom) for atom in conditions.forbidden)]


_NOWHERE: dict[int, BitMap] = {}
