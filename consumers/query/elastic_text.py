"""Phrases and nearness in Elasticsearch's query language, on the fields that hold search tokens."""

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, TypeAlias

from consumers.query.ast import Near, Phrase
from consumers.query.tokens import needle

Query: TypeAlias = dict[str, Any]
NOTHING: Query = {"match_none": {}}
# Lucene's whitespace tokenizer cuts a token after 255 UTF-16 units; 127 characters never have as many.
_LONG_TOKEN = re.compile(r"[^ ]{128,}")


def engine_tokens(tokens: str) -> str:
    """Tokens with spaces between, as the engine holds and seeks them: very long ones as a digest."""
    # No search token begins with an underscore, so that a digest is never taken for one.
    return _LONG_TOKEN.sub(lambda found: "_" + blake2b(found[0].encode(), digest_size=16).hexdigest(), tokens)


def in_text(node: Phrase | Near, field: str) -> Query:
    sequences = (node.tokens,) if isinstance(node, Phrase) else node.phrases
    if any(needle(tokens) is None for tokens in sequences):
        return NOTHING
    phrases = [engine_tokens(" ".join(tokens)) for tokens in sequences]
    if isinstance(node, Phrase):
        return {"match_phrase": {field: phrases[0]}}
    # Intervals do not find a phrase of several tokens that stands twice.
    is_plain_pair = len(phrases) == 2 and phrases[0] != phrases[1]
    return (_two_near if is_plain_pair else _many_near)(field, phrases, node.distance)


def _two_near(field: str, phrases: Sequence[str], distance: int) -> Query:
    exact = [{"match": {"query": one, "max_gaps": 0, "ordered": True}} for one in phrases]
    return {"intervals": {field: {"all_of": {"intervals": exact, "ordered": True, "max_gaps": distance}}}}


def _many_near(field: str, phrases: Sequence[str], distance: int) -> Query:
    """Spans, for intervals keep of two neighbours only the nearest pair, which may be too far from a third.

    Nested from the right: every beginning of a chain is then seen, with the nearest that follows it.
    """
    spans = [_span(field, one.split(" ")) for one in phrases]
    chain = spans.pop()
    while spans:
        chain = {"span_near": {"clauses": [spans.pop(), chain], "slop": distance, "in_order": True}}
    return chain


def _span(field: str, tokens: Sequence[str]) -> Query:
    terms: list[Query] = [{"span_term": {field: token}} for token in tokens]
    return terms[0] if len(terms) == 1 else {"span_near": {"clauses": terms, "slop": 0, "in_order": True}}
