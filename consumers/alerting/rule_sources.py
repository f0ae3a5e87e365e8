"""Which sources a rule names, told without the gazetteer: names of places stay as they are written."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.necessary import necessary_values
from consumers.alerting.rules import Rule
from consumers.alerting.typed_query import read_query
from consumers.query.ast import AnyOf, Everything, Node


class _AsWritten:
    """Takes every name for a known one: the alerter, which knows them, refuses the wrong ones."""

    def place_code(self, name: str, home: str | None = None) -> str:  # noqa: ARG002 - as Words has it
        return name

    def known_industry(self, name: str) -> str:
        return name

    def known_event_type(self, word: str) -> str:
        return word


def read_as_written(zone: ZoneInfo) -> Callable[[Rule], CompiledRule]:
    """A compiler for who needs of rules no more than their sources and receivers."""

    def read(rule: Rule) -> CompiledRule:
        """Raises ConfigurationError for a query that is none."""
        return CompiledRule(rule, _node(rule, zone), (), types=None, keywords=())

    return read


def sources_of(compiled: CompiledRule) -> frozenset[str] | None:
    """None: it listens to all."""
    return necessary_values(compiled.node, "source_id")


def _node(rule: Rule, zone: ZoneInfo) -> Node:
    if rule.query is not None:
        return read_query(rule, _AsWritten(), zone).node
    return AnyOf("source_id", frozenset(rule.sources)) if rule.sources else Everything()
