"""An article of the demo and the truth about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TrapKind = Literal[
    "planned",  # 计划于年内开工
    "conditional",  # 投产后年产值
    "wished",  # 早开工、早投产
    "negated",  # 尚未开工
    "rate",  # 开工率
    "slogan",  # 开局即开工
    "sense",  # 家庭医生签约
    "crossword",  # 推动工业
    "aggregate",  # 38个项目全部开工
]
EventStage = Literal["done", "planned"]


@dataclass(frozen=True, slots=True)
class ExpectedEvent:
    """What a reader would say happened. `project` stands in the text literally."""

    type: str
    project: str
    amount_cny: int | None
    place_code: str
    state: EventStage = "done"


@dataclass(frozen=True, slots=True)
class Trap:
    """A piece of the text with an event word that reports no event of a named project."""

    kind: TrapKind
    phrase: str


@dataclass(frozen=True, slots=True)
class Truth:
    """`events` has every done event of a named project; `keyword_hits` is what a plain search finds."""

    events: tuple[ExpectedEvent, ...] = ()
    traps: tuple[Trap, ...] = ()
    keyword_hits: int = 0
    copy_of: str | None = None
    exact_copy: bool = False


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """`appears` is seconds since the start of the demo; it is negative for what was there before."""

    site: str
    column: str
    id: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    appears: float
    source_line: str
    truth: Truth
    attachments: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    disallowed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)
