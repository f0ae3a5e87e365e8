"""The forms of letters that matching sees: one form for full-width, traditional and circled ones.

Every step but the first is one code point for one code point, so positions stay;
`wire.text.fold` brings an index where it is not.
"""

import re
import unicodedata
from pathlib import Path

from wire.text import fold

# ① and ½ fold to plain digits, which would join the number beside them: 3½亿 is no 3亿, ①5亿 no 15亿.
# The common … would fold to three dots, and move every position behind it.
_STAND_IN = "*"
_SQUARE_METRE = re.compile(r"(?<=[mMｍＭ])[²³]")
_TABLE = Path(__file__).parent / "data" / "simplified.txt"
_SIMPLIFIED = str.maketrans(*_TABLE.read_text(encoding="utf-8").split())
_TRADITIONAL = frozenset(map(chr, _SIMPLIFIED))


def folded(text: str) -> tuple[str, list[int] | None]:
    """The matched form, and the original index of each of its code points (None: the same everywhere)."""
    chars, index = fold(_stood_in(text))
    return simplified(chars), index


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, each for itself: 連雲港 → 连云港."""
    return text if _TRADITIONAL.isdisjoint(text) else text.translate(_SIMPLIFIED)


def _stood_in(text: str) -> str:
    numbers = {char for char in set(text) if char > "\x7f" and unicodedata.category(char) == "No"}
    if numbers:
        text = _SQUARE_METRE.sub(lambda match: "２" if match.group() == "²" else "３", text)
        text = text.translate(dict.fromkeys(map(ord, numbers), _STAND_IN))
    return text.replace("…", "—")
