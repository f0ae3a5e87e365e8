"""Which queries have their conditions met, found for all of them together."""

from collections.abc import Iterator

from pyroaring import BitMap

from consumers.matching.atoms import Atom, Facts, Question
from consumers.matching.clauses import MAX_CLAUSES
from consumers.matching.plan import Conditions

# Clause n of query q is the number n * _STRIDE + q, so that one bitmap tells of all clauses of all queries.
_STRIDE = 1 << 24
_FORBIDDEN = MAX_CLAUSES
_RANGES = [BitMap() for _ in range(MAX_CLAUSES + 1)]
for _slot, _range in enumerate(_RANGES):
    _range.add_range(_slot * _STRIDE, (_slot + 1) * _STRIDE)


class Filter:
    """Queries are numbers; the n-th clause of each stands in slot n, its forbidden atoms in the last slot.

    Every atom knows in which slots of which queries it stands. So the atoms that hold in a document give
    the queries whose n-th clause holds. Those with fewer clauses pass too; what passes every slot is met.
    """

    def __init__(self) -> None:
        self._postings: dict[tuple[Question, str], dict[str, BitMap]] = {}
        self._absent = BitMap()
        self._most_clauses = 1

    def add(self, number: int, conditions: Conditions) -> None:
        self._absent.update(_absent(number, conditions))
        self._most_clauses = max(self._most_clauses, len(conditions.required))
        for place, atom in _places(number, conditions):
            postings = self._postings.setdefault((atom.question, atom.field), {})
            postings.setdefault(atom.key, BitMap()).add(place)

    def remove(self, number: int, conditions: Conditions) -> None:
        self._absent.difference_update(BitMap(_absent(number, conditions)))
        for place, atom in _places(number, conditions):
            self._discard(place, atom)

    def met(self, facts: Facts) -> BitMap:
        """The queries all of whose conditions hold."""
        held = BitMap.union(self._absent, *self._holding(facts))
        met = _in_slot(held, 0)
        for slot in range(1, self._most_clauses):
            met &= _in_slot(held, slot)
        return met - _in_slot(held, _FORBIDDEN)

    def _holding(self, facts: Facts) -> Iterator[BitMap]:
        for (question, field), postings in self._postings.items():
            keys = facts.keys(question, field)
            yield from (found for key in keys if (found := postings.get(key)) is not None)

    def _discard(self, place: int, atom: Atom) -> None:
        space = (atom.question, atom.field)
        postings = self._postings[space]
        postings[atom.key].discard(place)
        if not postings[atom.key]:
            del postings[atom.key]
        if not postings:
            del self._postings[space]


def _in_slot(places: BitMap, slot: int) -> BitMap:
    return (places & _RANGES[slot]).shift(-slot * _STRIDE)


def _absent(number: int, conditions: Conditions) -> list[int]:
    return [slot * _STRIDE + number for slot in range(len(conditions.required), MAX_CLAUSES)]


def _places(number: int, conditions: Conditions) -> Iterator[tuple[int, Atom]]:
    for slot, clause in enumerate(conditions.required):
        yield from ((slot * _STRIDE + number, atom) for atom in clause)
    yield from ((_FORBIDDEN * _STRIDE + number, atom) for atom in conditions.forbidden)
