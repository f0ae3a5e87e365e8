"""The forms of letters that matching sees: one form for full-width, traditional and circled ones."""

import re
import unicodedata
from pathlib import Path

_TABLE = Path(__file__).parents[1] / "data" / "simplified.txt"
_SIMPLIFIED = str.maketrans(*_TABLE.read_text(encoding="utf-8").split())
# ① and ½ fold to plain digits, which would join the number beside them: 3½亿 is no 3亿, ①5亿 no 15亿.
_STAND_IN = "*"
# Editors of web pages leave them inside numbers and names, and nobody sees them.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\xad]")
_SQUARE_METRE = re.compile(r"(?<=[mMｍＭ])[²³]")
_HAN = range(0x4E00, 0xA000)
_SIMPLE = "".join(chr(code) for code in _HAN if code not in _SIMPLIFIED)
# All but what most texts are made of, which is its own form.
_MAY_DIFFER = re.compile(rf"[^\n\t -@\[-~、。“”《》【】—{_SIMPLE}]")
# Most of what differs in a page, replaced at once; none of it changes the length.
_PUNCTUATION = tuple(zip("，：；！？（）％", ",:;!?()%", strict=True))
_REMEMBERED = 0x20000  # a text of rare characters must not fill the memory


class _Forms(dict[str, str]):
    """The matched form of a character. Filled as characters come."""

    def __missing__(self, char: str) -> str:
        form = _form(char)
        if ord(char) < _REMEMBERED:
            self[char] = form
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


def _form_of(found: re.Match[str]) -> str:
    return _FORMS[found.group()]


def folded(text: str) -> tuple[str, list[int] | None]:
    """The matched form, and the original index of each of its code points (None: the same everywhere)."""
    if "²" in text or "³" in text:
        text = _SQUARE_METRE.sub(lambda match: "２" if match.group() == "²" else "３", text)
    for wide, form in _PUNCTUATION:
        text = text.replace(wide, form)
    chars = _MAY_DIFFER.sub(_form_of, text)
    if chars == text or (len(chars) == len(text) and not _INVISIBLE.search(text)):  # no other form is empty
        return chars, None
    return chars, _index(text)


def _index(text: str) -> list[int]:
    """The original position of each character of the matched form."""
    index: list[int] = []
    done = 0
    for found in _MAY_DIFFER.finditer(text):
        if (length := len(_FORMS[found.group()])) != 1:
            index += range(done, found.start())
            index += [found.start()] * length
            done = found.end()
    index += range(done, len(text))
    return index
