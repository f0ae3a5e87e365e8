"""Token sequences as strings, in which finding a phrase is finding a substring."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from wire.text import token_runs, token_text

# No search token contains either: wire.text ends tokens at white space and at the underscore.
SEPARATOR = " "
BREAK = "_"
# Most texts are far shorter; the memory for the others is better spent.
_LONGEST_REMEMBERED = 10_000


def joined(values: Iterable[str]) -> str:
    """The texts' tokens, padded, with a break between runs: ` 签 约 _ 公 开 `; empty without tokens."""
    pieces = [piece for value in values if (piece := _of_text(value))]
    return f" {BREAK} ".join(pieces).join((SEPARATOR, SEPARATOR)) if pieces else ""


def joined_clauses(value: object, holding: Collection[str]) -> str:
    """The same of what a document holds in a field, but only of clauses that may hold all these tokens."""
    texts = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    runs = [SEPARATOR.join(run) for text in texts for run in token_runs(text, holding)]
    return f" {BREAK} ".join(runs).join((SEPARATOR, SEPARATOR)) if runs else ""


def needle(tokens: Sequence[str]) -> str | None:
    """What to look for in a joined text; None for a sequence that no text can contain."""
    if not tokens or not all(map(_is_token, tokens)):
        return None
    return SEPARATOR.join(("", *tokens, ""))


def _of_text(text: str) -> str:
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else token_text(text)


def forget_texts() -> None:
    """For whoever measures."""
    _remembered.cache_clear()


# An article and all its events carry the same title and text, and come within the same batch.
@lru_cache(maxsize=1024)
def _remembered(text: str) -> str:
    return token_text(text)


@lru_cache(maxsize=65_536)
def _is_token(token: str) -> bool:
    return token_runs(token) == [[token]]
