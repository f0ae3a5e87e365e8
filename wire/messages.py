"""The messages on the stream. Their JSON Schemas are released in `wire/schemas/`: add only within a major.

Times are aware UTC, offsets are half-open code points into `text`, money is integer yuan. A span whose
`start` is null stands in the title, not in the text.
"""

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from msgspec import Meta, Struct, field

MAX_TEXT_CHARS = 300_000

Utc = Annotated[datetime, Meta(tz=True)]
RegionCode = Annotated[str, Meta(pattern=r"^\d{6,12}$")]

Lane = Literal["live", "backfill", "replay", "retag", "import"]
MessageType = Literal["article", "tagged-article", "project-events", "alert", "source-state"]
Precision = Literal["minute", "day", "none"]
DatePrecision = Literal["minute", "day", "month", "quarter", "half", "year", "none"]
PlaceRole = Literal["site", "publisher", "hq", "origin", "venue", "dateline"]
EventState = Literal["done", "planned", "conditional", "wished", "negated", "retracted"]
AlertKind = Literal["new", "update", "withdrawn", "late"]
DeliveryState = Literal["pending", "sending", "sent", "failed", "uncertain"]
ChangeKind = Literal["edited", "withdrawn", "returned"]
SourceHealth = Literal["new", "ok", "late", "failing", "blocked", "retired"]


class Message(Struct, frozen=True, kw_only=True):
    """Base of everything on the stream: immutable, unknown fields of a newer minor version are ignored."""


class Attachment(Message, frozen=True, kw_only=True):
    url: str
    name: str = ""


class Change(Message, frozen=True, kw_only=True):
    """What a revision changed against the one before; the sentences are the first changed one, cut short.

    `published_before` and `title_before` are there where `changed` names them; an article that had no date
    before has none here either.
    """

    kind: ChangeKind
    changed: list[Literal["title", "published", "text"]] = field(default_factory=list)
    title_before: str | None = None
    published_before: Utc | None = None
    chars_added: int = 0
    chars_removed: int = 0
    paragraphs_changed: int = 0
    sentence_before: str | None = None
    sentence: str | None = None


class Article(Message, frozen=True, kw_only=True):
    article_id: str
    revision: Annotated[int, Meta(ge=1)]
    source_id: str
    url: str | None
    title: str
    text: Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
    published_precision: Precision
    shown_at: Utc
    first_seen: Utc
    fetched_at: Utc
    content_hash: str
    truncated: bool = False
    published: Utc | None = None
    publisher: str | None = None
    column: str | None = None
    region: RegionCode | None = None
    doc_no: str | None = None
    kind: str | None = None
    attachments: list[Attachment] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    provenance: dict[str, str] = field(default_factory=dict)
    withdrawn_at: Utc | None = None
    change: Change | None = None


class Tagging(Message, frozen=True, kw_only=True):
    """Which tagger made the tags; `seq` grows with every change of its rules or data."""

    version: str
    data_version: str
    seq: Annotated[int, Meta(ge=1, lt=1_000_000)]


class Segment(Message, frozen=True, kw_only=True):
    """One of several articles that share a newspaper page."""

    title: str
    start: int
    end: int


class Place(Message, frozen=True, kw_only=True):
    """A mention of a place. `code` is null where the candidates could not be told apart."""

    surface: str
    start: int | None
    end: int | None
    code: RegionCode | None = None
    candidates: list[RegionCode] = field(default_factory=list)
    name: str | None = None
    role: PlaceRole = "site"
    method: str = ""
    segment: int = 0


class Industry(Message, frozen=True, kw_only=True):
    name: str
    score: float
    evidence: list[str] = field(default_factory=list)


class Figure(Message, frozen=True, kw_only=True):
    """A number with its unit in base units (CNY, USD, m2, 亩, 吨, 件 …)."""

    value: float
    unit: str
    start: int | None
    end: int | None
    value_high: float | None = None
    role: str | None = None
    modifier: Literal[">=", "<=", "~"] | None = None


