"""Reads what a person types into a search box.

Words and "quoted phrases" (a space means AND), `-word` or `NOT word`, `OR` in capitals, parentheses where AND
and OR meet, `field:value`, `field>=value`. Full-width punctuation is read as the usual one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from consumers.query.ast import And, Everything, Node, Not, Or
from consumers.query.errors import QueryError
from consumers.query.fields import check
from consumers.query.lexer import Lexeme, lexemes
from consumers.query.terms import FieldTerms, phrases
from mappings import Kind

# Deeper nesting is a mistake; Elasticsearch takes 30 levels, Python's stack some more.
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class QueryParser:
    """`resolve_place` gives the codes a name may stand for; `zone` is where the days of dates begin."""

    resolve_place: Callable[[str], list[str]]
    zone: ZoneInfo

    def parse(self, query: str, kind: Kind = "articles") -> Node:
        """Raises QueryError with the position and a hint."""
        node = _Reader(lexemes(query), FieldTerms(kind, self.resolve_place, self.zone)).read()
        check(node, kind)
        return node


class _Reader:
    """Recursive descent: one method per rule of the grammar."""

    def __init__(self, found: Sequence[Lexeme], terms: FieldTerms) -> None:
        self._found = found
        self._terms = terms
        self._next = 0
        self._depth = 0

    def read(self) -> Node:
        if self._peek().type == "end":
            return Everything()
        node = self._expression()
        if self._peek().type != "end":
            raise QueryError("')' without '('", position=self._peek().position)
        return node

    def _expression(self) -> Node:
        """Operands joined by AND (written or not) or by OR, never by both."""
        parts = [self._operand()]
        joined_by: str | None = None
        while (lexeme := self._peek()).type not in ("end", ")"):
            operator = "OR" if lexeme.type == "OR" else "AND"
            if lexeme.type in ("AND", "OR"):
                self._take()
            if joined_by not in (None, operator):
                raise QueryError(
                    "AND and OR side by side", position=lexeme.position, hint="put one of them in parentheses"
                )
            joined_by = operator
            parts.append(self._operand())
        if len(parts) == 1:
            return parts[0]
        return Or(tuple(parts)) if joined_by == "OR" else And(tuple(parts))

    def _operand(self) -> Node:
        negated = False
        while self._peek().type == "NOT":
            self._take()
            negated = not negated
        node = self._positive(self._take())
        return Not(node) if negated else node

    def _positive(self, lexeme: Lexeme) -> Node:
        match lexeme.type:
            case "(":
                return self._group(lexeme)
            case "word" | "quoted":
                return phrases(lexeme)
            case "field":
                return self._terms.term(lexeme)
            case _:
                where = "at the end" if lexeme.type == "end" else f"before {lexeme.type!r}"
                raise QueryError(f"a word is missing {where}", position=lexeme.position)

    def _group(self, opening: Lexeme) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise QueryError(f"more than {_MAX_DEPTH} nested parentheses", position=opening.position)
        node = self._expression()
        if self._take().type != ")":
            raise QueryError("'(' is never closed", position=opening.position)
        self._depth -= 1
        return node

    def _peek(self) -> Lexeme:
        return self._found[self._next]

    def _take(self) -> Lexeme:
        lexeme = self._found[self._next]
        if lexeme.type != "end":
            self._next += 1
        return lexeme
