"""Reading values out of the scripts of a page, without running them."""

import re
from itertools import islice

_MOST_CALLS = 20
_LONGEST_CALL = 1_000
# Scripts with parameters stand in ordinary pages; what is larger is no column.
_SEEN = 1_000_000
_TOKEN = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.$-]+))\s*(,|\)|$)""")
_PAIR = re.compile(r"""["']?([\w$]+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))""")


def arguments_of(text: str, function: str) -> list[list[str | int]]:
    """The literal arguments of every call; a variable is replaced by the number it was given."""
    starts = islice(re.finditer(rf"\b{function}\s*\(", text), _MOST_CALLS)
    calls = (_arguments(text[start.end() : start.end() + _LONGEST_CALL], text) for start in starts)
    return [call for call in calls if call]


def _arguments(call: str, text: str) -> list[str | int]:
    found: list[str | int] = []
    position = 0
    while match := _TOKEN.match(call, position):
        quoted = match[1] if match[1] is not None else match[2]
        found.append(quoted if quoted is not None else _value(match[3], text))
        position = match.end()
        if match[4] != ",":
            break
    return found


def _value(word: str, text: str) -> str | int:
    if word.isdigit():
        return int(word)
    number = number_of(text, word)
    return word if number is None else number


def number_of(text: str, *names: str) -> int | None:
    """The number that one of these variables or keys is given in a script."""
    for name in names:
        if name not in text:
            continue
        if match := re.search(rf"""\b{re.escape(name)}["']?\s*[=:]\s*["']?(\d{{1,9}})\b""", text[:_SEEN]):
            return int(match[1])
    return None


def text_value(text: str, *names: str) -> str | None:
    """The quoted text that one of these variables or keys is given in a script."""
    for name in names:
        if name not in text:
            continue
        quoted = rf"""\b{re.escape(name)}["']?\s*[=:]\s*["']([^"'<>\s]{{1,500}})["']"""
        if match := re.search(quoted, text[:_SEEN]):
            return match[1]
    return None


def pairs_of(text: str) -> dict[str, str]:
    """The keys and values of an object literal, or of a query string in quotes."""
    found = {}
    for match in _PAIR.finditer(text[:_LONGEST_CALL]):
        found[match[1]] = next(value for value in match.groups()[1:] if value is not None)
    return found


def object_after(text: str, name: str) -> dict[str, str]:
    """The object literal that a key or variable is given: `name: {…}` or `name = {…}`."""
    match = re.search(
        rf"""\b{re.escape(name)}["']?\s*[:=]\s*\{{([^{{}}]{{0,{_LONGEST_CALL}}})\}}""", text[:_SEEN]
    )
    return pairs_of(match[1]) if match else {}
