"""Token sequences as strings, in which finding a phrase is finding a substring."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from wire.text import token_runs

# No search token contains either: wire.text ends tokens at white space and at the underscore.
SEPARATOR = " "
BREAK = "_"


def joined(values: Iterable[str]) -> str:
    """The texts' tokens, padded, with a break between runs: ` 签 约 _ 公 开 `; empty without tokens."""
    pieces = [piece for value in values if (piece := _joined(value))]
    return f" {BREAK} ".join(pieces).join((SEPARATOR, SEPARATOR)) if pieces else ""


def needle(tokens: Sequence[str]) -> str | None:
    """What to look for in a joined text; None for a sequence that no text can contain."""
    if not tokens or not all(map(_is_token, tokens)):
        return None
    return SEPARATOR.join(("", *tokens, ""))


# An article and all its events carry the same text, and come one after the other.
@lru_cache(maxsize=64)
def _joined(text: str) -> str:
    return f" {BREAK} ".join(SEPARATOR.join(run) for run in token_runs(text))


def _is_token(token: str) -> bool:
    return token_runs(token) == [[token]]
