"""A query with other signs than were typed, which still knows where each of them comes from."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was read other than it was typed; `position` is a code point of the query."""

    message: str
    position: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """`text` is for a parser of Lucene syntax."""

    text: str
    origins: Sequence[int]
    notices: tuple[Notice, ...]

    def position(self, of: int) -> int:
        """Where in the query as typed this character of the text comes from."""
        return self.origins[min(of, len(self.origins) - 1)]


class Draft:
    """The repaired text while it is written."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._origins: list[int] = []
        self._notices: dict[str, Notice] = {}

    @property
    def last(self) -> str:
        return self._text[-1] if self._text else ""

    @property
    def awaits_value(self) -> bool:
        """Whether a value is to come: of a field, or of a comparison."""
        before = next((char for char in reversed(self._text) if not char.isspace()), "")
        return before in (":", "<", ">", "=")

    def copy(self, text: str, position: int) -> None:
        """Text that stands in the query at the position."""
        for offset, char in enumerate(text):
            self.emit(char, position + offset)

    def emit(self, text: str, position: int) -> None:
        """Text that stands for one character of the query."""
        for char in text:
            self._text.append(char)
            self._origins.append(position)

    def tell(self, typed: str, read: str, position: int) -> None:
        """A notice, once for every sign."""
        message = f"{typed} is read as {read}"
        self._notices.setdefault(message, Notice(message, position))

    def finished(self, end: int) -> Repaired:
        return Repaired("".join(self._text), [*self._origins, end], tuple(self._notices.values()))
