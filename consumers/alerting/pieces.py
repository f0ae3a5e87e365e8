"""A long text as several messages, each small enough for its service; pure."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

MOST_PIECES = 20
# `（20/20）` and the line end behind it.
_NUMBER_BYTES = 14
_LEAST_BYTES = 40
_REST = "…… 其余见 kaigong alert list"
_JOINER = "\u200d"


def pieces(text: str, limit: int) -> list[str]:
    """Each at most `limit` bytes (a Han character has three), numbered if there are several.

    A row, which is a line and the indented ones below it, is cut only where it is larger than a message;
    a character never.
    """
    text = text.strip()
    if len(text.encode()) <= limit:
        return [text]
    room = max(limit - _NUMBER_BYTES, _LEAST_BYTES)
    found = list(_packed(_rows(text), room))
    if len(found) > MOST_PIECES:
        found = [*found[: MOST_PIECES - 1], _REST]
    return [f"（{number}/{len(found)}）\n{piece}" for number, piece in enumerate(found, 1)]


def _rows(text: str) -> list[str]:
    rows: list[str] = []
    for line in text.splitlines():
        belongs_above = not line.strip() or line[0].isspace()
        if rows and belongs_above:
            rows[-1] += f"\n{line.rstrip()}"
        else:
            rows.append(line.rstrip())
    return rows


def _packed(rows: Sequence[str], room: int) -> Iterator[str]:
    piece = ""
    for row in _fitting(rows, room):
        joined = f"{piece}\n{row}" if piece else row
        if _bytes(joined.rstrip()) <= room:
            piece = joined
            continue
        yield piece.strip("\n")
        piece = row
    if piece.strip():
        yield piece.strip("\n")


def _fitting(rows: Iterable[str], room: int) -> Iterator[str]:
    """The rows, the too large ones by line, and too long lines by character."""
    for row in rows:
        if _bytes(row.rstrip()) <= room:
            yield row
            continue
        for line in row.splitlines():
            yield from _cut(line, room)


def _cut(line: str, room: int) -> Iterator[str]:
    part, size = "", 0
    for char in _characters(line):
        more = _bytes(char)
        if part and size + more > room:
            yield part
            part, size = "", 0
        part, size = part + char, size + more
    yield part


def _characters(line: str) -> Iterator[str]:
    """What a reader sees as one: a sign with its marks, an emoji of several."""
    whole = ""
    for char in line:
        belongs = (
            unicodedata.category(char) in ("Mn", "Me", "Mc") or char == _JOINER or whole.endswith(_JOINER)
        )
        if whole and (not belongs or len(whole) > 8):
            yield whole
            whole = ""
        whole += char
    if whole:
        yield whole


def _bytes(text: str) -> int:
    return len(text.encode())
