"""The token texts of a document, each made when it is first asked for."""

from collections.abc import Iterator, Mapping, Sequence

from consumers.query.tokens import joined


class TokenTexts(Mapping[str, str]):
    """By field. A field whose texts have no token is not there."""

    def __init__(self) -> None:
        self._values: dict[str, Sequence[str]] = {}
        self._made: dict[str, str] = {}

    def put(self, field: str, values: Sequence[str]) -> None:
        self._values[field] = values

    def __getitem__(self, field: str) -> str:
        text = self._made.get(field)
        if text is None:
            text = self._made[field] = joined(self._values[field])
        if not text:
            raise KeyError(field)
        return text

    def __iter__(self) -> Iterator[str]:
        return (field for field in self._values if field in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
