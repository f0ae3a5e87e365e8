"""Search tokens: one function for the matcher, SQLite and Elasticsearch, so that the three agree.

NFKC and lower case per code point; each Han character is a token, each run of other letters and digits
(with inner `.` and `-`) is a token. Clause punctuation, brackets, quotes and paragraph ends close a run of
tokens, and no phrase crosses the end of a run: 开工 is not in 公开。工业, 919量产 not in C919量产.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from wire.broken_lines import HAN, broken_lines

_CLOSERS = "。！？；，、：…!?;,:（）()[]【】〔〕{}《》<>〈〉「」『』“”‘’\"'｢｣\n"
# A number's inner dots belong to it (4.1亿元); so do the hyphens of a model name (ZJ-02).
_WORD = rf"[^\W_{HAN}]+(?:[.\-][^\W_{HAN}]+)*"
_SEGMENT = re.compile(rf"[^\W_{HAN}]")
# A dot or hyphen that is not inside a word.
_LOOSE_MARK = re.compile(rf"[.\-](?:(?!{_SEGMENT.pattern})|(?<!{_SEGMENT.pattern}[.\-]))")
# All but what most texts are made of.
_FOLDABLE = re.compile(f"[^\u4e00-\u9fff0-9a-z {re.escape(_CLOSERS)}]")
_CLOSE = re.compile(f"[{re.escape(_CLOSERS)}]")
_TOKEN = re.compile(rf"(?P<han>[{HAN}])|(?P<word>{_WORD})|(?P<close>{_CLOSE.pattern})")
_TOKEN_TEXT = re.compile(rf"[{HAN}]|{_WORD}")


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is the folded form; `start` and `end` are code points of the original."""

    text: str
    start: int
    end: int


def fold(text: str) -> tuple[str, list[int] | None]:
    """NFKC and lower case per code point, and the original index of every folded code point.

    Marks that close a run stay as they are: NFKC would make three dots of an ellipsis, which close none.
    The index is None where folding kept every position, which is nearly always.
    """
    table = _folding(text)
    if not table:
        return text, None
    folded = text.translate(table)
    if all(len(new) == 1 for new in table.values()):
        return folded, None
    index = [i for i, char in enumerate(text) for _ in range(len(table.get(ord(char), char)))]
    return folded, index


def _folding(text: str) -> dict[int, str]:
    return {ord(char): _folded(char) for char in set(_FOLDABLE.findall(text)) if _folded(char) != char}


@lru_cache(maxsize=65_536)
def _folded(char: str) -> str:
    return char if char in _CLOSERS else unicodedata.normalize("NFKC", char).lower()


def runs(text: str) -> list[list[Token]]:
    """The runs of tokens of a text; a phrase is a contiguous sequence inside one run."""
    folded, index = fold(_without_breaks(text))
    found: list[list[Token]] = []
    run: list[Token] = []
    for match in _TOKEN.finditer(folded):
        if match.lastgroup == "close":
            if run:
                found.append(run)
                run = []
            continue
        start, end = match.span()
        if index is not None:
            start, end = index[start], index[end - 1] + 1
        run.append(Token(match.group(), start, end))
    if run:
        found.append(run)
    return found


def _without_breaks(text: str) -> str:
    """The text with spaces for the line breaks inside sentences; positions stay."""
    if "\n" not in text:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in broken_lines(text):
        pieces += (text[done:start], " " * (end - start))
        done = end
    return "".join((*pieces, text[done:])) if pieces else text


def token_runs(text: str, holding: Collection[str] = ()) -> list[list[str]]:
    """The runs as plain strings, for an index: what `runs` finds, without positions, several times faster.

    With `holding`, only runs that may hold all of these tokens: those of a few clauses of a long text.
    """
    clauses = _CLOSE.split(fold(_without_breaks(text))[0])
    for token in holding:
        clauses = [clause for clause in clauses if token in clause]
    return [run for clause in clauses if (run := _TOKEN_TEXT.findall(clause))]


def token_text(text: str) -> str:
    """The runs as one string: tokens with spaces between, and a lone `_` between runs (no token is one).

    The same tokens as `token_runs`, in a fraction of the time: whole articles are indexed this way.
    """
    spaced = _without_breaks(text).translate(_SPACING)
    tokens = " " + _LOOSE_MARK.sub(" ", spaced)
    while "  " in tokens:
        tokens = tokens.replace("  ", " ")
    tokens = tokens.rstrip(" ")
    while " _ _" in tokens:
        tokens = tokens.replace(" _ _", " _")
    return tokens.removeprefix(" _").removesuffix(" _").strip()


class _Spacing(dict[int, str]):
    """For str.translate: what stands for a code point in a token text. Filled as code points come."""

    def __missing__(self, code: int) -> str:
        self[code] = spaced = "".join(map(self._spaced, _folded(chr(code))))
        return spaced

    def _spaced(self, char: str) -> str:
        if _CLOSE.match(char):
            return " _ "
        if char in ".-" or _SEGMENT.match(char):
            return char
        return f" {char} " if _TOKEN_TEXT.match(char) else " "


_SPACING = _Spacing()


def phrase(query: str) -> list[list[str]]:
    """The token runs of a query phrase; more than one run means it can only match run by run."""
    return token_runs(query)
