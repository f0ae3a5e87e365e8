"""Rules as teams would write them by the ten thousand, from the words of a sample of documents.

2 to 6 words each, with AND, OR and NOT; one in ten asks for two words near each other; 70 % have a place,
50 % an industry, 5 % no word at all. A word is drawn from a document that is drawn first, so that it is as
common in the rules as it is in the documents.
"""

import random
from collections.abc import Iterator, Sequence

from consumers.query.ast import And, AnyOf, Near, Node, Not, Or, Phrase
from matching.documents import INDUSTRIES, Document
from wire.text import phrase

NEAR_TOKENS = 10


def rules(count: int, sample: Sequence[Document], *, seed: int = 1) -> dict[str, Node]:
    dice = random.Random(seed)
    return {f"rule-{number}": _rule(dice, sample) for number in range(count)}


def _rule(dice: random.Random, sample: Sequence[Document]) -> Node:
    tags = list(_tags(dice, sample))
    if dice.random() < 0.05:
        return And(tuple(tags or [_industry(dice)]))
    words = [_word(dice, sample) for _ in range(dice.randrange(2, 7))]
    if dice.random() < 0.1:
        first, second, *others = words
        near = Near((first.tokens, second.tokens), NEAR_TOKENS)
        return And((near, *([Or(tuple(others))] if others else []), *tags))
    return And((_combined(dice, words), *tags))


def _combined(dice: random.Random, words: Sequence[Phrase]) -> Node:
    """Words that must all stand there, alternatives, alternatives of both kinds, and exceptions."""
    middle = len(words) // 2
    first, second = tuple(words[:middle]), tuple(words[middle:])
    return dice.choices(
        (
            And(tuple(words)),
            And((Or(first), Or(second))),
            And((Or(first), *map(Not, second))),
            Or(tuple(words)),
            Or((And(first), And(second))),
        ),
        weights=(35, 30, 15, 10, 10),
    )[0]


def _tags(dice: random.Random, sample: Sequence[Document]) -> Iterator[Node]:
    if dice.random() < 0.7:
        yield AnyOf("place_codes", frozenset({dice.choice(dice.choice(sample).article.place_codes)}))
    if dice.random() < 0.5:
        yield _industry(dice)


def _industry(dice: random.Random) -> Node:
    return AnyOf("industries", frozenset({dice.choice(INDUSTRIES)}))


def _word(dice: random.Random, sample: Sequence[Document]) -> Phrase:
    return Phrase(tuple(phrase(dice.choice(dice.choice(sample).words))[0]))
