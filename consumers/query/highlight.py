"""Finds a query's phrases in the stored text and cuts snippets around them, the same for every back end."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from consumers.query.ast import TEXT_FIELDS, And, Near, Node, Or, Phrase
from consumers.query.near_marks import near_spans
from wire.text import Token, runs

CONTEXT_CHARS = 40
MAX_SNIPPETS = 3
MAX_SNIPPET_CHARS = 240

Span: TypeAlias = tuple[int, int]
_Phrases: TypeAlias = set[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` begins at `start` of the field's value; `marks` are half-open spans of `text`."""

    text: str
    start: int
    marks: tuple[Span, ...]


def highlight(node: Node, document: Mapping[str, Any]) -> dict[str, list[Snippet]]:
    """Snippets per token field in which a phrase of the query stands; phrases under a Not are left out."""
    found: dict[str, list[Snippet]] = {}
    for field, leaves in _by_field(node).items():
        phrases = {leaf.tokens for leaf in leaves if isinstance(leaf, Phrase)}
        nears = [leaf for leaf in leaves if isinstance(leaf, Near)]
        value = document.get(field)
        values = value if isinstance(value, list) else [value]
        snippets = [
            snippet
            for one in values
            if isinstance(one, str)
            for snippet in _snippets(one, spans(one, phrases, nears))
        ]
        if snippets:
            found[field] = snippets[:MAX_SNIPPETS]
    return found


def spans(text: str, phrases: _Phrases, nears: Collection[Near] = ()) -> list[Span]:
    """Where the phrases stand in the text, and those that are near each other; overlaps merged, in order."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        if phrase:
            by_first.setdefault(phrase[0], []).append(phrase)
    merged: list[Span] = []
    found: list[Span] = []
    for run in runs(text):
        found += _in_run(run, by_first)
        for near in nears:
            found += near_spans(run, near)
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _in_run(run: Sequence[Token], by_first: Mapping[str, list[tuple[str, ...]]]) -> Iterator[Span]:
    for i, token in enumerate(run):
        for phrase in by_first.get(token.text, ()):
            last = i + len(phrase) - 1
            if last < len(run) and all(run[i + k].text == part for k, part in enumerate(phrase)):
                yield token.start, run[last].end


def _snippets(text: str, marks: Sequence[Span]) -> Iterator[Snippet]:
    group: list[Span] = []
    for mark in marks:
        if group and (mark[0] - group[-1][1] > CONTEXT_CHARS or mark[1] - group[0][0] > MAX_SNIPPET_CHARS):
            yield _snippet(text, group)
            group = []
        group.append(mark)
    if group:
        yield _snippet(text, group)


def _snippet(text: str, group: Sequence[Span]) -> Snippet:
    start = max(0, group[0][0] - CONTEXT_CHARS)
    end = min(len(text), group[-1][1] + CONTEXT_CHARS)
    return Snippet(text[start:end], start, tuple((a - start, b - start) for a, b in group))


def _by_field(node: Node) -> dict[str, list[Phrase | Near]]:
    found: dict[str, list[Phrase | Near]] = {}
    for leaf in _positive(node):
        for field in (leaf.field,) if leaf.field else TEXT_FIELDS:
            found.setdefault(field, []).append(leaf)
    return found


def _positive(node: Node) -> Iterator[Phrase | Near]:
    match node:
        case Phrase() | Near():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part)
        case _:
            pass
