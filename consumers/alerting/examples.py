"""Tries a rule on its own examples."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.example_model import Example
from consumers.alerting.leaves import positive
from consumers.alerting.matching import match_all
from consumers.alerting.rules import rule_error
from consumers.alerting.tagged_words import missing, told
from consumers.alerting.vocabulary import Vocabulary
from consumers.alerting.wording import shortened
from consumers.query.ast import AnyOf, walk
from wire.clock import Clock
from wire.identity import digest
from wire.messages import Article, TaggedArticle

_SHOWN_CHARS = 30
# Grows when the same rule on the same tags may come out differently.
_FORM = "1"


class Verdicts(Protocol):
    """What earlier trials came to."""

    def get(self, key: str) -> dict[str, str] | None: ...

    def put(self, key: str, problems: dict[str, str]) -> None: ...


class ExampleCheck:
    """Tags and matches the examples of a rule, once for the same rule, tagger and year."""

    def __init__(
        self,
        tag: Callable[[Article], TaggedArticle],
        tagger_version: str,
        vocabulary: Vocabulary,
        clock: Clock,
        verdicts: Verdicts,
    ) -> None:
        self._tag = tag
        self._version = tagger_version
        self._vocabulary = vocabulary
        self._clock = clock
        self._verdicts = verdicts

    def __call__(self, compiled: CompiledRule) -> None:
        """Raises ConfigurationError that names every example that comes out wrong, and what was found."""
        if problems := self.problems(compiled):
            raise rule_error(problems)

    def problems(self, compiled: CompiledRule) -> dict[str, str]:
        if not compiled.rule.examples:
            return {}
        key = self._key(compiled)
        problems = self._verdicts.get(key)
        if problems is None:
            problems = dict(self._tried(compiled))
            self._verdicts.put(key, problems)
        return problems

    def _key(self, compiled: CompiledRule) -> str:
        """The places of a rule follow from the watched sources too, so the compiled ones count."""
        content = compiled.rule.model_dump_json(exclude={"name", "enabled", "to", "notify"})
        values = sorted(
            f"{leaf.field}={value}"
            for leaf in walk(compiled.node)
            if isinstance(leaf, AnyOf)
            for value in leaf.values
        )
        return digest(_FORM, self._version, str(self._now.year), content, *values)

    def _tried(self, compiled: CompiledRule) -> Iterator[tuple[str, str]]:
        examples = compiled.rule.examples
        for wanted, name, given in ((True, "match", examples.match), (False, "no_match", examples.no_match)):
            for number, example in enumerate(given, 1):
                where = f"examples.{name} {number} “{shortened(example.text, _SHOWN_CHARS)}”"
                try:
                    problem = self._problem(compiled, example, wanted=wanted)
                except ValueError as exc:
                    problem = f"home: {exc}"
                if problem:
                    yield where, problem

    def _problem(self, compiled: CompiledRule, example: Example, *, wanted: bool) -> str | None:
        tagged = self._tag(self._article(compiled, example))
        matches = list(match_all([compiled], tagged))
        if bool(matches) is wanted:
            return None
        if wanted:
            return f"is not matched; {missing(compiled, tagged, self._vocabulary)}"
        found = [
            (told(match.event, self._vocabulary) + ": " if match.event else "") + match.why
            for match in matches[:3]
        ]
        return f"is matched: {'; '.join(found)}"

    def _article(self, compiled: CompiledRule, example: Example) -> Article:
        """Raises ValueError for a home that is no one place."""
        home = example.home or compiled.rule.home
        published = self._published(example)
        return Article(
            article_id=digest(example.title, example.text),
            revision=1,
            source_id=example.source or _source(compiled),
            url=None,
            title=example.title,
            text=example.text,
            region=None if home is None else self._vocabulary.place_code(home),
            published=published,
            published_precision="none" if published is None else "minute",
            shown_at=published or self._now,
            first_seen=self._now,
            fetched_at=self._now,
            content_hash="",
        )

    def _published(self, example: Example) -> datetime | None:
        if example.published is None:
            return None
        moment = datetime.fromisoformat(example.published)
        return moment if moment.tzinfo else moment.replace(tzinfo=self._vocabulary.zone)

    @property
    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._vocabulary.zone)


def _source(compiled: CompiledRule) -> str:
    """A rule on sources gets its examples from one of them."""
    named = [
        min(leaf.values)
        for leaf in positive(compiled.node)
        if isinstance(leaf, AnyOf) and leaf.field == "source_id"
    ]
    return named[0] if named else "example"
