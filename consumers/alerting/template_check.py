"""Whether the customer's templates can be used, tried on messages of every kind before one is needed."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from consumers.alerting.model import Background, Content, Facts, Item
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Renderer
from consumers.alerting.template_files import TemplateFiles
from wire.errors import ConfigurationError
from wire.messages import AlertKind

_AT = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
_EVERYTHING: Facts = {
    "on": "event",
    "rule_name": "海州开工",
    "owner": "王芳",
    "why": "类型=开工，地区=海州区",
    "title": "云台新材料产业园项目开工",
    "url": "https://www.example.cn/1.html",
    "source_id": "haizhou-news",
    "source_name": "海州区政府网",
    "publisher": "海州发布",
    "published": _AT.isoformat(),
    "published_precision": "minute",
    "first_seen": _AT.isoformat(),
    "sentence": "昨日，海州区云台新材料产业园项目正式开工，总投资4.1亿元。",
    "words": ["开工"],
    "type": "开工",
    "state": "done",
    "project": "云台新材料产业园项目",
    "parties": ["江苏北岭新材料有限公司"],
    "place": "海州区",
    "place_full": "江苏省连云港市海州区",
    "place_code": "320706",
    "industry": "新材料",
    "amount_cny": 410_000_000,
    "copies": 2,
    "changes": ["金额：4亿元 → 4.1亿元"],
    "withdrawn": "原文已撤回",
}
# What an article that says little leaves of it.
_LITTLE: Facts = {"on": "article", "rule_name": "海州", "title": "简讯", "first_seen": _AT.isoformat()}
_KINDS: tuple[AlertKind, ...] = ("new", "update", "withdrawn", "late")


def template_problem(own: Path, template: str) -> str | None:
    """What is wrong with the templates of this name; None for none."""
    files = TemplateFiles(own, strict=True)
    if problem := files.problem(template):
        return problem
    renderer = Renderer(ZoneInfo("Asia/Shanghai"), files, contact="kaigong@example.cn")
    receiver = Receiver(id="li", to="li@example.cn", template=template)
    items = tuple(_item(kind, facts) for kind in _KINDS for facts in (_EVERYTHING, _LITTLE))
    background = Background(held_back={"计划": 12}, rule_ids=("haizhou",), sources=45, sick=2, sick_since=_AT)
    try:
        for item in items:
            renderer.alert(item, receiver)
        for content in (Content(), Content(items=items, total=500, background=background)):
            renderer.digest(content, receiver, _AT)
    except ConfigurationError as exc:
        return str(exc)
    return None


def _item(kind: AlertKind, facts: Facts) -> Item:
    return Item(alert_id="0" * 64, rule_id="haizhou", story_id="s", kind=kind, created_at=_AT, facts=facts)
