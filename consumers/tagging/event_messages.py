"""Statements as the events of an article: identity, details, places and industries put together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from consumers.tagging.events.days import article_day, event_day
from consumers.tagging.events.details import details, shown_span
from consumers.tagging.events.places import site_codes
from consumers.tagging.events.statements import Statement
from consumers.tagging.events.telling import MAX_EVENTS
from consumers.tagging.figures import finding as figures
from consumers.tagging.figures import roles as figure_roles
from consumers.tagging.knowledge import Knowledge
from consumers.tagging.parts import Part, Shared
from consumers.tagging.places.mention import Mention
from consumers.tagging.places.region_names import above_towns
from consumers.tagging.text.prepared import Span, starting_within
from wire.identity import event_id
from wire.messages import Event

_MAX_TITLE = 300
_MAX_PLACES = 12
_MAX_REASON = 20
_AROUND = 150
_BRACKETS = frozenset("【〔[「")
_OTHER = re.compile(r"(?:项目|工程|基地|生产线)\Z")  # an industrial park may just be the address


class EventWriter:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def events(
        self, shared: Shared, title: Part, body: Part, repeated: Counter[tuple[str, str]]
    ) -> list[Event]:
        """Those of the body, and those of the title that the body does not tell.

        `repeated` counts the sentences that the article has told so far.
        """
        events: list[Event] = []
        only_amount = self._only_amount(title, body)
        for part, statement, alone in _told(title, body):
            if len(events) == MAX_EVENTS:
                break
            sentence = shown_span(statement)
            evidence = part.text.original(sentence.start, sentence.end).strip()
            number = repeated[statement.type, evidence]
            repeated[statement.type, evidence] += 1
            identity = event_id(shared.article.article_id, statement.type, evidence, number)
            event = self._event(identity, evidence, shared, part, statement, alone=alone)
            if event.named and event.amount_cny is None and only_amount is not None:
                event = msgspec.structs.replace(event, amount_cny=only_amount, amount_yi=only_amount / 10**8)
            events.append(event)
        return events

    def _event(
        self, identity: str, evidence: str, shared: Shared, part: Part, statement: Statement, *, alone: bool
    ) -> Event:
        parties = self._knowledge.parties
        facts = details(statement, part.text, part.amounts, parties, part.places, alone=alone)
        day, precision = event_day(statement.moment, statement.state, article_day(shared.article))
        codes, names, main_place = self._places(shared, part, statement, alone=alone)
        industries = self._industries(shared, part, statement)
        start, end = part.origin(statement.hit.start, statement.hit.end)
        article = shared.article
        return Event(
            event_id=identity,
            article_id=article.article_id,
            story_id=shared.story_id,
            revision=article.revision,
            segment=shared.segment,
            type=statement.type,
            state=statement.state,
            named=statement.project is not None,
            aggregate=statement.aggregate,
            project=statement.project,
            parties=facts.parties,
            place_codes=codes,
            place_names=names,
            main_place=main_place and above_towns(main_place),
            industries=industries,
            main_industry=industries[0] if industries else None,
            amount_cny=facts.amount_cny,
            amount_yi=None if facts.amount_cny is None else facts.amount_cny / 10**8,
            area_m2=facts.area_m2,
            figures=[
                figures.as_figure(amount, *part.origin(amount.start, amount.end)) for amount in facts.figures
            ],
            date=day,
            date_precision=precision,
            sentence=evidence,
            start=start,
            end=end,
            reason=_reason(statement),
            rule=statement.rule,
            confidence=_confidence(statement),
            title=article.title[:_MAX_TITLE],
            url=article.url,
            source_id=article.source_id,
            publisher=article.publisher,
            published=article.published,
            shown_at=article.shown_at,
        )

    def _places(
        self, shared: Shared, part: Part, statement: Statement, *, alone: bool
    ) -> tuple[list[str], list[str], str | None]:
        """Codes, names and main place of the sentence; without a place in it, the article's main place."""
        nearby = _nearby(part, statement, alone=alone)
        main = shared.places.main
        ancestors = self._knowledge.gazetteer.ancestors
        inside = site_codes(nearby, statement, part.text, main, ancestors, of_page=shared.of_page)
        label = _label(part, statement)
        if label is not None and set(inside) <= set(ancestors(label)):  # 【某区】某市第一水厂开工
            inside = [label]
        if not inside:
            return *self._knowledge.places.with_ancestors([main]), main
        codes = list(dict.fromkeys(inside))[:_MAX_PLACES]
        return *self._knowledge.places.with_ancestors(codes), self._main_of(inside, main)

    def _only_amount(self, title: Part, body: Part) -> int | None:
        """The total investment of an article that has one, and one project."""
        parts = (title, body)
        totals = {
            amount.value: (part, amount)
            for part in parts
            for amount in part.amounts
            if amount.role == figure_roles.TOTAL and amount.unit == "CNY"
        }
        projects = {told.project for part in parts for told in part.findings.statements if told.project}
        if len(totals) != 1 or len(projects) != 1:
            return None
        value, (part, amount) = totals.popitem()
        return int(value) if self._names_nothing_else(part, amount.start, projects.pop()) else None

    def _names_nothing_else(self, part: Part, position: int, project: str) -> bool:
        sentence = part.text.sentences[part.text.sentence_number(position)]
        around = Span(max(sentence.start, position - _AROUND), min(sentence.end, position + _AROUND))
        named = self._knowledge.names.projects(part.text, around, ())
        return all(name.text in project or project in name.text for name in named if _OTHER.search(name.text))

    def _main_of(self, inside: Sequence[str], main: str | None) -> str:
        """The innermost place of the sentence; of several the article's own, else the first."""
        counties = [code for code in inside if not code.endswith("00")]
        innermost = counties or list(inside)
        return main if main is not None and main in innermost else innermost[0]

    def _industries(self, shared: Shared, part: Part, statement: Statement) -> list[str]:
        words = starting_within(part.words, shown_span(statement))
        project = statement.project or ""
        # What its name says counts, also where the sentence calls it 该项目.
        in_name = [word for word in words if word.keyword in project] or [
            word for word in part.words if word.keyword in project
        ]
        scores = self._knowledge.industry_scores
        return scores.of_statement(in_name or words, part.text, statement.hit.start, shared.only_industry)


