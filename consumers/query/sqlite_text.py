"""Phrases and nearness in SQLite: by FTS5 as far as it can."""

# ruff: noqa: S608 -- names in SQL come from mappings/ and are checked; every value is a parameter

from functools import lru_cache

import msgspec

from consumers.query.ast import TEXT_FIELDS, Near, Phrase
from consumers.query.nearness import is_near
from consumers.query.sqlite_condition import FALSE, Condition
from consumers.query.tokens import joined_clauses, needle
from mappings import Kind

NEAR_FUNCTION = "kaigong_near"


def in_text(node: Phrase | Near, kind: Kind) -> Condition:
    return _phrase(node, kind) if isinstance(node, Phrase) else _near(node, kind)


def _phrase(phrase: Phrase, kind: Kind) -> Condition:
    sought = needle(phrase.tokens)
    if sought is None:
        return Condition(FALSE)
    return _in_full_text(f'"{sought.strip()}"', phrase.field, kind)


def _in_full_text(match: str, field: str | None, kind: Kind) -> Condition:
    fields = (field,) if field else TEXT_FIELDS
    # A search token holds no quotation mark, so it cannot end the FTS5 string.
    match = f"{{{' '.join(fields)}}} : {match}"
    return Condition(f"d.doc IN (SELECT rowid FROM {kind}_fts WHERE {kind}_fts MATCH ?)", (match,))


def _near(near: Near, kind: Kind) -> Condition:
    """FTS5 finds the phrases within as many tokens in any order; the rest is asked of the document itself."""
    sought = [needle(tokens) for tokens in near.phrases]
    if None in sought:
        return Condition(FALSE)
    phrases = " ".join(f'"{one.strip()}"' for one in sought if one)
    inner = sum(map(len, near.phrases[1:-1]))
    reach = inner + near.distance * (len(near.phrases) - 1)
    candidates = _in_full_text(f"NEAR({phrases}, {reach})", near.field, kind)
    body = f"(SELECT body FROM {kind}_bodies WHERE doc = d.doc)"
    # CASE, for SQLite may take the parts of an AND in any order.
    return Condition(
        f"CASE WHEN {candidates.sql} THEN {NEAR_FUNCTION}({body}, ?) ELSE 0 END",
        (*candidates.parameters, msgspec.json.encode(near).decode()),
    )


def near_in_body(body: bytes, near: str) -> bool:
    """The function that connections offer as NEAR_FUNCTION."""
    sought = _near_of(near)
    document = msgspec.json.decode(body)
    fields = (sought.field,) if sought.field else TEXT_FIELDS
    tokens = {token for phrase in sought.phrases for token in phrase}
    return any(is_near(sought, joined_clauses(document.get(field), tokens)) for field in fields)


@lru_cache(maxsize=64)
def _near_of(near: str) -> Near:
    return msgspec.json.decode(near, type=Near)
