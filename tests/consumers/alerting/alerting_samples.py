"""Articles, events and rules for the tests of alerting; all companies are invented."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from consumers.alerting.compile import compile_rule
from consumers.alerting.compiled import CompiledRule
from consumers.alerting.directory import Directory
from consumers.alerting.dispatch import Dispatch
from consumers.alerting.mail_channel import MailChannel
from consumers.alerting.model import Content, DueMessage, Item, NewAlert
from consumers.alerting.outbox import Outbox
from consumers.alerting.receivers import ChannelName, ReceiversFile
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.rules import parse_rule
from consumers.alerting.schedule import Calendar
from consumers.alerting.sending import Channel
from consumers.alerting.smtp import SmtpMailer
from consumers.alerting.vocabulary import Vocabulary
from consumers.notifier import Notifier
from consumers.stage import Delivered
from consumers.tagging.places.gazetteer import Gazetteer
from wire import codec
from wire.clock import Clock
from wire.identity import digest
from wire.messages import Alert, Event, Lane, TaggedArticle, Tagging
from wire.settings import Settings
from wire.stream import Partition, Record, Stream
from wire.topics import ALERTS, TAGGED_ARTICLES

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
REGIONS = Gazetteer(
    {
        "210000": "辽宁省",
        "210900": "阜新市",
        "210902": "海州区",
        "320000": "江苏省",
        "320700": "连云港市",
        "320706": "海州区",
        "321100": "镇江市",
        "321102": "京口区",
    }
)
VOCABULARY = Vocabulary(
    REGIONS,
    {"开工": "开工", "动工": "开工", "奠基": "开工", "签约": "签约", "竣工": "竣工", "投产": "投产"},
    frozenset({"新材料", "生物医药", "光伏"}),
    lambda source_id: {"haizhou-news": "海州区政府网"}.get(source_id, source_id),
)
SENTENCE = "昨日，海州区云台新材料产业园项目正式开工，总投资4.1亿元。"
TEXT = f"{SENTENCE}\n项目由江苏北岭新材料有限公司建设，投产后年产值可观。"


def compiled(**fields: Any) -> CompiledRule:
    return compile_rule(parse_rule({"id": "r", **fields}), VOCABULARY)


def article(**fields: Any) -> TaggedArticle:
    """A live-looking article of an hour ago, with one event unless told otherwise."""
    base: dict[str, Any] = {
        "article_id": "a1",
        "revision": 1,
        "source_id": "haizhou-news",
        "url": "http://127.0.0.11/art/1.html",
        "title": "云台新材料产业园项目开工",
        "text": TEXT,
        "published_precision": "minute",
        "published": NOW - timedelta(hours=2),
        "shown_at": NOW - timedelta(hours=2),
        "first_seen": NOW - timedelta(hours=1),
        "fetched_at": NOW - timedelta(hours=1),
        "content_hash": "h",
        "publisher": "海州发布",
        "tagging": Tagging(version="1", data_version="1", seq=1),
        "place_codes": ["320000", "320700", "320706"],
        "main_place": "320706",
        "main_industry": "新材料",
    }
    base |= fields
    base.setdefault("story_id", base["article_id"])
    base.setdefault("events", [event(article_id=base["article_id"], story_id=base["story_id"])])
    return TaggedArticle(**base)


def event(**fields: Any) -> Event:
    base: dict[str, Any] = {
        "article_id": "a1",
        "story_id": "a1",
        "revision": 1,
        "type": "开工",
        "state": "done",
        "named": True,
        "sentence": SENTENCE,
        "title": "云台新材料产业园项目开工",
        "source_id": "haizhou-news",
        "shown_at": NOW - timedelta(hours=2),
        "project": "云台新材料产业园项目",
        "parties": ["江苏北岭新材料有限公司"],
        "place_codes": ["320000", "320700", "320706"],
        "place_names": ["江苏省", "连云港市", "海州区"],
        "main_place": "320706",
        "industries": ["新材料"],
        "main_industry": "新材料",
        "amount_cny": 410_000_000,
        "start": TEXT.index("开工"),
        "end": TEXT.index("开工") + 2,
    }
    base |= fields
    base.setdefault("event_id", digest(base["article_id"], base["type"], str(base["project"])))
    return Event(**base)


def delivered(tagged: TaggedArticle, lane: Lane = "live", offset: int = 0) -> Delivered:
    envelope = codec.wrap(tagged, lane=lane, trace="t", now=NOW)
    value = codec.encode(envelope)
    record = Record(
        Partition(TAGGED_ARTICLES, 0), offset, tagged.article_id, value, codec.headers_of(envelope), NOW
    )
    return Delivered(record, codec.decode(value))


def rule_files(folder: Path, clock: Clock, **rules: str) -> RuleFiles:
    """A folder with these files (by stem), and its reader."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, content in rules.items():
        (folder / f"{stem}.yaml").write_text(content, "utf-8")
    return RuleFiles(folder, lambda rule: compile_rule(rule, VOCABULARY), clock)


