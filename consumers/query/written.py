"""A query written out in the language of docs/rules.md, with nothing left to read between the lines."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

from consumers.query.ast import (
    And,
    AnyOf,
    Bound,
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
from consumers.query.tokens import needle
from wire.broken_lines import HAN

_NOTHING = "NOT *"
_IS_HAN = re.compile(f"[{HAN}]")
_SIGNS = (("gte", ">="), ("gt", ">"), ("lte", "<="), ("lt", "<"))


def written(node: Node) -> str:
    """Parsing it gives a query that asks the same."""
    return joined(node, _leaf, nothing=_NOTHING, negation="NOT {}")


def joined(node: Node, leaf: Callable[[Leaf], str], *, nothing: str, negation: str) -> str:
    """The operators of Lucene's syntax around the leaves; every list in parentheses but the outermost."""

    def write(part: Node, *, outermost: bool = False) -> str:
        match part:
            case And(()):
                return leaf(Everything())
            case Or(()):
                return nothing
            case And((one,)) | Or((one,)):
                return write(one, outermost=outermost)
            case And(parts) | Or(parts):
                text = (" AND " if isinstance(part, And) else " OR ").join(map(write, parts))
                return text if outermost else f"({text})"
            case Not(negated):
                return negation.format(write(negated))
            case _:
                return leaf(part)

    return write(node, outermost=True)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Everything():
            return "*"
        case Phrase() | Near():
            return _text(leaf)
        case AnyOf(field, values):
            return f"{field}:{any_of(values)}" if values else _NOTHING
        case Prefix(field, prefix):
            return f"{field}:{prefix}*"
        case Range():
            return _range(leaf)
        case Exists(field):
            return f"{field}:*"


def any_of(values: frozenset[str]) -> str:
    listed = [quoted(value) for value in sorted(values)]
    return listed[0] if len(listed) == 1 else f"({' OR '.join(listed)})"


def _text(leaf: Phrase | Near) -> str:
    sequences = (leaf.tokens,) if isinstance(leaf, Phrase) else leaf.phrases
    if not all(map(needle, sequences)):
        return _NOTHING
    text = quoted(_as_text(leaf.tokens, " ")) if isinstance(leaf, Phrase) else _near(leaf)
    return f"{leaf.field}:{text}" if leaf.field else text


def _near(near: Near) -> str:
    # A slash parts tokens without ending the word.
    words = " ".join(_as_text(tokens, "/") for tokens in near.phrases)
    return f"{quoted(words)}~{near.distance}"


def _as_text(tokens: Sequence[str], between: str) -> str:
    """Words need something between, characters do not: C919量产."""
    text = tokens[0]
    for before, token in pairwise(tokens):
        is_joined = _IS_HAN.match(before[-1]) or _IS_HAN.match(token)
        text += token if is_joined else between + token
    return text


def _range(node: Range) -> str:
    bounds = [(sign, bound) for name, sign in _SIGNS if (bound := getattr(node, name)) is not None]
    if not bounds:
        return f"{node.field}:*"
    parts = [f"{node.field}{sign}{_bound(bound)}" for sign, bound in bounds]
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


def _bound(bound: Bound) -> str:
    if isinstance(bound, datetime):
        return bound.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"{Decimal(repr(bound)):f}"
