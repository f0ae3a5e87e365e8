"""Facts as a Chinese reader sees them: cleaned, in short phrases, harmless in a header."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from consumers.alerting.amounts import shown_amount
from consumers.alerting.model import Content, Facts
from wire.messages import AlertKind

STATE_NAMES = {
    "done": "已发生",
    "planned": "计划",
    "conditional": "有条件",
    "wished": "意向",
    "negated": "否定",
    "retracted": "已撤回",
}
MAX_SUBJECT_CHARS = 120
_MAX_PLACE_CHARS = 30
_MOST_MARKS = 12
# Controls, line and paragraph separators, and the marks that turn the direction of text around.
_UNWANTED = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}
_WEB = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)


def clean(value: object, limit: int = 1_000) -> str:
    """One line of visible characters; "" for nothing."""
    if value is None:
        return ""
    visible = "".join(" " if unicodedata.category(char) in _UNWANTED else char for char in str(value))
    return shortened(" ".join(visible.split()), limit)


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(limit - 1, 0)] + "…"


def subject(facts: Facts) -> str:
    """`[开工] 海州区 · 项目名（4.1亿元）`; what is not known is left out, a name that is too long is cut."""
    if facts.get("on") == "article":
        head, tail = f"[{clean(facts.get('rule_name'), 40)}] ", ""
        name = clean(facts.get("title"))
    else:
        place = clean(facts.get("place"), _MAX_PLACE_CHARS)
        name = clean(facts.get("project")) or clean(facts.get("title"))
        head = f"[{badge(facts)}] {place}{' · ' if place and name else ''}"
        tail = f"（{amount}）" if (amount := amount_of(facts)) else ""
    name = shortened(name, MAX_SUBJECT_CHARS - len(head) - len(tail))
    # Text that looks like an encoded word would be decoded by the reader's program.
    return f"{head}{name}{tail}".strip().replace("=?", "=？")


def badge(facts: Facts) -> str:
    """What happened in a word or two: 开工, 开工·计划; the rule where it asks for articles."""
    if facts.get("on") == "article" or not facts.get("type"):
        return clean(facts.get("rule_name"), 20)
    state = str(facts.get("state"))
    mark = "" if state == "done" else f"·{STATE_NAMES.get(state, clean(state, 10))}"
    return f"{clean(facts['type'], 20)}{mark}"


def subject_of(kind: AlertKind, facts: Facts) -> str:
    """What is no first news says so in front."""
    mark = {"update": "[更新]", "withdrawn": "[撤回]"}.get(kind, "")
    return shortened(f"{mark}{subject(facts)}", MAX_SUBJECT_CHARS)


def digest_subject(content: Content, at: datetime, *, is_daily: bool) -> str:
    """`开工签约日报 11-22：8 条`, with the events it has."""
    types = [clean(item.facts.get("type"), 10) for item in content.items]
    named = "".join(name for name, _ in Counter(filter(None, types)).most_common(2)) or "消息"
    day = f"日报 {at:%m-%d}" if is_daily else f"汇总 {at:%m-%d %H:%M}"
    return f"{named}{day}：{content.total} 条"


def note_of(kind: AlertKind, facts: Facts) -> str:
    """What a reader must know before the rest."""
    if kind == "withdrawn":
        return clean(facts.get("withdrawn")) or "原文已撤回"
    if kind == "new" and facts.get("withdrawn"):
        return clean(facts["withdrawn"])
    return ""


def changes_of(facts: Facts) -> list[str]:
    changes = facts.get("changes")
    return [clean(one, 300) for one in changes] if isinstance(changes, list) else []


def copies_of(facts: Facts) -> str:
    copies = facts.get("copies")
    return f"另有 {copies} 家转载" if isinstance(copies, int) and copies > 0 else ""


def amount_of(facts: Facts) -> str:
    yuan = facts.get("amount_cny")
    return shown_amount(yuan) if isinstance(yuan, int) and yuan > 0 else ""


def place_of(facts: Facts) -> str:
    return clean(facts.get("place_full") or facts.get("place"), 60)


def industry_of(facts: Facts) -> str:
    return clean(facts.get("industry_name") or facts.get("industry"), 60)


def source_of(facts: Facts) -> str:
    return clean(facts.get("source_name") or facts.get("source_id"), 60)


def parties_of(facts: Facts) -> str:
    parties = facts.get("parties")
    return "、".join(clean(party, 100) for party in parties) if isinstance(parties, list) else ""


def event_of(facts: Facts) -> str:
    if not facts.get("type"):
        return ""
    state = STATE_NAMES.get(str(facts.get("state")), clean(facts.get("state")))
    count = facts.get("aggregate")
    return f"{clean(facts['type'])}（{state}{f'，共{count}个项目' if count else ''}）"


def web_link(facts: Facts) -> str:
    """A link that a reader can follow without harm, else ""."""
    url = str(facts.get("url") or "").strip()
    return url if _WEB.fullmatch(url) else ""


def published_at(facts: Facts, zone: ZoneInfo) -> str:
    precision = facts.get("published_precision")
    if not facts.get("published") or precision == "none":
        seen = datetime.fromisoformat(str(facts["first_seen"])).astimezone(zone)
        return f"未注明（{seen:%Y-%m-%d %H:%M} 发现）"
    moment = datetime.fromisoformat(str(facts["published"])).astimezone(zone)
    return f"{moment:%Y-%m-%d}" if precision == "day" else f"{moment:%Y-%m-%d %H:%M}"


def rows(facts: Facts, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What the mail lists, label and value, without what is not known."""
    found: Mapping[str, str] = {
        "地区": place_of(facts),
        "行业": industry_of(facts),
        "事件": event_of(facts),
        "项目": clean(facts.get("project")),
        "金额": amount_of(facts),
        "参与方": parties_of(facts),
        "标题": clean(facts.get("title")),
        "来源": source_of(facts),
        "发布": clean(facts.get("publisher")),
        "时间": published_at(facts, zone),
        "转载": copies_of(facts),
    }
    return [(label, value) for label, value in found.items() if value]


def about(facts: Facts, zone: ZoneInfo) -> list[str]:
    """The same in the fewest words, for a row of a digest."""
    found = (
        shortened(parties_of(facts), 80),
        source_of(facts),
        published_at(facts, zone),
        copies_of(facts),
    )
    return [one for one in found if one]


def marked(sentence: str, words: object) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is one of the words."""
    pattern = _any_of(words)
    if pattern is None:
        return [(sentence, False)] if sentence else []
    pieces = pattern.split(sentence, maxsplit=_MOST_MARKS)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]


def around(sentence: str, words: object, limit: int) -> str:
    """The part of a long sentence in which the first of the words stands."""
    pattern = _any_of(words)
    found = pattern.search(sentence) if pattern else None
    start = max(0, found.start() - limit // 2) if found and len(sentence) > limit else 0
    return f"{'…' if start else ''}{shortened(sentence[start:], limit)}"


def _any_of(words: object) -> re.Pattern[str] | None:
    wanted = [clean(word) for word in words if clean(word)] if isinstance(words, list) else []
    if not wanted:
        return None
    return re.compile(f"({'|'.join(re.escape(word) for word in sorted(wanted, key=len, reverse=True))})")
