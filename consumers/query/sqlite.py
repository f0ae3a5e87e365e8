"""Compiles a query to a condition of SQLite. Every value is a parameter; only checked field names are SQL."""

# ruff: noqa: S608 -- names in SQL come from mappings/ and are checked; every value is a parameter

from collections.abc import Sequence
from dataclasses import dataclass

from consumers.query.ast import (
    TEXT_FIELDS,
    And,
    AnyOf,
    Everything,
    Exists,
    Node,
    Not,
    Or,
    Phrase,
    Range,
)
from consumers.query.fields import check, comparable
from consumers.query.tokens import needle
from mappings import Kind, load

Parameter = str | int | float | None
TRUE, FALSE = "1", "0"


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL about a row `d` of the kind's table, with its parameters. It is never NULL."""

    sql: str
    parameters: tuple[Parameter, ...] = ()


def compile_query(node: Node, kind: Kind) -> Condition:
    """Raises QueryError for a field that the kind does not have or that cannot answer."""
    check(node, kind)
    return _compile(node, kind)


def _compile(node: Node, kind: Kind) -> Condition:
    match node:
        case And(parts):
            return _joined("AND", TRUE, [_compile(part, kind) for part in parts])
        case Or(parts):
            return _joined("OR", FALSE, [_compile(part, kind) for part in parts])
        case Not(part):
            inner = _compile(part, kind)
            return Condition(f"NOT ({inner.sql})", inner.parameters)
        case _:
            return _leaf(node, kind)


def _leaf(node: Everything | Phrase | AnyOf | Range | Exists, kind: Kind) -> Condition:
    match node:
        case Everything():
            return Condition(TRUE)
        case Phrase():
            return _phrase(node, kind)
        case AnyOf(field, values):
            return _any_of(field, sorted(values), kind)
        case Range():
            return _range(node)
        case Exists(field):
            return _exists(field, kind)


def _phrase(phrase: Phrase, kind: Kind) -> Condition:
    sought = needle(phrase.tokens)
    if sought is None:
        return Condition(FALSE)
    fields = (phrase.field,) if phrase.field else TEXT_FIELDS
    # A search token holds no quotation mark, so it cannot end the FTS5 string.
    match = f'{{{" ".join(fields)}}} : "{sought.strip()}"'
    return Condition(f"d.doc IN (SELECT rowid FROM {kind}_fts WHERE {kind}_fts MATCH ?)", (match,))


def _any_of(field: str, values: Sequence[str], kind: Kind) -> Condition:
    marks = ",".join("?" * len(values))
    return Condition(
        f"d.doc IN (SELECT doc FROM {kind}_keywords WHERE field = ? AND value IN ({marks}))", (field, *values)
    )


def _range(node: Range) -> Condition:
    operators = (("gte", ">="), ("lte", "<="), ("gt", ">"), ("lt", "<"))
    column = f'd."{node.field}"'
    bounds = [(sign, bound) for name, sign in operators if (bound := getattr(node, name)) is not None]
    parts = [f"{column} IS NOT NULL", *(f"{column} {sign} ?" for sign, _ in bounds)]
    return Condition(f"({' AND '.join(parts)})", tuple(comparable(bound) for _, bound in bounds))


def _exists(field: str, kind: Kind) -> Condition:
    match load(kind).fields[field]:
        case "long" | "double" | "date":
            return Condition(f'd."{field}" IS NOT NULL')
        case "tokens":
            # FTS5 cannot ask whether a column is filled: the adapter notes it under another name.
            return Condition(f"d.doc IN (SELECT doc FROM {kind}_keywords WHERE field = ?)", (f"{field}?",))
        case _:
            return Condition(f"d.doc IN (SELECT doc FROM {kind}_keywords WHERE field = ?)", (field,))


def _joined(operator: str, empty: str, parts: Sequence[Condition]) -> Condition:
    """A balanced tree, for SQLite limits the depth of an expression to 1,000."""
    if not parts:
        return Condition(empty)
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    left = _joined(operator, empty, parts[:half])
    right = _joined(operator, empty, parts[half:])
    return Condition(f"({left.sql} {operator} {right.sql})", left.parameters + right.parameters)
