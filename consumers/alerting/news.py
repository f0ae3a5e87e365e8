"""Which matches an edit made, and which another tagger found in what stood there before; pure."""

from collections.abc import Sequence
from functools import cached_property

from msgspec import structs

from consumers.alerting.matching import Match
from consumers.alerting.said import Said
from consumers.query.matcher import matches as is_match
from consumers.query.matcher import prepare_article, prepare_event
from wire.messages import TaggedArticle


class News:
    """Of what the first tagger reads all is news: an edit may say what a sentence meant that stood there."""

    def __init__(self, article: TaggedArticle, before: Said | None) -> None:
        self._article = article
        self._before = before if before and before.seq != article.tagging.seq else None

    def of(self, matches: Sequence[Match]) -> list[Match]:
        return [match for match in matches if not self._stood(match)]

    def _stood(self, match: Match) -> bool:
        """Whether the rule would have matched without the edit, had this tagger read the article before."""
        if self._before is None:
            return False
        if match.event is None:
            document = prepare_article(self._standing)
        elif self._before.has(match.event.sentence):
            event = structs.replace(match.event, title=self._standing.title)
            document = prepare_event(self._standing, event)
        else:
            return False
        return is_match(match.compiled.node, document)

    @cached_property
    def _standing(self) -> TaggedArticle:
        return self._before.standing(self._article) if self._before else self._article
