"""The parts of a query in a reader's words: 地区=海州区."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from consumers.alerting.amounts import shown_amount
from consumers.alerting.vocabulary import Vocabulary
from consumers.alerting.wording import STATE_NAMES
from consumers.query.ast import And, AnyOf, Exists, Leaf, Near, Node, Not, Or, Phrase, Prefix, Range

_LABELS = {
    "title": "标题",
    "text": "正文",
    "type": "类型",
    "event_types": "类型",
    "state": "状态",
    "named": "有项目名",
    "aggregate": "项目数",
    "place_codes": "地区",
    "place_names": "地区",
    "main_place": "主要地区",
    "region": "来源地区",
    "industries": "行业",
    "main_industry": "主要行业",
    "source_id": "来源",
    "amount_cny": "金额",
    "amount_yi": "金额（亿元）",
    "area_m2": "面积（平方米）",
    "project": "项目",
    "parties": "参与方",
    "publisher": "发布",
    "published": "发布时间",
    "shown_at": "时间",
    "kind": "体裁",
    "doc_class": "文种",
    "doc_no": "文号",
    "column": "栏目",
}
_PLACES = ("place_codes", "main_place", "region")
_BOOLEANS = {"true": "是", "false": "否"}
_BOUNDS = (("gte", "不低于", "自"), ("gt", "高于", "晚于"), ("lte", "不高于", "至"), ("lt", "低于", "早于"))


def label(leaf: Leaf) -> str:
    match leaf:
        case Phrase(field=field) | Near(field=field):
            return "关键词" if field is None else _LABELS.get(field, field)
        case AnyOf(field=field) | Prefix(field=field) | Range(field=field) | Exists(field=field):
            return _LABELS.get(field, field)
        case _:
            return "全部"


def shown(leaf: Leaf, vocabulary: Vocabulary) -> str:
    match leaf:
        case Phrase(tokens):
            return words(tokens)
        case Near(phrases, distance):
            return f"{'…'.join(map(words, phrases))}（相距不超过{distance}字）"
        case AnyOf(field, values):
            return "、".join(_value(field, value, vocabulary) for value in sorted(values))
        case Prefix(_, prefix):
            return f"{prefix}…"
        case Range():
            return _range(leaf, vocabulary)
        case _:
            return "有"


def described(node: Node, vocabulary: Vocabulary) -> str:
    """What a query asks for, in one line."""
    match node:
        case And(parts):
            return "，".join(described(part, vocabulary) for part in parts)
        case Or(parts):
            return "（" + " 或 ".join(described(part, vocabulary) for part in parts) + "）"
        case Not(part):
            return f"没有（{described(part, vocabulary)}）"
        case _:
            return f"{label(node)}={shown(node, vocabulary)}"


def positive(node: Node) -> Iterator[Leaf]:
    """The leaves that a match may come from: none that is negated."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from positive(part)
        case Not(Not(part)):
            yield from positive(part)
        case Not():
            pass
        case _:
            yield node


def words(tokens: tuple[str, ...]) -> str:
    """Tokens as they are written: spaces stand between Latin words only."""
    pieces = list(tokens[:1])
    for before, token in pairwise(tokens):
        pieces.append(f" {token}" if before.isascii() and token.isascii() else token)
    return "".join(pieces)


def _value(field: str, value: str, vocabulary: Vocabulary) -> str:
    if field in _PLACES:
        return vocabulary.regions.name_of(value) or value
    if field == "state":
        return STATE_NAMES.get(value, value)
    return _BOOLEANS.get(value, value)


def _range(node: Range, vocabulary: Vocabulary) -> str:
    bounds: list[str] = []
    for name, of_number, of_time in _BOUNDS:
        bound = getattr(node, name)
        if bound is not None:
            word = of_time if isinstance(bound, datetime) else of_number
            bounds.append(word + _bound(node.field, bound, vocabulary))
    return "、".join(bounds)


def _bound(field: str, bound: float | datetime, vocabulary: Vocabulary) -> str:
    if isinstance(bound, datetime):
        return f"{bound.astimezone(vocabulary.zone):%Y-%m-%d %H:%M}"
    if field == "amount_cny" and isinstance(bound, int) and bound >= 0:
        return shown_amount(bound)
    return f"{bound:g}"
