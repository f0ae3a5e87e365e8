"""The title or the body of an article, with everything found in it."""

from msgspec import Struct

from consumers.tagging.events.statements import Findings
from consumers.tagging.figures.finding import Amount
from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.places.finding import FoundPlaces
from consumers.tagging.places.mention import Mention
from consumers.tagging.text.prepared import Prepared, Span
from wire.messages import Article


class Part(Struct, frozen=True):
    text: Prepared
    in_title: bool
    amounts: list[Amount]
    words: list[IndustryWord]
    silent: list[Span]  # what says nothing of an industry
    mentions: list[Mention]
    places: list[Span]  # where the mentions stand
    findings: Findings

    def origin(self, start: int, end: int) -> tuple[int | None, int | None]:
        """Where a match stands in the article's text; nowhere, for one of the title."""
        if self.in_title:
            return None, None
        span: Span = self.text.origin(start, end)
        return span.start, span.end


class Shared(Struct, frozen=True):
    """What every event of an article, or of one segment of a page, shares."""

    article: Article
    story_id: str
    segment: int
    places: FoundPlaces
    only_industry: str | None
    of_page: bool = False
