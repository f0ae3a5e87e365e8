"""What a line of the truth set holds, and the closed lists that its labels come from."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
SPLITS = ("dev", "test", "documents", "acceptance")
TASKS = ("places", "industries", "events", "figures")

# A line of the set, or a line that a tagger wrote: JSON, so its values can be anything.
Line = dict[str, Any]

CLASSES = frozenset({"news", "plan", "notice", "statistics", "newspaper"})
PLACE_ROLES = frozenset({"site", "publisher", "hq", "origin", "venue", "dateline"})
EVENT_TYPES = ("签约", "开工", "封顶", "竣工", "投产", "达产")
STATES = ("done", "planned", "conditional", "wished", "negated")
MODIFIERS = frozenset({">=", "<=", "~"})
CHAINS = (
    "医药健康",
    "高端装备与智能制造",
    "新材料",
    "电子信息与集成电路",
    "软件信息与大数据",
    "航空航天与低空",
    "新能源与储能",
    "汽车与新能源汽车",
    "化工与石化",
    "冶金建材",
    "纺织服装",
    "食品饮料",
    "现代农业",
    "木业家居造纸",
    "海工与船舶",
    "绿色环保",
    "现代物流",
    "文旅与商贸",
    "现代服务与总部",
    "建筑与房地产",
)

SENTENCE_END = re.compile(r"[。！？!?]+[”」]?|\n[ 　]*\n")


class Span(NamedTuple):
    start: int
    end: int

    def touches(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def read_split(split: str) -> Iterator[Line]:
    for path in sorted((HERE / split).glob("*.jsonl")):
        yield from read_lines(path)


def read_lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def span_of(item: Line) -> Span | None:
    """Where an item stands in the text; None for one that stands in the title."""
    if item.get("start") is None or item.get("end") is None:
        return None
    return Span(item["start"], item["end"])


def sentences(text: str) -> list[Span]:
    """Sentences end at 。！？ and at empty lines: a broken newspaper line ends nothing."""
    found, start = [], 0
    for end in SENTENCE_END.finditer(text):
        found.append(Span(start, end.end()))
        start = end.end()
    if start < len(text):
        found.append(Span(start, len(text)))
    return found
