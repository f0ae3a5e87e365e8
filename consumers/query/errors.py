"""What is wrong with a query, where, and what to write instead."""

from wire.errors import KaigongError


class QueryError(KaigongError):
    """Raised by parsers, compilers and indexes; `position` is a code point of the query as typed."""

    def __init__(self, message: str, *, position: int | None = None, hint: str = "") -> None:
        self.message = message
        self.position = position
        self.hint = hint
        where = "" if position is None else f" (at character {position + 1})"
        super().__init__(f"{message}{where}" + (f": {hint}" if hint else ""))
