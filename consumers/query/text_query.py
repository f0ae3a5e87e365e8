"""Reads what a person types: a subset of Lucene's syntax (docs/rules.md), the same for rules and searches."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from consumers.query.ast import Everything, Node
from consumers.query.fields import check
from consumers.query.grammar import tree_of
from consumers.query.known_values import KnownValues, Words
from consumers.query.reading import Reading
from consumers.query.repair import repair
from consumers.query.repaired import Notice
from consumers.query.terms import FieldTerms
from mappings import Kind

__all__ = ["Notice", "Parsed", "QueryParser", "Words"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """`notices` tell what was read other than it was typed."""

    node: Node
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryParser:
    """`words` knows places, industries and event types; `zone` is where the days of dates begin."""

    words: Words
    zone: ZoneInfo

    def parse(self, query: str, kind: Kind = "articles", *, home: str | None = None) -> Node:
        """Raises QueryError with the position and a hint."""
        return self.read(query, kind, home=home).node

    def read(self, query: str, kind: Kind = "articles", *, home: str | None = None) -> Parsed:
        """`home` is the code of the place that decides between places of the same name."""
        repaired = repair(query)
        if not repaired.text.strip():
            return Parsed(Everything())
        terms = FieldTerms(kind, KnownValues(kind, self.words, home), self.zone)
        node = Reading(repaired, terms).node(tree_of(repaired))
        check(node, kind)
        notices = sorted((*repaired.notices, *terms.notices), key=lambda notice: notice.position)
        return Parsed(node, tuple(notices))