class Event(Message, frozen=True, kw_only=True):
    """One statement that a project reached, or will reach, a stage."""

    event_id: str
    article_id: str
    story_id: str
    revision: int
    type: str
    state: EventState
    named: bool
    sentence: str
    title: str
    source_id: str
    shown_at: Utc
    segment: int = 0
    aggregate: int | None = None
    project: str | None = None
    parties: list[str] = field(default_factory=list)
    place_codes: list[RegionCode] = field(default_factory=list)
    place_names: list[str] = field(default_factory=list)
    main_place: RegionCode | None = None
    industries: list[str] = field(default_factory=list)
    main_industry: str | None = None
    amount_cny: int | None = None
    amount_yi: float | None = None
    area_m2: float | None = None
    figures: list[Figure] = field(default_factory=list)
    date: Utc | None = None
    date_precision: DatePrecision = "none"
    start: int | None = None
    end: int | None = None
    reason: str = ""
    rule: str = ""
    confidence: float = 1.0
    url: str | None = None
    publisher: str | None = None
    published: Utc | None = None


class HeldBack(Message, frozen=True, kw_only=True):
    """A keyword that is no event, with the reason it was held back, the rule and the words that decided."""

    keyword: str
    type: str
    reason: str
    start: int | None
    end: int | None
    rule: str = ""
    cue: str = ""


class TaggedArticle(Article, frozen=True, kw_only=True):
    """An article with its tags. `events` is complete: an event that is not in it no longer exists."""

    tagging: Tagging
    story_id: str
    doc_class: str = "news"
    segments: list[Segment] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    place_codes: list[RegionCode] = field(default_factory=list)
    place_names: list[str] = field(default_factory=list)
    main_place: RegionCode | None = None
    industries: list[Industry] = field(default_factory=list)
    main_industry: str | None = None
    figures: list[Figure] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)


class ProjectEvents(Message, frozen=True, kw_only=True):
    """The complete event list of one article."""

    article_id: str
    revision: int
    story_id: str
    tagging: Tagging
    events: list[Event] = field(default_factory=list)
    withdrawn_at: Utc | None = None


class Delivery(Message, frozen=True, kw_only=True):
    """`digest`: it went together with others. `held` says what it waits for before its first attempt."""

    alert_id: str
    receiver: str
    state: DeliveryState
    message_id: str
    attempts: int = 0
    next_at: Utc | None = None
    last_error: str | None = None
    digest: bool = False
    held: str | None = None
    sent_at: Utc | None = None


class Alert(Message, frozen=True, kw_only=True):
    """A match worth telling. `revision` grows with every change of its deliveries or facts.

    An update or a withdrawal is an alert of its own; `of_alert` is the one it continues. `silenced` names the
    silence because of which nobody was told.
    """

    alert_id: str
    revision: Annotated[int, Meta(ge=1)]
    rule_id: str
    story_id: str
    article_id: str
    kind: AlertKind
    created_at: Utc
    event_ids: list[str] = field(default_factory=list)
    facts: dict[str, str | int | float | list[str] | None] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    acknowledged: bool = False
    of_alert: str | None = None
    silenced: str | None = None


class SourceState(Message, frozen=True, kw_only=True):
    """How a source is. `revision` grows with every change."""

    source_id: str
    revision: Annotated[int, Meta(ge=1)]
    state: SourceHealth
    since: Utc
    reason: str = ""
    last_new_at: Utc | None = None
    expected_by: Utc | None = None
    acknowledged: bool = False


Payload = Article | TaggedArticle | ProjectEvents | Alert | SourceState
P = TypeVar("P", bound=Message)


class Envelope(Struct, Generic[P], frozen=True, kw_only=True):
    """What every record's value is. `id` is the same whenever the same thing is said again."""

    type: MessageType
    version: Annotated[str, Meta(pattern=r"^\d+\.\d+$")]
    id: str
    produced_at: Utc
    lane: Lane
    trace: str
    payload: P
