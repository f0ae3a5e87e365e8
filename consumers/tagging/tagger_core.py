"""An article in, the same article with its tags out: pure, and safe to share between threads."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import asdict

from consumers.tagging import whole
from consumers.tagging.event_messages import EventWriter
from consumers.tagging.events.days import article_day
from consumers.tagging.events.finding import Context
from consumers.tagging.events.outline import ended_year
from consumers.tagging.events.statements import Held
from consumers.tagging.events.telling import MAX_EVENTS, MAX_HELD_BACK
from consumers.tagging.figures import finding as figures
from consumers.tagging.knowledge import Knowledge
from consumers.tagging.parts import Part, Shared
from consumers.tagging.reader import Reader, Reading
from consumers.tagging.text.prepared import Prepared, Span
from consumers.tagging.text.segments import Excerpt, Segmented, articles_of, owner_of
from wire.messages import Article, Event, Figure, HeldBack, Segment, TaggedArticle, Tagging

VERSION = "9"  # of the code; a change of the data alone changes `Knowledge.data_version`


class Tagger:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._places = knowledge.places
        self._reader = Reader(knowledge)
        self._events = EventWriter(knowledge)

    @property
    def data_version(self) -> str:
        return self._knowledge.data_version

    def tag(self, article: Article, *, tagging: Tagging, story_id: str) -> TaggedArticle:
        """All tags of one article. A withdrawn one keeps its places and has no events."""
        title, text = Prepared(article.title), Prepared(article.text)
        found = self._places.find(title, text, article.region)
        in_text = [Span(mention.start, mention.end) for mention in found.mentions if not mention.in_title]
        segments = articles_of(title, text, in_text)
        doc_class = "newspaper" if segments else self._knowledge.classifier.classify(title.chars, text.chars)
        context = _context(article, doc_class, title.chars)
        if segments:
            readings = list(self._segments(title, article, segments, context))
        else:
            readings = [self._reader.read(title, text, found, context)]
        industries = whole.industries(readings)
        withdrawn = article.withdrawn_at is not None
        return TaggedArticle(
            **asdict(article),
            tagging=tagging,
            story_id=story_id,
            doc_class=doc_class,
            segments=[Segment(title=one.title, start=one.start, end=one.end) for one in segments],
            places=whole.places(readings),
            place_codes=whole.place_codes(readings),
            place_names=whole.place_names(readings),
            main_place=whole.main_place(readings),
            industries=industries,
            main_industry=industries[0].name if industries else None,
            figures=_figures(_parts(readings)),
            events=[] if withdrawn else self._told(article, story_id, readings),
            held_back=[] if withdrawn else _held_back(_parts(readings)),
        )

    def _segments(
        self, title: Prepared, article: Article, segments: Sequence[Segmented], context: Context
    ) -> Iterator[Reading]:
        """Each read as an article of its own. The title of the page stands over one of them, or over none."""
        owner = owner_of(article.title, segments)
        for number, segment in enumerate(segments):
            text = Excerpt(article.text, segment.start, segment.end)
            above = title if number == owner else Prepared("")
            found = self._places.find(above, text, article.region)
            headline = len(Prepared(article.text[segment.start : segment.headline]).chars)
            yield self._reader.read(above, text, found, context, headline)

    def _told(self, article: Article, story_id: str, readings: Sequence[Reading]) -> list[Event]:
        repeated: Counter[tuple[str, str]] = Counter()
        events: list[Event] = []
        for number, reading in enumerate(readings):
            only_industry = reading.industries[0].name if len(reading.industries) == 1 else None
            of_page = len(readings) > 1
            shared = Shared(article, story_id, number, reading.places, only_industry, of_page)
            events += self._events.events(shared, reading.head, reading.body, repeated)
        return events[:MAX_EVENTS]


def _parts(readings: Sequence[Reading]) -> list[Part]:
    return [part for reading in readings for part in (reading.head, reading.body)]


def _context(article: Article, doc_class: str, title: str) -> Context:
    is_dated, today = article.published is not None, article_day(article)
    ended = ended_year(title, today.year) if is_dated else None
    return Context(
        today, is_dated, doc_class == "plan", doc_class == "statistics", int(ended[1]) if ended else None
    )


def _figures(parts: Sequence[Part]) -> list[Figure]:
    found = [
        figures.as_figure(amount, *part.origin(amount.start, amount.end))
        for part in parts
        for amount in part.amounts
    ]
    return found[: figures.MAX_FIGURES]


def _held_back(parts: Sequence[Part]) -> list[HeldBack]:
    return [_as_held_back(held, part) for part in parts for held in part.findings.held][:MAX_HELD_BACK]


def _as_held_back(held: Held, part: Part) -> HeldBack:
    start, end = part.origin(held.hit.start, held.hit.end)
    return HeldBack(
        keyword=held.keyword, type=held.type, reason=held.reason, rule=held.rule, cue=held.cue,
        start=start, end=end,
    )  # fmt: skip
