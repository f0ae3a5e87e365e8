"""A digest and single alerts that have everything, for looking at them; all companies are invented."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alerting_samples import new_alert

from consumers.alerting.links import Links
from consumers.alerting.model import Background, Content, Item
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Rendered, Renderer
from consumers.alerting.template_files import TemplateFiles
from consumers.alerting.times_of_day import parse_when
from wire.messages import AlertKind

_MORNING = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
_NOON = _MORNING + timedelta(hours=3, minutes=12)
_LI = Receiver(id="li", name="李静", to="li@example.cn", when=parse_when("daily 08:30"))
_LINKS = Links("https://board.example.cn/doc?id={article_id}", "https://board.example.cn/alerts")
_HAIZHOU: dict[str, Any] = {"place_full": "江苏省连云港市海州区"}
_JINGKOU: dict[str, Any] = {
    "place": "京口区", "place_code": "321102", "place_full": "江苏省镇江市京口区",
    "source_name": "京口区人民政府", "publisher": "京口发布",
}  # fmt: skip
_BACKGROUND = Background(
    held_back={"计划": 12, "开工率": 6, "其他义项": 5, "口号": 4, "跨词": 3, "愿望": 3},
    rule_ids=("haizhou",),
    sources=45,
    sick=2,
    sick_since=_MORNING - timedelta(days=2),
)


def _item(number: int, kind: AlertKind = "new", **facts: Any) -> Item:
    published = (_MORNING - timedelta(hours=14, minutes=7 * number)).isoformat()
    url = f"https://www.example.cn/xwzx/2026-11/21/content_{number}.html"
    known: dict[str, Any] = {"published": published, "url": url, "owner": "王芳"} | facts
    if "project" in facts:
        known["title"] = f"{facts['project']}有新进展"
    alert = new_alert(f"{number:064}", **known)
    return Item(
        alert_id=alert.alert_id,
        rule_id="haizhou",
        story_id=alert.story_id,
        article_id=f"article-{number}",
        kind=kind,
        created_at=_MORNING,
        facts=alert.facts,
    )


ITEMS = (
    _item(
        1, "withdrawn", **_JINGKOU, type="签约", project="临江冷链物流园", industry="现代物流",
        amount_cny=300_000_000, withdrawn="原文已于 11-22 07:14 撤下", words=["签约"],
        sentence="临江冷链物流园项目签约落户京口，总投资3亿元。", parties=[],
    ),
    _item(
        2, "update", **_HAIZHOU, project="海湾光伏组件基地", industry="光伏", amount_cny=5_200_000_000,
        sentence="海湾光伏组件基地项目总投资由50亿元调整为52亿元，今日上午正式开工。",
        words=["开工", "52亿元"],
        changes=["金额：50亿元 → 52亿元"], parties=["江苏南岭光能有限公司", "连云港海湾投资集团有限公司"],
    ),
    _item(
        3, **_JINGKOU, project="京口智能装备制造基地二期", industry="装备制造", amount_cny=1_860_000_000,
        sentence="总投资18.6亿元的京口智能装备制造基地二期开工奠基，预计2028年建成投产，达产后可实现年产值30亿元、"
        "税收1.2亿元，带动就业800人。",
        words=["开工", "奠基"], parties=["镇江远景装备股份有限公司"],
    ),
    _item(4, **_HAIZHOU, copies=3),
    _item(
        5, **_HAIZHOU, type="签约", project="青桐生物医药研发中心", industry="生物医药", amount_cny=None,
        sentence="11月21日，青桐生物医药研发中心项目在海州开发区成功签约。", words=["签约"], parties=[],
    ),
    _item(
        6, **_JINGKOU, type="竣工", state="planned", project="丹徒水务提标改造", industry=None,
        amount_cny=None, sentence="项目计划明年6月竣工。", words=["竣工"], parties=[],
    ),
    _item(
        7, "late", **_HAIZHOU, project="云台山隧道", industry="交通", amount_cny=900_000_000,
        published="2026-11-13T00:00:00+08:00", published_precision="day",
        sentence="云台山隧道项目于11月12日开工建设。", words=["开工"], parties=[],
    ),
)  # fmt: skip


def samples() -> dict[str, Rendered]:
    """By name: the digest, an empty one, and each kind of single alert."""
    renderer = Renderer(ZoneInfo("Asia/Shanghai"), TemplateFiles(), _LINKS, "desk@example.cn")
    full = Content(items=ITEMS, total=len(ITEMS) + 12, background=_BACKGROUND)
    empty = Content(background=_BACKGROUND)
    return {
        "digest": renderer.digest(full, _LI, _MORNING),
        "empty": renderer.digest(empty, _LI, _MORNING),
        "alert": renderer.alert(ITEMS[3], _LI, _BACKGROUND, _NOON),
        "update": renderer.alert(ITEMS[1], _LI, _BACKGROUND, _NOON),
        "withdrawn": renderer.alert(ITEMS[0], _LI),
    }
