"""An article in, the same article with its tags out: pure, and safe to share between threads."""

from collections.abc import Mapping, Sequence

from consumers.tagging import figures
from consumers.tagging.disambiguation import Mention
from consumers.tagging.event_days import article_day
from consumers.tagging.event_messages import EventWriter
from consumers.tagging.events import MAX_HELD_BACK, Context, Findings, Held
from consumers.tagging.knowledge import Knowledge
from consumers.tagging.parts import Part, Shared
from consumers.tagging.places import FoundPlaces
from consumers.tagging.prepared import Prepared, Span
from wire.messages import Article, Event, Figure, HeldBack, Industry, TaggedArticle, Tagging

VERSION = "1"  # of the code; a change of the data alone changes `Knowledge.data_version`


class Tagger:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._places = knowledge.places
        self._events = EventWriter(knowledge)

    @property
    def data_version(self) -> str:
        return self._knowledge.data_version

    def tag(self, article: Article, *, tagging: Tagging, story_id: str) -> TaggedArticle:
        """All tags of one article. A withdrawn one keeps its places and has no events."""
        title, text = Prepared(article.title), Prepared(article.text)
        doc_class = self._knowledge.classifier.classify(title.chars, text.chars)
        context = _context(article, doc_class)
        places = self._places.find(title, text, article.region)
        head = self._part(title, places, context, in_title=True)
        body = self._part(text, places, context, in_title=False, projects=_projects(head.findings))
        industries = self._industries(head, body)
        events, held_back = self._findings(article, story_id, places, industries, head, body)
        return TaggedArticle(
            **{name: getattr(article, name) for name in Article.__struct_fields__},
            tagging=tagging,
            story_id=story_id,
            doc_class=doc_class,
            places=places.places,
            place_codes=places.codes,
            place_names=places.names,
            main_place=places.main,
            industries=industries,
            main_industry=industries[0].name if industries else None,
            figures=_figures(head, body),
            events=events,
            held_back=held_back,
        )

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
        words = self._knowledge.industries.words(text, _named_regions(mentions))
        return Part(text, in_title, amounts, words, mentions, findings)

    def _industries(self, head: Part, body: Part) -> list[Industry]:
        near = [statement.sentence for statement in body.findings.statements]
        return self._knowledge.industry_scores.of_text(head.words, body.text, body.words, near)

    def _findings(
        self,
        article: Article,
        story_id: str,
        places: FoundPlaces,
        industries: list[Industry],
        head: Part,
        body: Part,
    ) -> tuple[list[Event], list[HeldBack]]:
        if article.withdrawn_at is not None:
            return [], []
        only_industry = industries[0].name if len(industries) == 1 else None
        shared = Shared(article, story_id, places, only_industry)
        return self._events.events(shared, head, body), _held_back(head, body)


def _context(article: Article, doc_class: str) -> Context:
    return Context(article_day(article), article.published is not None, doc_class == "plan")


def _named_regions(mentions: Sequence[Mention]) -> list[Span]:
    """A zone is called by what it does: 滨江镇化工园."""
    return [Span(mention.start, mention.end) for mention in mentions if mention.method != "zone"]


def _projects(title: Findings) -> dict[str, str]:
    """Event type → the project that the title names for it."""
    return {statement.type: statement.project for statement in title.statements if statement.project}


def _figures(*parts: Part) -> list[Figure]:
    found = [
        figures.as_figure(amount, *part.origin(amount.start, amount.end))
        for part in parts
        for amount in part.amounts
    ]
    return found[: figures.MAX_FIGURES]


def _held_back(*parts: Part) -> list[HeldBack]:
    return [_as_held_back(held, part) for part in parts for held in part.findings.held][:MAX_HELD_BACK]


def _as_held_back(held: Held, part: Part) -> HeldBack:
    start, end = part.origin(held.hit.start, held.hit.end)
    return HeldBack(
        keyword=held.keyword, type=held.type, reason=held.reason, rule=held.rule, cue=held.cue,
        start=start, end=end,
    )  # fmt: skip
