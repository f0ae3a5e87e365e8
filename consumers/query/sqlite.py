"""Compiles a query to a condition of SQLite. Every value is a parameter; only checked field names are SQL."""

# ruff: noqa: S608 -- names in SQL come from mappings/ and are checked; every value is a parameter

import sys
from collections.abc import Sequence

from consumers.query.ast import (
    And,
    AnyOf,
    Everything,
    Exists,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
)
from consumers.query.fields import check, comparable
from consumers.query.sqlite_condition import FALSE, TRUE, Condition
from consumers.query.sqlite_text import in_text
from mappings import Kind, load

# No text in SQLite holds half of a surrogate pair.
_FIRST_SURROGATE, _BEHIND_SURROGATES = 0xD800, 0xE000


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


def _leaf(node: Leaf, kind: Kind) -> Condition:
    match node:
        case Everything():
            return Condition(TRUE)
        case Phrase() | Near():
            return in_text(node, kind)
        case Prefix(field, prefix):
            return _prefix(field, prefix, kind)
        case AnyOf(field, values):
            return _any_of(field, sorted(values), kind)
        case Range():
            return _range(node)
        case Exists(field):
            return _exists(field, kind)


def _prefix(field: str, prefix: str, kind: Kind) -> Condition:
    """As a range, which the primary key answers; SQLite compares by code point."""
    sql = f"SELECT doc FROM {kind}_keywords WHERE field = ? AND value >= ?"
    end = _behind(prefix)
    if end is None:
        return Condition(f"d.doc IN ({sql})", (field, prefix))
    return Condition(f"d.doc IN ({sql} AND value < ?)", (field, prefix, end))


def _behind(prefix: str) -> str | None:
    """The least text that is behind all that begin so."""
    kept = prefix.rstrip(chr(sys.maxunicode))
    if not kept:
        return None
    following = ord(kept[-1]) + 1
    if following == _FIRST_SURROGATE:
        following = _BEHIND_SURROGATES
    return kept[:-1] + chr(following)


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
