"""An article in, the same article with its tags out: pure, and safe to share between threads."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from consumers.tagging import figures
from consumers.tagging.disambiguation import Mention
from consumers.tagging.event_details import details, shown_span
from consumers.tagging.events import MAX_EVENTS, MAX_HELD_BACK, Findings, Held, Statement
from consumers.tagging.figures import Amount
from consumers.tagging.industries import IndustryWord
from consumers.tagging.knowledge import Knowledge
from consumers.tagging.modality import Context
from consumers.tagging.places import FoundPlaces
from consumers.tagging.prepared import Prepared, Span, starting_within
from wire.identity import event_id
from wire.messages import Article, Event, Figure, HeldBack, TaggedArticle, Tagging

VERSION = "1"  # of the code; a change of the data alone changes `Knowledge.data_version`
_MAX_TITLE = 300
_MAX_EVENT_PLACES = 12
_CONFIDENCE = {"cue": 0.95, "plain": 0.8, "unnamed": 0.6}


@dataclass(frozen=True, slots=True)
class _Part:
    """The title or the body, with what was found in it."""

    text: Prepared
    in_title: bool
    amounts: list[Amount]
    words: list[IndustryWord]
    mentions: list[Mention]
    findings: Findings


class Tagger:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @property
    def data_version(self) -> str:
        return self._knowledge.data_version

    def tag(self, article: Article, *, tagging: Tagging, story_id: str) -> TaggedArticle:
        """All tags of one article. A withdrawn one keeps its places and has no events."""
        title, body = Prepared(article.title), Prepared(article.text)
        doc_class = self._knowledge.classifier.classify(title.chars, body.chars)
        context = Context(article.shown_at.year, doc_class == "plan")
        places = self._knowledge.places.find(title, body, article.region)
        head = self._part(title, places, context, in_title=True)
        main = self._part(body, places, context, in_title=False, title=head.findings)
        near = [statement.sentence for statement in main.findings.statements]
        industries = self._knowledge.industries.score(head.words, main.words, near, len(body.chars))
        main_industry = industries[0].name if industries else None
        only_industry = main_industry if len(industries) == 1 else None
        known = _Known(article, story_id, places, only_industry)
        withdrawn = article.withdrawn_at is not None
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
            main_industry=main_industry,
            figures=_figures(head, main),
            events=[] if withdrawn else self._events(known, head, main),
            held_back=[] if withdrawn else _held_back(head, main),
        )

    def _part(
        self,
        text: Prepared,
        places: FoundPlaces,
        context: Context,
        *,
        in_title: bool,
        title: Findings | None = None,
    ) -> _Part:
        amounts = figures.find(text)
        mentions = [mention for mention in places.mentions if mention.in_title == in_title]
        spans = [Span(mention.start, mention.end) for mention in mentions]
        projects = _title_projects(title) if title else {}
        findings = self._knowledge.events.find(text, amounts, spans, context, projects)
        return _Part(text, in_title, amounts, self._knowledge.industries.words(text), mentions, findings)

    def _events(self, known: "_Known", head: _Part, main: _Part) -> list[Event]:
        """Those of the body; one of the title only where the body does not tell it."""
        told = {(statement.type, statement.state) for statement in main.findings.statements}
        only_title = [
            statement
            for statement in head.findings.statements
            if (statement.type, statement.state) not in told
        ]
        repeated: Counter[tuple[str, str]] = Counter()
        events: list[Event] = []
        for part, statements in ((head, only_title), (main, main.findings.statements)):
            shared = _sentences_of_several(statements)
            for statement in statements[: MAX_EVENTS - len(events)]:
                event = self._event(known, part, statement, alone=statement.sentence.start not in shared)
                number = repeated[statement.type, event.sentence]
                repeated[statement.type, event.sentence] += 1
                identity = event_id(known.article.article_id, event.type, event.sentence, number)
                events.append(msgspec.structs.replace(event, event_id=identity))
        return events

    def _event(self, known: "_Known", part: _Part, statement: Statement, *, alone: bool) -> Event:
        facts = details(statement, part.text, part.amounts, self._knowledge.names, alone=alone)
        codes, names, main_place = self._places_of(known.places, part.mentions, statement)
        industries = self._industries_of(known, part, statement)
        span = None if part.in_title else part.text.origin(statement.hit.start, statement.hit.end)
        named = statement.project is not None
        article = known.article
        return Event(
            event_id="",
            article_id=article.article_id,
            story_id=known.story_id,
            revision=article.revision,
            type=statement.type,
            state=statement.state,
            named=named,
            aggregate=statement.aggregate,
            project=statement.project,
            parties=facts.parties,
            place_codes=codes,
            place_names=names,
            main_place=main_place,
            industries=industries,
            main_industry=industries[0] if industries else None,
            amount_cny=facts.amount_cny,
            amount_yi=None if facts.amount_cny is None else facts.amount_cny / 10**8,
            area_m2=facts.area_m2,
            figures=[
                figures.as_figure(amount, part.text, in_title=part.in_title) for amount in facts.figures
            ],
            sentence=facts.sentence,
            start=span.start if span else None,
            end=span.end if span else None,
            reason=_reason(statement),
            confidence=_confidence(statement),
            title=article.title[:_MAX_TITLE],
            url=article.url,
            source_id=article.source_id,
            publisher=article.publisher,
            published=article.published,
            shown_at=article.shown_at,
        )

    def _places_of(
        self, places: FoundPlaces, mentions: Sequence[Mention], statement: Statement
    ) -> tuple[list[str], list[str], str | None]:
        """The places of the sentence; without one, the article's main place."""
        nearby = starting_within(mentions, statement.sentence)
        inside = [mention.code for mention in nearby if mention.code and mention.role == "site"]
        if not inside:
            codes, names = self._knowledge.places.with_ancestors([places.main])
            return codes, names, places.main
        codes, names = self._knowledge.places.with_ancestors(list(dict.fromkeys(inside))[:_MAX_EVENT_PLACES])
        return codes, names, self._main_of(inside, places.main)

    def _main_of(self, inside: Sequence[str], main: str | None) -> str:
        """The innermost place of the sentence; of several the article's own, else the first."""
        counties = [code for code in inside if not code.endswith("00")] or list(inside)
        if main is not None and main in counties:
            return main
        outer = set(counties)
        if main is not None and outer <= set(self._knowledge.gazetteer.ancestors(main)):
            return main
        return counties[0]

    def _industries_of(self, known: "_Known", part: _Part, statement: Statement) -> list[str]:
        span = shown_span(statement)
        words = starting_within(part.words, span)
        project = statement.project or ""
        in_name = [word for word in words if word.keyword in project]
        return self._knowledge.industries.of_statement(in_name or words, known.only_industry)


