"""What a revision changed against the one before, in a few facts that a person reads at a glance. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from wire.messages import Article, Change, ChangeKind

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+")
_LONGEST_QUOTE = 200
# Pages are hostile: what is not aligned sentence by sentence counts as replaced as a whole.
_MOST_ALIGNED = 200

_Field = Literal["title", "published", "text"]


def change(
    before: Article, title: str, text: str, published: datetime | None, *, kind: ChangeKind = "edited"
) -> Change:
    """The difference between an article as it was published and what its page says now."""
    changed: list[_Field] = []
    if _bare(title) != _bare(before.title):
        changed.append("title")
    if published != before.published:
        changed.append("published")
    if _bare(text) != _bare(before.text):
        changed.append("text")
    old, new = _differing(_sentences(before.text), _sentences(text)) if "text" in changed else ([], [])
    removed, added = _counts(old, new)
    return Change(
        kind=kind,
        changed=changed,
        title_before=before.title if "title" in changed else None,
        published_before=before.published if "published" in changed else None,
        chars_added=added,
        chars_removed=removed,
        paragraphs_changed=_paragraphs_changed(before.text, text),
        sentence_before=_first(old),
        sentence=_first(new),
    )


def _bare(text: str) -> str:
    """White space is no content, here as in the content hash."""
    return "".join(text.split())


def _sentences(text: str) -> list[str]:
    return [bare for found in _SENTENCE.findall(text) if (bare := _bare(found))]


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Both without what they have in common at their beginning and end."""
    start = _common(old, new)
    old, new = old[start:], new[start:]
    end = _common(old[::-1], new[::-1])
    return old[: len(old) - end], new[: len(new) - end]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _counts(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Characters that went and characters that came."""
    if max(len(old), len(new)) > _MOST_ALIGNED:
        return _replaced(old, new)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pairs = [_replaced(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return sum(removed for removed, _ in pairs), sum(added for _, added in pairs)


def _replaced(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    removed, added = _differing("".join(old), "".join(new))
    return len(removed), len(added)


def _paragraphs_changed(before: str, after: str) -> int:
    """An edited paragraph counts once; so does one that came or went."""
    old, new = (Counter(filter(None, map(_bare, text.split("\n")))) for text in (before, after))
    return max((new - old).total(), (old - new).total())


def _first(sentences: Sequence[str]) -> str | None:
    return sentences[0][:_LONGEST_QUOTE] if sentences else None
