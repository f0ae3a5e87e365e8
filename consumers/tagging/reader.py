"""One article read: what its title and its body hold, and what that says about its places and industries."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from consumers.tagging.events.finding import Context
from consumers.tagging.events.statements import Findings
from consumers.tagging.figures import finding as figures
from consumers.tagging.knowledge import Knowledge
from consumers.tagging.parts import Part
from consumers.tagging.places.finding import FoundPlaces
from consumers.tagging.places.mention import Mention
from consumers.tagging.text.prepared import Prepared, Span
from wire.messages import Industry


class Reading(Struct, frozen=True):
    head: Part
    body: Part
    places: FoundPlaces
    industries: list[Industry]


class Reader:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def read(
        self, title: Prepared, text: Prepared, places: FoundPlaces, context: Context, headline: int = 0
    ) -> Reading:
        """`headline` is how much of the text is the headline of an article of a page."""
        head = self._part(title, places, context, in_title=True)
        body = self._part(text, places, context, in_title=False, projects=_projects(head.findings))
        body = replace(body, findings=_told_once(body.findings, headline))
        return Reading(head, body, places, self._industries(head, body, headline))

    def _part(
        self,
        text: Prepared,
        places: FoundPlaces,
        context: Context,
        *,
        in_title: bool,
        projects: Mapping[str, str] | None = None,
    ) -> Part:
        amounts = figures.find(text)
        mentions = [mention for mention in places.mentions if mention.in_title == in_title]
        spans = [Span(mention.start, mention.end) for mention in mentions]
        findings = self._knowledge.events.find(text, amounts, spans, context, projects)
        found = self._knowledge.industries.find(text, _named_regions(mentions))
        return Part(text, in_title, amounts, found.words, found.silent, mentions, spans, findings)

    def _industries(self, head: Part, body: Part, headline: int) -> list[Industry]:
        statements = [statement.sentence for statement in body.findings.statements]
        titled = [*head.words, *(word for word in body.words if word.start < headline)]
        words = [word for word in body.words if word.start >= headline]
        heading = (head.text.chars, head.silent)
        scores = self._knowledge.industry_scores
        return scores.of_text(heading, titled, body.text, words, body.silent, statements)


def _projects(title: Findings) -> dict[str, str]:
    """Event type → the project that the title names for it."""
    return {statement.type: statement.project for statement in title.statements if statement.project}


def _told_once(findings: Findings, headline: int) -> Findings:
    """Without what the headline says and the text under it tells."""
    told = {(one.type, one.state) for one in findings.statements if one.hit.start >= headline}
    statements = [
        one for one in findings.statements if one.hit.start >= headline or (one.type, one.state) not in told
    ]
    return Findings(statements, findings.held)


def _named_regions(mentions: Sequence[Mention]) -> list[Span]:
    """A zone is called by what it does: 滨江镇化工园."""
    return [Span(mention.start, mention.end) for mention in mentions if mention.method != "zone"]
