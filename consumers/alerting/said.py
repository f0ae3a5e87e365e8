"""What an article said before, sentence by sentence; pure. It tells an edit from a better tagger."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from msgspec import structs

from wire.identity import normalised
from wire.messages import Article, HeldBack, TaggedArticle

_HASH_BYTES = 4
# Of a longer text, what stands behind counts as new.
_MOST_SENTENCES = 5_000
# A sentence goes over no more line ends.
_MOST_LINES = 8
_ENDS = re.compile(r"[。！？!?；;]")
_END = re.compile(r"[。！？!?；;\n]")
_SENTENCE = re.compile(rf"[^{_END.pattern[1:-1]}]*{_END.pattern}?")


@dataclass(frozen=True, slots=True)
class Said:
    """`seq` is of the tagger that read the article first; the sentences are those it had last."""

    seq: int
    sentences: frozenset[bytes]

    @classmethod
    def of(cls, seq: int, packed: bytes) -> "Said":
        starts = range(0, len(packed), _HASH_BYTES)
        return cls(seq, frozenset(packed[start : start + _HASH_BYTES] for start in starts))

    def has(self, text: str) -> bool:
        """Whether all of it stood there."""
        return all(_hash(sentence) in self.sentences for sentence in _sentences(_inked(text)))

    def had(self, word: HeldBack, article: Article) -> bool:
        """Whether the word's line or sentence stood there; a word without a place stands in the title."""
        if word.start is None or word.end is None:
            return self.has(article.title)
        starts = [found.end() for found in _END.finditer(article.text, 0, word.start)]
        end = _END.search(article.text, word.end)
        return self.has(article.text[starts[-1] if starts else 0 : end.start() if end else None])

    def standing(self, article: TaggedArticle) -> TaggedArticle:
        """The article as far as it said this before: blank where it did not, without the tags from there."""
        text = "".join(
            piece if self.has(piece) else "\n" * len(piece) for piece in _SENTENCE.findall(article.text)
        )
        title = article.title if self.has(article.title) else ""
        rest = structs.replace(article, title=title, text=text)
        codes = [code for code in article.place_codes if _is_named(code, rest, article)]
        shown = normalised(f"{title}\n{text}")
        industries = [one for one in article.industries if _is_shown(one.evidence, shown)]
        return structs.replace(
            rest,
            place_codes=codes,
            main_place=article.main_place if article.main_place in codes else None,
            industries=industries,
            main_industry=next((one.name for one in industries if one.name == article.main_industry), None),
            events=[event for event in article.events if self.has(event.sentence)],
        )


def packed(article: Article) -> bytes:
    """What `Said.of` reads."""
    lines = [_inked(line) for line in article.text.split("\n")]
    found = dict.fromkeys(
        [*_sentences(_inked(article.title)), *chain.from_iterable(map(_sentences, lines)), *_over(lines)]
    )
    return b"".join(map(_hash, islice(found, _MOST_SENTENCES)))


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _ENDS.split(text) if sentence]


def _inked(text: str) -> str:
    """White space is no content."""
    return "".join(text.split())


def _over(lines: Sequence[str]) -> Iterator[str]:
    """A newspaper's lines end inside sentences; a heading is one without a mark. So both are kept."""
    for number, line in enumerate(lines, start=1):
        begun = _ENDS.split(line)[-1]
        if begun:
            yield begun + _ENDS.split("".join(lines[number : number + _MOST_LINES]), maxsplit=1)[0]


def _hash(sentence: str) -> bytes:
    return hashlib.blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest()


def _is_named(code: str, rest: TaggedArticle, article: TaggedArticle) -> bool:
    """Whether the rest names the place or one inside it, or no mention did: it comes from the source then."""
    inside = code.rstrip("0")
    mentions = [place for place in article.places if place.code and place.code.startswith(inside)]
    return not mentions or any(_stands(place.start, place.end, rest) for place in mentions)


def _stands(start: int | None, end: int | None, rest: TaggedArticle) -> bool:
    return bool(rest.title) if start is None else bool(rest.text[start:end].strip())


def _is_shown(evidence: list[str], text: str) -> bool:
    return not evidence or any(normalised(word) in text for word in evidence)
