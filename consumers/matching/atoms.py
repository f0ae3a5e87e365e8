"""The questions about a document that are answered by a look-up, and their answers."""

from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple, TypeAlias

from consumers.matching.phrases import PhraseFinder
from consumers.query.ast import TEXT_FIELDS, AnyOf, Exists, Leaf, Phrase, Prefix
from consumers.query.document import Document
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

    def keys(self, question: Question, field: str) -> AbstractSet[str]:
        known = self._known.get((question, field))
        if known is None:
            known = self._known[question, field] = self._look_up(question, field)
        return known

    def any(self, atoms: frozenset[Atom]) -> bool:
        return any(atom.key in self.keys(atom.question, atom.field) for atom in atoms)

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
