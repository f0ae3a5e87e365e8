"""The questions about a document that are answered by a look-up, and their answers."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple, TypeAlias

from consumers.matching.phrases import PhraseFinder
from consumers.query.ast import TEXT_FIELDS, AnyOf, Exists, Leaf, Phrase, Prefix
from consumers.query.document import Document
from consumers.query.nearness import in_order, occurrences
from consumers.query.tokens import needle

Question: TypeAlias = Literal["phrase", "value", "prefix", "exists"]
# Every beginning of a keyword up to this length is looked up.
MAX_PREFIX = 32
_ANY_TEXT = ""


class Atom(NamedTuple):
    """`field` is empty for a phrase in any of TEXT_FIELDS; its `key` is how it stands in joined texts."""

    question: Question
    field: str
    key: str


def atoms_of(leaf: Leaf) -> frozenset[Atom] | None:
    """The leaf holds exactly when one of these does; None where no look-up can tell."""
    match leaf:
        case Phrase(tokens, field):
            sought = needle(tokens)
            return frozenset() if sought is None else frozenset({Atom("phrase", field or _ANY_TEXT, sought)})
        case AnyOf(field, values):
            return frozenset(Atom("value", field, value) for value in values)
        case Prefix(field, prefix) if 0 < len(prefix) <= MAX_PREFIX:
            return frozenset({Atom("prefix", field, prefix)})
        case Exists(field):
            return frozenset({Atom("exists", field, "")})
        case _:
            return None


class Facts:
    """What is true of one document. Its texts are read only when a phrase is asked for."""

    def __init__(self, document: Document, finder: PhraseFinder) -> None:
        self.document = document
        self._finder = finder
        self._known: dict[tuple[Question, str], AbstractSet[str]] = {}
        self._starts: dict[tuple[str, str], list[int]] = {}

    def keys(self, question: Question, field: str) -> AbstractSet[str]:
        known = self._known.get((question, field))
        if known is None:
            known = self._known[question, field] = self._look_up(question, field)
        return known

    def any(self, atoms: frozenset[Atom]) -> bool:
        return any(atom.key in self.keys(atom.question, atom.field) for atom in atoms)

    def near(self, words: Sequence[Atom], distance: int) -> bool:
        """Whether phrases of one field, or of any text, stand in this order and so near each other."""
        field = words[0].field
        return any(self._near_in(one, words, distance) for one in ((field,) if field else TEXT_FIELDS))

    def _near_in(self, field: str, words: Sequence[Atom], distance: int) -> bool:
        there = self.keys("phrase", field)
        if any(word.key not in there for word in words):
            return False
        text = self.document.tokens[field]
        return in_order([(word.key, self._starts_of(field, word.key)) for word in words], text, distance)

    def _starts_of(self, field: str, phrase: str) -> list[int]:
        starts = self._starts.get((field, phrase))
        if starts is None:
            starts = self._starts[field, phrase] = occurrences(self.document.tokens[field], phrase)
        return starts

    def _look_up(self, question: Question, field: str) -> AbstractSet[str]:
        document = self.document
        match question:
            case "phrase" if field == _ANY_TEXT:
                return frozenset().union(*(self.keys("phrase", one) for one in TEXT_FIELDS))
            case "phrase":
                return self._finder.find(document.tokens.get(field, ""))
            case "value":
                return document.keywords.get(field, frozenset())
            case "prefix":
                values = (value[:MAX_PREFIX] for value in document.keywords.get(field, ()))
                return {value[:length] for value in values for length in range(1, len(value) + 1)}
            case "exists":
                there = field in document.keywords or field in document.numbers or field in document.tokens
                return frozenset({""}) if there else frozenset()
