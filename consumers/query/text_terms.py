"""Words and quotations as nodes."""

from dataclasses import dataclass

from consumers.query.ast import And, Near, Node, Phrase
from consumers.query.errors import QueryError
from consumers.query.nearness import MAX_DISTANCE, MAX_PHRASES
from consumers.query.repaired import Notice
from wire.text import phrase


@dataclass(frozen=True, slots=True)
class Typed:
    """A word or a quotation without its marks, and where it begins in the query."""

    text: str
    position: int
    quoted: bool = False


def words(typed: Typed, field: str | None, notices: list[Notice]) -> Node:
    """A phrase. A quotation with clause punctuation inside is a phrase per clause, which the notice says."""
    if not typed.quoted:
        _refuse_punctuation(typed)
    found = [Phrase(tuple(run), field) for run in phrase(typed.text)]
    if not found:
        raise QueryError(
            f"nothing to search for in {typed.text!r}",
            position=typed.position,
            hint="give letters, digits or characters",
        )
    if len(found) == 1:
        return found[0]
    notices.append(
        Notice(
            f"no phrase goes across punctuation: read as {len(found)} phrases, all of them", typed.position
        )
    )
    return And(tuple(found))


def _refuse_punctuation(typed: Typed) -> None:
    """Signs that repair knows are told of there; this is for all the others that end a clause."""
    for offset, char in enumerate(typed.text):
        if not char.isalnum() and len(phrase(f"一{char}一")) > 1:
            raise QueryError(
                f"{char!r} is part of no word",
                position=typed.position + offset,
                hint="put a space there, or the text in quotation marks",
            )


def nearness(typed: Typed, distance: int, field: str | None) -> Node:
    """Each word between spaces is a phrase."""
    found: list[tuple[str, ...]] = []
    for word in typed.text.split():
        if len(run := phrase(word)) != 1:
            raise QueryError(
                f"{word!r} is no word to be near to",
                position=typed.position,
                hint="give words with spaces between; nearness does not go across punctuation",
            )
        found.append(tuple(run[0]))
    if not 2 <= len(found) <= MAX_PHRASES:
        raise QueryError(
            f"nearness of {len(found)} word{'' if len(found) == 1 else 's'}",
            position=typed.position,
            hint=f'give 2 to {MAX_PHRASES} words with spaces between: "签约 项目"~10',
        )
    if distance > MAX_DISTANCE:
        raise QueryError(
            f"a distance of {distance} tokens",
            position=typed.position,
            hint=f"give 0 to {MAX_DISTANCE}; for words anywhere in the text leave out marks and distance",
        )
    return Near(tuple(found), distance, field)