@dataclass(frozen=True, slots=True)
class _Known:
    """What every event of an article shares."""

    article: Article
    story_id: str
    places: FoundPlaces
    only_industry: str | None


def _sentences_of_several(statements: Sequence[Statement]) -> set[int]:
    """The beginnings of sentences that speak of more than one project."""
    projects: dict[int, set[str | None]] = defaultdict(set)
    for statement in statements:
        projects[statement.sentence.start].add(statement.project)
    return {start for start, named in projects.items() if len(named) > 1}


def _title_projects(title: Findings) -> Mapping[str, str]:
    return {statement.type: statement.project for statement in title.statements if statement.project}


def _figures(head: _Part, main: _Part) -> list[Figure]:
    found = [
        figures.as_figure(amount, part.text, in_title=part.in_title)
        for part in (head, main)
        for amount in part.amounts
    ]
    return found[: figures.MAX_FIGURES]


def _held_back(head: _Part, main: _Part) -> list[HeldBack]:
    return [_as_held_back(held, part) for part in (head, main) for held in part.findings.held][:MAX_HELD_BACK]


def _as_held_back(held: Held, part: _Part) -> HeldBack:
    span = None if part.in_title else part.text.origin(held.hit.start, held.hit.end)
    return HeldBack(
        keyword=held.keyword,
        type=held.type,
        reason=held.reason,
        start=span.start if span else None,
        end=span.end if span else None,
    )


def _reason(statement: Statement) -> str:
    """Why it is in this state, or why it names no project; empty for what was plainly reported."""
    if statement.state == "done" and statement.project is None:
        return "无项目名"
    return statement.cue.strip()[:20]


def _confidence(statement: Statement) -> float:
    if statement.project is None:
        return _CONFIDENCE["unnamed"]
    return _CONFIDENCE["cue" if statement.cue else "plain"]