def _nearby(part: Part, statement: Statement, *, alone: bool) -> list[Mention]:
    """The places of its sentence; of several projects each takes those of its own part, where it has any."""
    own = [part.text.part(statement.hit.start, statement.sentence)]
    if not alone:
        own.insert(0, part.text.clause(statement.hit.start))
    for span in own:
        nearby = starting_within(part.mentions, span)
        if any(mention.code and mention.role == "site" for mention in nearby):
            return nearby
    return starting_within(part.mentions, statement.sentence)


def _label(part: Part, statement: Statement) -> str | None:
    """【某某县】 in front of a paragraph says where all in it is."""
    start = part.text.chars.rfind("\n", 0, statement.hit.start) + 1
    first = starting_within(part.mentions, Span(start, start + 2))
    is_label = first and part.text.chars[first[0].start - 1 : first[0].start] in _BRACKETS
    return first[0].code if is_label else None


def _told(title: Part, body: Part) -> Iterator[tuple[Part, Statement, bool]]:
    """Each statement with its part, and whether its part of a sentence speaks of its project alone."""
    in_body = {(statement.type, statement.state) for statement in body.findings.statements}
    only_title = [told for told in title.findings.statements if (told.type, told.state) not in in_body]
    for part, statements in ((title, only_title), (body, body.findings.statements)):
        projects: dict[int, set[str | None]] = defaultdict(set)
        starts = [part.text.part(told.hit.start, told.sentence).start for told in statements]
        for start, statement in zip(starts, statements, strict=True):
            projects[start].add(statement.project)
        for start, statement in zip(starts, statements, strict=True):
            yield part, statement, len(projects[start]) == 1


def _reason(statement: Statement) -> str:
    """Why it is in this state, or that it names no project; empty where nothing but the keyword spoke."""
    if statement.state == "done" and statement.project is None:
        return "无项目名"
    return statement.cue.strip()[:_MAX_REASON]


def _confidence(statement: Statement) -> float:
    if statement.project is None:
        return 0.6
    return 0.95 if statement.cue else 0.8
