"""What is written first: ask each rule in turn, and each of its words with `in`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consumers.query.ast import And, AnyOf, Near, Node, Not, Or, Phrase
from wire.messages import TaggedArticle


@dataclass(frozen=True)
class Seen:
    text: str
    tags: frozenset[str]

    @classmethod
    def of(cls, article: TaggedArticle) -> "Seen":
        tags = (*article.place_codes, *(industry.name for industry in article.industries))
        return cls(f"{article.title}\n{article.text}".lower(), frozenset(tags))


Rule = Callable[[Seen], bool]


def rule(node: Node) -> Rule:
    match node:
        case And(parts):
            return _all(list(map(rule, parts)))
        case Or(parts):
            return _any(list(map(rule, parts)))
        case Not(part):
            return _none(rule(part))
        case Phrase(tokens):
            return _word("".join(tokens))
        case Near(phrases):
            return _all([_word("".join(tokens)) for tokens in phrases])
        case AnyOf(_, values):
            return lambda seen: not values.isdisjoint(seen.tags)
        case _:
            raise TypeError(f"the benchmark's rules have no {node!r}")


def _all(rules: Sequence[Rule]) -> Rule:
    return lambda seen: all(one(seen) for one in rules)


def _any(rules: Sequence[Rule]) -> Rule:
    return lambda seen: any(one(seen) for one in rules)


def _none(one: Rule) -> Rule:
    return lambda seen: not one(seen)


def _word(word: str) -> Rule:
    return lambda seen: word in seen.text
