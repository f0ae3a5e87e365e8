"""Cuts a typed query into words, quoted phrases, field terms, operators and parentheses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from consumers.query.errors import QueryError

LexemeType = Literal["word", "quoted", "field", "AND", "OR", "NOT", "(", ")", "end"]
Sign = Literal["=", "<", "<=", ">", ">="]

# What a Chinese keyboard gives for the signs of the language; one for one, so that positions hold.
_USUAL = str.maketrans("（）“”＂：＞＜＝－", '()""":><=-')
_LEXEME = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<parenthesis>[()])
    | (?P<minus>-(?=[^\s)]))
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*) (?: \s*:?\s*(?P<sign>[<>]=?)\s* | [:=] ) (?P<value>"[^"]*"|[^\s()"]*)
    | "(?P<quoted>[^"]*)"
    | (?P<open>")
    | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
_OPERATORS: dict[str, LexemeType] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
# Signs with a meaning in Lucene's language that would silently mean nothing here.
_NOT_YET = re.compile(r"[*~^\[\]{}]")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`text` is a word, a phrase or the value of the field `name`; the positions are where each begins."""

    type: LexemeType
    text: str
    position: int
    name: str = ""
    name_position: int = 0
    sign: Sign = "="


def lexemes(query: str) -> list[Lexeme]:
    """Always ends with an `end`. Raises QueryError for an open quotation mark and signs without a meaning."""
    return [*_lexemes(query.translate(_USUAL)), Lexeme("end", "", len(query))]


def _lexemes(query: str) -> Iterator[Lexeme]:
    for match in _LEXEME.finditer(query):
        position = match.start()
        match match.lastgroup:
            case "space":
                continue
            case "parenthesis":
                yield Lexeme("(" if match[0] == "(" else ")", match[0], position)
            case "minus":
                yield Lexeme("NOT", match[0], position)
            case "value":
                yield _field(match)
            case "quoted":
                yield Lexeme("quoted", match["quoted"], position)
            case "open":
                raise QueryError("the quotation mark is never closed", position=position)
            case _:
                yield _word(match[0], position)


def _field(match: re.Match[str]) -> Lexeme:
    value, position = match["value"], match.start("value")
    if value != "*" and not value.startswith('"'):
        _refuse_signs(value, position)
    if not value.strip('"'):
        raise QueryError(
            f"{match['name']} has no value",
            position=position,
            hint=f"write {match['name']}:value, or put the word in quotation marks",
        )
    sign: Sign = match["sign"] or "="  # type: ignore[assignment]
    return Lexeme("field", value.strip('"'), position, match["name"], match.start(), sign)


def _word(text: str, position: int) -> Lexeme:
    if operator := _OPERATORS.get(text):
        return Lexeme(operator, text, position)
    if text.upper() in _OPERATORS:
        raise QueryError(
            f"{text!r} is neither an operator nor a word",
            position=position,
            hint=f'write {text.upper()}, or "{text}" for the word',
        )
    _refuse_signs(text, position)
    return Lexeme("word", text, position)


def _refuse_signs(text: str, position: int) -> None:
    if found := _NOT_YET.search(text):
        raise QueryError(
            f"{found[0]!r} is not supported",
            position=position + found.start(),
            hint="leave it out, or put the text in quotation marks; ranges are field>=value and field<=value",
        )