def new_alert(alert_id: str, *receivers: str, **facts: Any) -> NewAlert:
    """An alert for the notifier's tests, on a story of its own."""
    known: dict[str, Any] = {
        "on": "event",
        "rule_name": "海州开工",
        "why": "类型=开工，地区=海州区",
        "title": "云台新材料产业园项目开工",
        "url": "http://127.0.0.11/art/1.html",
        "source_id": "haizhou-news",
        "source_name": "海州区政府网",
        "publisher": "海州发布",
        "published": NOW.isoformat(),
        "published_precision": "minute",
        "first_seen": NOW.isoformat(),
        "sentence": SENTENCE,
        "words": ["开工"],
        "type": "开工",
        "state": "done",
        "project": "云台新材料产业园项目",
        "parties": ["江苏北岭新材料有限公司"],
        "aggregate": None,
        "place": "海州区",
        "place_code": "320706",
        "industry": "新材料",
        "amount_cny": 410_000_000,
        "area_m2": None,
    }
    told = dict.fromkeys(receivers)
    return NewAlert(alert_id, "r", alert_id, alert_id, (), "new", known | facts, told, "live", "t")


def due_message(alert: NewAlert, receiver: str = "li@example.cn") -> DueMessage:
    """The mail of one alert, as the outbox gives it out."""
    item = Item(
        alert_id=alert.alert_id,
        rule_id=alert.rule_id,
        story_id=alert.story_id,
        kind=alert.kind,
        created_at=NOW,
        facts=alert.facts,
    )
    content = Content(items=(item,), total=1)
    return DueMessage("<id@example.cn>", receiver, "single", "pending", 0, None, NOW, content)


def nobody() -> Directory:
    """Without receivers.yaml."""
    return Directory(ReceiversFile())


def notifier_of(
    outbox: Outbox,
    stream: Stream,
    clock: Clock,
    settings: Settings,
    directory: Callable[[], Directory] = nobody,
) -> Notifier:
    """A notifier that sends mail as these settings say."""
    channels: dict[ChannelName, Channel] = {"smtp": MailChannel.of(settings, SmtpMailer(settings, clock))}
    dispatch = Dispatch(outbox, channels, clock)
    return Notifier(outbox, directory, dispatch, Calendar(settings.zone), stream.producer(), clock)


def mail_settings(folder: Path, port: int, **fields: Any) -> Settings:
    base = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_timeout": 5.0}
    return Settings(data_dir=folder, mail_from="kaigong@example.cn", **(base | fields))


def told_alerts(stream: Stream) -> list[Alert]:
    """What the stream was told, in order."""
    with closing(stream.reader()) as reader:
        return [codec.decode_as(Alert, record.value).payload for record in reader.read(ALERTS)]
