"""Lucene syntax to luqum's tree, its errors in our words."""

import re
from itertools import pairwise
from typing import NoReturn

# luqum's own parser keeps its place in one lexer; this one keeps a lexer per thread.
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_in_thread
from luqum.tree import AndOperation, BaseOperation, Item, OrOperation, UnknownOperation

from consumers.query.errors import QueryError
from consumers.query.repaired import Repaired

_UNEXPECTED = re.compile(r"unexpected\s+'(?P<token>.*)' at position (?P<position>\d+)!$", re.DOTALL)
_ILLEGAL = re.compile(r"at position (?P<position>\d+)$")


def tree_of(repaired: Repaired) -> Item:
    """Raises QueryError with the position in the query as typed."""
    try:
        return parse_in_thread(repaired.text)
    except ParseError as exc:
        _refuse(str(exc), repaired, exc)


def operands(operation: BaseOperation, repaired: Repaired) -> tuple[str, list[Item]]:
    """AND or OR, and what it joins. Raises QueryError where both stand side by side."""
    found = list(_flat(operation))
    joined_by = [_operator(earlier, later, repaired) for earlier, later in pairwise(found)]
    kind, _ = joined_by[0]
    for other, position in joined_by:
        if other != kind:
            raise QueryError(
                "AND and OR side by side", position=position, hint="put one of them in parentheses"
            )
    return kind, found


def _flat(item: Item) -> list[Item]:
    """Operations inside this one without parentheses are part of it: Lucene's precedence surprises people."""
    if not isinstance(item, AndOperation | OrOperation | UnknownOperation):
        return [item]
    return [one for child in item.children for one in _flat(child)]


def _operator(earlier: Item, later: Item, repaired: Repaired) -> tuple[str, int]:
    """How two neighbours are joined, and where; a space is AND."""
    end = earlier.pos + earlier.size
    between = repaired.text[end : later.pos]
    written = between.strip()
    at = end + between.index(written) if written else later.pos
    return ("OR" if written == "OR" else "AND"), repaired.position(at)


def _in_range(before: str) -> bool:
    return max(before.rfind("["), before.rfind("{")) > max(before.rfind("]"), before.rfind("}"))


def _refuse(message: str, repaired: Repaired, cause: Exception) -> NoReturn:
    if found := _UNEXPECTED.search(message):
        at, token = int(found["position"]), found["token"]
        if _in_range(repaired.text[:at]):
            raise QueryError(
                f"{token!r} does not belong into a range",
                position=repaired.position(at),
                hint="write [low TO high], or { and } to leave out the ends",
            ) from cause
        raise QueryError(f"a word is missing before {token!r}", position=repaired.position(at)) from cause
    if found := _ILLEGAL.search(message):
        at = int(found["position"])
        raise QueryError(
            f"{repaired.text[at]!r} is not supported",
            position=repaired.position(at),
            hint="put the text in quotation marks",
        ) from cause
    at = len(repaired.text.rstrip())
    raise QueryError("a word is missing at the end", position=repaired.position(at)) from cause
