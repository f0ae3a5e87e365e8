"""What a site of the sample web has to tell, and what a reader must find of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from kaigong.demo.dice import Dice, hex_id
from kaigong.demo.markup import ZONE

_PLACES = ("港城", "江滨", "云台", "南山", "北湖", "新桥", "西坝", "东关", "青口", "宝堰", "丁卯", "墟沟")
_ACTS = ("推进", "召开", "启动", "完善", "部署", "开展", "通报", "公布", "调研", "发布")
_TOPICS = (
    "老旧小区改造工作",
    "高标准农田建设",
    "产业园区配套服务",
    "春季招聘服务",
    "城市道路养护",
    "营商环境评议",
    "水环境整治行动",
    "社区养老服务",
    "外贸企业帮扶",
    "防汛物资储备检查",
    "职业技能培训",
    "文旅融合发展",
)
_SENTENCES = (
    "会议听取了{place}有关情况汇报，研究了下一阶段的{topic}。",
    "今年以来，{place}围绕{topic}，共排定重点事项{n}项，目前已有{m}项完成。",
    "{place}相关负责人介绍，{topic}将按照序时进度推进，确保各项任务落到实处。",
    "在现场，工作人员向参加活动的{n}名群众讲解了{topic}的有关政策。",
    "下一步，{place}将继续加强督查，对发现的{m}个问题逐项整改，并及时向社会公开结果。",
    "据了解，{topic}涉及{n}个村居，惠及居民{m}万余人。",
    "与会人员实地察看了{place}的现场，详细了解了资金安排和人员配备。",
    "要求各部门提高认识，压实责任，把{topic}作为一项长期任务抓紧抓好。",
)

Kind = Literal["article", "link", "gone"]


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: the name that people know and the token that the server stores it under."""

    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One article. `oddity` names the pathology of its page, `row` the one of its place in the list."""

    number: int
    token: str
    title: str
    published: datetime
    source: str
    paragraphs: tuple[str, ...]
    files: tuple[File, ...] = ()
    pictures: int = 0
    oddity: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the crawler must make of one link: an article, a link that is only noted, or nothing."""

    url: str
    title: str
    published: datetime | None
    source: str = ""
    body: str = ""
    files: tuple[str, ...] = ()
    kind: Kind = "article"
    day_only: bool = False
    oddity: str = ""


def compose(
    site: str,
    count: int,
    now: datetime,
    source: str,
    oddities: tuple[str, ...] = (),
    rows: tuple[str, ...] = (),
) -> list[Piece]:
    """Articles of the last two months, the newest first; oddities are dealt out one to an article."""
    titles = Dice(site, "titles").shuffled([(p, a, t) for p in _PLACES for a in _ACTS for t in _TOPICS])
    moment = now.astimezone(ZONE).replace(second=0, microsecond=0)
    pieces = []
    for number in range(1, count + 1):
        dice = Dice(site, number)
        moment -= timedelta(minutes=dice.between(70, 60 * 26))
        place, act, topic = titles[number]
        piece = Piece(
            number=number,
            token=hex_id(site, number),
            title=f"{place}{act}{topic}",
            published=moment,
            source=source,
            paragraphs=_paragraphs(dice, place, topic),
        )
        pieces.append(replace(piece, oddity=_dealt(oddities, number), row=_dealt(rows, number)))
    return pieces


def _dealt(oddities: tuple[str, ...], number: int) -> str:
    return oddities[number - 1] if number <= len(oddities) else ""


def _paragraphs(dice: Dice, place: str, topic: str) -> tuple[str, ...]:
    chosen = dice.shuffled(_SENTENCES)[: dice.between(3, 7)]
    said = [
        one.format(place=place, topic=topic, n=dice.between(20, 90), m=dice.between(2, 19)) for one in chosen
    ]
    half = max(1, len(said) // 2)
    return ("".join(said[:half]), *said[half:])
