"""The labelled lines of the development split, each with what the tagger read before it decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from labels import HERE, Line, read_lines

import consumers.tagging.knowledge
from consumers.tagging import Knowledge, Tagger
from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.likeness import Heading, Likeness, LikenessModel, beginning_of
from consumers.tagging.industries.model import IndustryJudge, IndustryModel
from consumers.tagging.industries.scores import IndustryScores
from consumers.tagging.industries.sentences import Weighed
from consumers.tagging.industries.vocabulary import Chains
from consumers.tagging.text.prepared import Prepared, Span
from consumers.tagging.text.reading import folded
from consumers.tagging.yaml_file import read_model
from kaigong.tagging.documents import Document
from kaigong.tagging.one import Trial
from wire.clock import SystemClock
from wire.messages import Industry

DATA = Path(consumers.tagging.knowledge.__file__).parent / "data"
MODEL, LIKENESS = DATA / "industry_model.yaml", DATA / "industry_likeness.yaml"


@dataclass(frozen=True)
class Read:
    beginning: str
    title: Sequence[IndustryWord]
    text: Prepared
    words: Sequence[IndustryWord]
    weighed: Weighed


@dataclass(frozen=True)
class Example:
    file: str
    line: Line
    read: Read

    def is_right(self, chain: str) -> bool | None:
        """None where both answers are."""
        if chain in self.line.get("industries_optional", ()):
            return None
        return chain in self.line["industries"]


@dataclass(frozen=True)
class Phrase:
    """Of a few letters, about one chain or none. It may be about some others too."""

    text: str
    chain: str
    perhaps: frozenset[str]

    def is_right(self, chain: str) -> bool | None:
        return None if chain in self.perhaps else chain == self.chain


class _Listening(IndustryScores):
    """Keeps what it is asked, and decides nothing."""

    asked: list[Read]

    def of_text(
        self,
        heading: Heading,
        title: Sequence[IndustryWord],
        text: Prepared,
        words: Sequence[IndustryWord],
        silent: Sequence[Span],
        statements: Sequence[Span],
    ) -> list[Industry]:
        weighed = self._sentences.of(text, words, statements)
        beginning = beginning_of(heading, (text.chars, [*silent, *weighed.lists]))
        self.asked.append(Read(beginning, title, text, words, weighed))
        return []


def read_chains() -> Chains:
    return read_model(Chains, DATA / "industries.yaml")


def read_phrases() -> list[Phrase]:
    """From the files of the chains, and `none.txt`: 电子级双氧水|电子信息与集成电路."""
    return [
        _phrase(path.stem, line)
        for path in sorted((HERE / "phrases").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]


def _phrase(chain: str, line: str) -> Phrase:
    text, _, perhaps = line.partition("|")
    return Phrase(folded(text)[0], chain, frozenset(filter(None, perhaps.split(","))))


def read_examples() -> Iterator[Example]:
    judge = IndustryJudge(read_model(IndustryModel, MODEL))
    likeness = Likeness(read_model(LikenessModel, LIKENESS))
    listening = _Listening(read_chains(), judge, likeness)
    trial = Trial(Tagger(replace(Knowledge.load(), industry_scores=listening)), SystemClock())
    for path in sorted((HERE / "dev").glob("*.jsonl")):
        for line in read_lines(path):
            if "industries" not in line.get("only", ("industries",)):
                continue
            listening.asked = []
            document = Document(line["id"], line.get("title", ""), line["text"], region=line.get("home"))
            trial.tagged(document)
            if len(listening.asked) == 1:  # the labels of a page of several articles are of none of them
                yield Example(path.stem, line, listening.asked[0])
