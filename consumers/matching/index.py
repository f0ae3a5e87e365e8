"""Queries under keys, to be changed and asked at any time."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Generic, TypeVar

from pyroaring import BitMap

from consumers.matching.atoms import Facts
from consumers.matching.filter import Filter
from consumers.matching.phrases import PhraseFinder
from consumers.matching.plan import Plan, plan
from consumers.matching.residue import Test
from consumers.query.ast import TEXT_FIELDS, And, Everything, Near, Node, Not, Or, Phrase, walk
from consumers.query.document import Document

K = TypeVar("K", bound=Hashable)
# A plan takes several times the memory of what is kept of it.
_BATCH = 5_000


class QueryIndex(Generic[K]):
    """Answers what `consumers.query.matcher.matches` would for each query, in a fraction of the time."""

    def __init__(self, finder: PhraseFinder | None = None) -> None:
        """A finder that indexes share reads a text of theirs once."""
        self._finder = finder or PhraseFinder()
        self._on_values = Filter()
        self._on_phrases = Filter()
        self._queries: dict[K, tuple[int, Node]] = {}
        self._keys: dict[int, K] = {}
        self._tests: dict[int, Test] = {}
        self._tested = BitMap()
        self._free: list[int] = []
        self._fields: Counter[str] = Counter()

    @property
    def fields(self) -> AbstractSet[str]:
        """The fields that some query reads."""
        return self._fields.keys()

    def __len__(self) -> int:
        return len(self._queries)

    def put(self, queries: Mapping[K, Node]) -> None:
        """Adds queries and replaces those whose keys are known; many at once are faster than one by one."""
        self.remove(queries.keys() & self._queries.keys())
        items = iter(queries.items())
        while batch := list(islice(items, _BATCH)):
            plans = [plan(node) for _, node in batch]
            self._finder.add([phrase for one in plans for phrase in one.phrases])
            for (key, node), one in zip(batch, plans, strict=True):
                self._add(key, node, one)

    def remove(self, keys: Iterable[K]) -> None:
        for key in list(keys):
            number, node = self._queries.pop(key)
            planned = plan(node)
            del self._keys[number]
            self._tests.pop(number, None)
            self._tested.discard(number)
            self._on_values.remove(number, planned.on_values)
            self._on_phrases.remove(number, planned.on_phrases)
            self._finder.discard(planned.phrases)
            self._fields -= Counter(_fields(node))
            self._free.append(number)

    def matching(self, document: Document) -> list[K]:
        """The keys of the queries that match, in no order."""
        facts = Facts(document, self._finder)
        met = self._on_values.met(facts)
        if met:
            met &= self._on_phrases.met(facts)
        found = list(map(self._keys.__getitem__, met - self._tested))
        found += [self._keys[number] for number in met & self._tested if self._tests[number](facts)]
        return found

    def _add(self, key: K, node: Node, planned: Plan) -> None:
        number = self._free.pop() if self._free else len(self._queries)
        self._queries[key] = (number, node)
        self._keys[number] = key
        if planned.test:
            self._tests[number] = planned.test
            self._tested.add(number)
        self._on_values.add(number, planned.on_values)
        self._on_phrases.add(number, planned.on_phrases)
        self._fields.update(_fields(node))


def _fields(node: Node) -> Iterator[str]:
    for one in walk(node):
        match one:
            case Phrase(field=None) | Near(field=None):
                yield from TEXT_FIELDS
            case And() | Or() | Not() | Everything():
                pass
            case _:
                assert one.field is not None
                yield one.field
