"""The forms of letters that matching sees: one form for full-width, traditional and circled ones."""

import re
import unicodedata
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "simplified.txt"
_SIMPLIFIED = str.maketrans(*_TABLE.read_text(encoding="utf-8").split())
# ① and ½ fold to plain digits, which would join the number beside them: 3½亿 is no 3亿, ①5亿 no 15亿.
_STAND_IN = "*"
# Editors of web pages leave them inside numbers and names, and nobody sees them.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\xad]")
_SQUARE_METRE = re.compile(r"(?<=[mMｍＭ])[²³]")
_REMEMBERED = 0x20000  # a text of rare characters must not fill the memory


class _Forms(dict[int, str]):
    """For str.translate: the matched form of a code point. Filled as code points come."""

    def __missing__(self, code: int) -> str:
        form = _form(chr(code))
        if code < _REMEMBERED:
            self[code] = form
        return form


def _form(char: str) -> str:
    if _INVISIBLE.match(char):
        return ""
    if char == "…":  # it would become three dots, and move every position behind it
        return "—"
    if char > "\x7f" and unicodedata.category(char) == "No":
        return _STAND_IN
    return unicodedata.normalize("NFKC", char).lower().translate(_SIMPLIFIED)


_FORMS = _Forms()


def folded(text: str) -> tuple[str, list[int] | None]:
    """The matched form, and the original index of each of its code points (None: the same everywhere)."""
    if "²" in text or "³" in text:
        text = _SQUARE_METRE.sub(lambda match: "２" if match.group() == "²" else "３", text)
    chars = text.translate(_FORMS)
    if len(chars) == len(text) and not _INVISIBLE.search(text):  # no other form is empty
        return chars, None
    return chars, [at for at, char in enumerate(text) for _ in _FORMS[ord(char)]]
