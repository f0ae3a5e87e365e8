"""The index port: what every adapter (SQLite, Elasticsearch) offers and the contract suite checks.

Documents are plain JSON objects with the fields of `mappings/`; nothing is ever deleted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from consumers.query.ast import Everything, Node
from consumers.query.highlight import Snippet
from mappings import Kind

IndexDocument: TypeAlias = dict[str, Any]
Direction = Literal["asc", "desc"]
SortKey: TypeAlias = tuple[str, Direction]

# What a person wants to see first; the id settles ties everywhere.
DEFAULT_SORT: dict[Kind, tuple[SortKey, ...]] = {
    "articles": (("shown_at", "desc"),),
    "events": (("shown_at", "desc"),),
    "alerts": (("created_at", "desc"),),
    "sources": (("since", "desc"),),
}


def external_version(revision: int, seq: int = 0) -> int:
    """The version under which a document is written: a later revision wins, then a later tagger."""
    return revision * 1_000_000 + seq


@dataclass(frozen=True, slots=True)
class Write:
    """A document to put under `id`, unless this `version` or a newer one is there already."""

    kind: Kind
    id: str
    version: int
    document: IndexDocument


@dataclass(frozen=True, slots=True)
class WriteResult:
    """`stale` means that the same or a newer version was there: a success. `invalid` comes with an error."""

    id: str
    outcome: Literal["written", "stale", "invalid"]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """Count hits per value of a keyword field (the `size` commonest) or per local day of a date field."""

    field: str
    size: int = 10


@dataclass(frozen=True, slots=True)
class Search:
    """`sort` takes date, number and id fields; empty is the kind's default. Missing values come last."""

    kind: Kind
    query: Node = field(default_factory=Everything)
    sort: tuple[SortKey, ...] = ()
    size: int = 20
    cursor: str | None = None
    facets: tuple[Facet, ...] = ()
    highlight: bool = False
    include_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    document: IndexDocument
    highlights: dict[str, list[Snippet]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """`facets` hold (value, count): values by falling count, days (2026-01-05) in order.

    `cursor` continues the search after the last hit, also while documents arrive; None at the end.
    """

    hits: list[Hit]
    total: int
    facets: dict[str, list[tuple[str, int]]]
    cursor: str | None


class Index(Protocol):
    """Every method raises TemporaryError while the engine is away."""

    def create(self) -> None:
        """Create what is missing, also the fields that an existing index lacks; documents stay."""

    def write(self, batch: Sequence[Write]) -> list[WriteResult]:
        """Write the batch; durable when it returns. One result per write, in order."""

    def get(self, kind: Kind, id: str) -> IndexDocument | None:  # noqa: A002
        """The document as last written, hidden or not."""

    def get_many(self, kind: Kind, ids: Collection[str]) -> dict[str, IndexDocument]:
        """The documents of these ids that exist."""

    def search(self, search: Search) -> Page:
        """One page of hits. Raises QueryError for a field or cursor that cannot be used.

        Withdrawn articles and retracted events are left out unless `include_hidden`.
        """

    def count(self, kind: Kind) -> int:
        """How many documents there are, hidden ones included."""

    def close(self) -> None:
        """Close; twice is fine."""
