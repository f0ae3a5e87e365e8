"""Everybody who can say which documents a query matches, asked the same questions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from consumers.index.port import Index, Search, Write
from consumers.matching.index import QueryIndex
from consumers.query.ast import And, Node, Range, walk
from consumers.query.document import prepare
from consumers.query.matcher import matches
from mappings import Kind, load

_revisions = count(1)


@dataclass
class Tally:
    """`pairs` are a query and a document each, and `matching` those of them that belong together."""

    documents: int = 0
    queries: int = 0
    pairs: int = 0
    matching: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


class Panel:
    """`indices` by name; the stream matcher is asked query by query, and all queries at once."""

    def __init__(self, indices: Mapping[str, Index]) -> None:
        self._indices = indices
        self.tally = Tally()

    @property
    def members(self) -> list[str]:
        return ["matcher", "matcher of many rules", *self._indices]

    def agree(
        self, documents: Sequence[dict[str, Any]], queries: Sequence[Node], kind: Kind = "events"
    ) -> None:
        """Fails, with the query, where not all give the same answer."""
        prepared = [prepare(kind, document) for document in documents]
        rules: QueryIndex[int] = QueryIndex()
        rules.put(dict(enumerate(queries)))
        by_rule = [set(rules.matching(document)) for document in prepared]
        revision = {name: index_afresh(index, documents, kind) for name, index in self._indices.items()}
        for number, query in enumerate(queries):
            expected = {n for n, document in enumerate(prepared) if matches(query, document)}
            answers = {"matcher of many rules": {n for n, found in enumerate(by_rule) if number in found}}
            for name, index in self._indices.items():
                answers[name] = _found(index, query, revision[name], kind)
            for name, answer in answers.items():
                differing = [documents[n] for n in sorted(answer ^ expected)]
                assert not differing, f"{name} and the matcher differ: {query} on {differing}"
            self._count(query, len(documents), len(expected))
        self.tally.documents += len(documents)

    def _count(self, query: Node, documents: int, matching: int) -> None:
        self.tally.queries += 1
        self.tally.pairs += documents
        self.tally.matching += matching
        self.tally.kinds.update({type(node).__name__ for node in walk(query)})


def index_afresh(index: Index, documents: Sequence[dict[str, Any]], kind: Kind = "events") -> int:
    """Put the documents in place of those of the example before, told apart by their revision."""
    revision = next(_revisions)
    writes = [
        Write(kind, f"{n}", revision, document | {load(kind).id_field: f"{n}", "revision": revision})
        for n, document in enumerate(documents)
    ]
    assert {result.outcome for result in index.write(writes)} == {"written"}
    return revision


def _found(index: Index, query: Node, revision: int, kind: Kind) -> set[int]:
    page = index.search(Search(kind, And((query, Range("revision", gte=revision))), size=100))
    assert page.total == len(page.hits)
    return {int(hit.id) for hit in page.hits}
