"""The invented news of a soak, drawn by a seed: what each article says, and what becomes of it."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Fate = Literal[
    "plain",  # says nothing that anybody asked for
    "event",
    "copied",  # other sources print it too
    "fact_edited",  # a later revision has another amount
    "touched_up",  # a later revision changes words that matter to nobody
    "corrected",  # a later revision does not say it any more
    "withdrawn",
    "late",  # of a first crawl, or published or found long ago
    "words",  # no event, but the words of a rule on articles
]
SHARES: dict[Fate, float] = {
    "plain": 0.68, "event": 0.09, "copied": 0.05, "fact_edited": 0.04, "touched_up": 0.04, "corrected": 0.02,
    "withdrawn": 0.03, "late": 0.02, "words": 0.03,
}  # fmt: skip
TYPES = {"开工": "开工建设", "签约": "签约落户", "投产": "建成投产"}
PLACES = {"320706": "海州区", "320703": "连云区", "320707": "赣榆区"}
_TRADES = ("精密制造", "生物医药", "储能电池", "智能装备", "冷链物流")
_SMALL, _LARGE = (6, 8, 11, 14), (36, 42, 55, 78, 91)  # in 1/10 亿元; a rule asks for 3亿 and more
_EVERYDAY = (
    "会议强调，要坚持问题导向，压实工作责任，确保各项任务落到实处。",
    "全区上下要加快推进项目建设，力争早开工、早投产、早见效。",
    "上半年规上工业增加值同比增长百分之六点三，重点项目开工率达到百分之九十二。",
    "社区卫生服务中心组织家庭医生签约团队走进居民小区，开展健康宣传。",
    "志愿者们清理河道垃圾，修剪绿化苗木，擦洗公共设施。",
    "文化馆举办书画展览，展出本地作者作品一百余件，吸引市民前来参观。",
    "农技人员深入田间地头，指导农户做好水稻病虫害防治工作。",
    "交通部门提醒，施工期间请过往车辆注意绕行，服从现场指挥。",
    "区人社局举办专场招聘会，提供就业岗位一千二百余个。",
    "与会人员观看了警示教育片，并就贯彻落实会议精神作了交流发言。",
)


@dataclass(frozen=True, slots=True)
class Story:
    """`code` stands in the project's name, in every sentence on it and so in every mail."""

    number: int
    fate: Fate
    place: str
    type: str = ""
    amount: int = 0
    later_amount: int = 0
    padding: Sequence[str] = field(default=(), repr=False)
    copies: int = 0

    @property
    def code(self) -> str:
        return f"K{self.number:05}"

    @property
    def project(self) -> str:
        return f"云启{self.code}{_TRADES[self.number % len(_TRADES)]}项目"

    @property
    def has_event(self) -> bool:
        return bool(self.type)

    def title(self) -> str:
        if self.has_event:
            return f"{PLACES[self.place]}{self.code}号要闻"
        return f"{PLACES[self.place]}召开{self.code}号工作推进会"

    def text(self, amount: int | None = None, *, told: bool = True, extra: str = "") -> str:
        """`told` False: the sentence is taken back."""
        lead = f"{PLACES[self.place]}召开会议，研究部署{self.code}号事项。"
        if self.fate == "words":
            lead += f"现将{self.code}号任前公示予以公布。"
        if self.has_event and told:
            yuan = (self.amount if amount is None else amount) / 10
            lead += f"今天上午，总投资{yuan:.1f}亿元的{self.project}"
            lead += f"在{PLACES[self.place]}正式{TYPES[self.type]}。"
        return "\n".join([lead, *self.padding, *([extra] if extra else [])])


def stories(seed: int) -> Iterator[Story]:
    """Without end; the same seed gives the same."""
    rng = random.Random(seed)
    number = 0
    while True:
        number += 1
        [fate] = rng.choices(list(SHARES), list(SHARES.values()))
        place = rng.choice(list(PLACES))
        padding = tuple(rng.sample(_EVERYDAY, rng.randint(2, 6)))
        if fate in ("plain", "words"):
            yield Story(number, fate, place, padding=padding)
            continue
        amount = rng.choice(rng.choice((_SMALL, _LARGE)))
        yield Story(
            number, fate, place, rng.choice(list(TYPES)), amount,
            later_amount=amount + amount // 2 if fate == "fact_edited" else 0,
            padding=padding,
            copies=rng.randint(1, 3) if fate == "copied" else 0,
        )  # fmt: skip


def digest_of(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
