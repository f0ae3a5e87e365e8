"""Random queries and adversarial documents over the same few words, so that they often meet."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from consumers.query.ast import And, AnyOf, Everything, Exists, Near, Node, Not, Or, Phrase, Prefix, Range
from consumers.query.nearness import MAX_DISTANCE
from wire.text import phrase

START = datetime(2026, 3, 1, tzinfo=UTC)
PIECES = (
    "公开。工业",
    "公开，工程",
    "公开\n工作",
    "C919量产",
    "c919",
    "4.1亿元",
    "４.１億元",
    "OpenAI",
    "AI",
    "ZJ-02",
    "zj",
    "推动工业",
    "工",
    "开工工开",
    "开工",
    "開工",
    "签约",
    "签 约",
    "签_约",
    "_",
    "“签约”",
    "é",
    "É",
    "ß",
    "ﬁ",
    "İ",
    "㎡",
    "①",
    "カタ",
    "ガ",
    "삼성",
    "😀",
    "\u200b",
    "\x00",
    '"',
    "'",
    "*",
    ".",
    "-",
    "NEAR",
    "OR",
    " ",
    "\n",
    "\n\n",
    "。",
    "，",
    "海州区工业和信息化局，国家专精特\n新企业",
)
# Few different ones, so that words stand near each other in many ways.
DENSE = ("开", "工", "工", "公", "签约", "c919", "，", "\n", "Ｃ９１９", " ")
TYPES = ("开工", "签约", "竣工", "")
CODES = ("320000", "320700", "320706")
NUMBERS = (0, 1, -1, 410_000_000, 2**53, 2**63 - 1)
# What may stand for a sign of the language, read the same.
_OTHER_SIGNS = {
    "(": ("（",),
    ")": ("）",),
    ":": ("：",),
    ">": ("＞",),
    "<": ("＜",),
    "~": ("～",),
    "*": ("＊",),
    " AND ": (" ", " and ", "　ＡＮＤ ", "  "),
    " OR ": (" or ", " Or "),
    "NOT ": ("not ", "-", "－"),
}
_TOKEN_FIELDS = st.sampled_from((None, None, "title", "text", "project", "parties"))
AREAS = (0.0, -0.0, 0.1, 1.5, 1e300, -1.0)


def texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from(PIECES), st.text(max_size=3).filter(_encodable))
    odd = st.lists(pieces, max_size=8)
    dense = st.lists(st.sampled_from(DENSE), min_size=6, max_size=20)
    return (odd | dense).map("".join)


def moments() -> st.SearchStrategy[datetime]:
    offsets = st.sampled_from((0, 1, 500, 999, 1000, 1500, 86_400_000_000, -(10**15)))
    return offsets.map(lambda microseconds: START + timedelta(microseconds=microseconds))


def event_documents() -> st.SearchStrategy[dict[str, Any]]:
    """Events have every type of field."""
    return st.fixed_dictionaries(
        {
            "shown_at": moments().map(datetime.isoformat),
            "title": texts() | texts() | st.none(),
            "text": texts(),
        },
        optional={
            "project": st.none() | texts(),
            "parties": st.lists(texts(), max_size=3),
            "type": st.none() | st.sampled_from(TYPES),
            "place_codes": st.lists(st.sampled_from(CODES), max_size=3),
            "named": st.booleans(),
            "amount_cny": st.none() | st.sampled_from(NUMBERS),
            "area_m2": st.sampled_from(AREAS),
            "date": st.none() | moments().map(datetime.isoformat),
        },
    )


def queries() -> st.SearchStrategy[Node]:
    return st.recursive(_leaves(), _combined, max_leaves=8)


def typable_queries() -> st.SearchStrategy[Node]:
    """Those that a person could have typed."""
    return st.recursive(_typable_leaves(), _combined, max_leaves=8)


@st.composite
def as_typed(draw: st.DrawFn, text: str) -> str:
    """The query as somebody with a Chinese keyboard may type it."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return "".join(_quoted(draw, piece) if i % 2 else _bare(draw, piece) for i, piece in enumerate(pieces))


def _quoted(draw: st.DrawFn, piece: str) -> str:
    if set(piece[1:-1]) & set('"\\\\“”「」'):
        return piece
    opening, closing = draw(st.sampled_from(('""', "“”", "””", "「」")))
    return opening + piece[1:-1] + closing


def _bare(draw: st.DrawFn, piece: str) -> str:
    for usual, others in _OTHER_SIGNS.items():
        parts = piece.split(usual)
        piece = parts[0]
        for part in parts[1:]:
            piece += draw(st.sampled_from((usual, *others))) + part
    return piece


def _combined(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(nodes, max_size=4).map(tuple)
    return parts.map(And) | parts.map(Or) | nodes.map(Not)


def _typable_leaves() -> st.SearchStrategy[Node]:
    near_words = st.lists(_typed_tokens(), min_size=2, max_size=3).map(tuple)
    return _weighted(
        (1, st.just(Everything())),
        (4, st.builds(Phrase, _typed_tokens(), _TOKEN_FIELDS)),
        (6, st.builds(Near, near_words, st.integers(0, 12), _TOKEN_FIELDS)),
        (1, _prefixes()),
        (1, _any_of("type", TYPES[:-1])),
        (1, _any_of("place_codes", CODES)),
        (1, _any_of("named", ("true", "false"))),
        (1, _ranges("amount_cny", st.sampled_from(NUMBERS))),
        (1, _ranges("area_m2", st.sampled_from((0.1, 1.5, -1.0)))),
        (1, _ranges("shown_at", moments())),
        (1, st.builds(Exists, st.sampled_from(("title", "text", "parties", "type", "named", "amount_cny")))),
    )


def _weighted(*choices: tuple[int, st.SearchStrategy[Node]]) -> st.SearchStrategy[Node]:
    """`one_of` takes each choice as often as the others."""
    table = [strategy for weight, strategy in choices for _ in range(weight)]
    return st.integers(0, len(table) - 1).flatmap(table.__getitem__)


def _any_of(field: str, values: Sequence[str]) -> st.SearchStrategy[Node]:
    return st.builds(AnyOf, st.just(field), st.frozensets(st.sampled_from(values), min_size=1, max_size=2))


def _leaves() -> st.SearchStrategy[Node]:
    existing = ("title", "text", "parties", "type", "named", "amount_cny", "date")
    return _weighted(
        (1, st.just(Everything())),
        (6, _phrases()),
        (8, nears()),
        (1, _prefixes()),
        (1, st.builds(AnyOf, st.just("type"), st.frozensets(st.sampled_from(TYPES), max_size=2))),
        (1, st.builds(AnyOf, st.just("place_codes"), st.frozensets(st.sampled_from(CODES), max_size=2))),
        (1, st.builds(AnyOf, st.just("named"), st.frozensets(st.sampled_from(("true", "false"))))),
        (1, _ranges("amount_cny", st.sampled_from((*NUMBERS, 0.5, -0.5, 1e18)))),
        (1, _ranges("area_m2", st.sampled_from((*AREAS, 1, 2**53 + 1)))),
        (1, _ranges("date", moments())),
        (1, _ranges("shown_at", moments())),
        (1, st.builds(Exists, st.sampled_from(existing))),
    )


def _phrases() -> st.SearchStrategy[Node]:
    return st.builds(Phrase, _dense_tokens() | _tokens(), _TOKEN_FIELDS)


def nears() -> st.SearchStrategy[Node]:
    phrases = st.lists(_dense_tokens() | _tokens(), min_size=2, max_size=4).map(tuple)
    dense = st.lists(_dense_tokens(), min_size=2, max_size=4).map(tuple)
    distances = st.integers(0, 6) | st.just(MAX_DISTANCE)
    return st.builds(Near, dense | dense | phrases, distances, _TOKEN_FIELDS)


def _dense_tokens() -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from([("开",), ("工",), ("工", "工"), ("公",), ("签", "约"), ("c919",), ("开", "工")])


def _prefixes() -> st.SearchStrategy[Node]:
    return st.builds(
        Prefix, st.just("place_codes"), st.sampled_from(("3", "3207", "320706", "32070600", "4"))
    )


def _typed_tokens() -> st.SearchStrategy[tuple[str, ...]]:
    runs = st.sampled_from([tuple(run) for piece in PIECES for run in phrase(piece)])
    parts = runs.flatmap(lambda run: st.integers(0, len(run) - 1).map(lambda i: run[i : i + 3]))
    return _dense_tokens() | parts


def _tokens() -> st.SearchStrategy[tuple[str, ...]]:
    typed = texts().flatmap(
        lambda text: st.sampled_from([tuple(run) for run in phrase(text)] or [("开", "工")])
    )
    parts = typed.flatmap(lambda run: st.integers(0, len(run) - 1).map(lambda i: run[i : i + 3]))
    odd = st.lists(
        st.sampled_from(("开", "工", "_", "", " ", '"', "AI", "ai", "*", "签 约")), max_size=3
    ).map(tuple)
    return st.one_of(typed, parts, odd)


def _ranges(field: str, bounds: st.SearchStrategy[Any]) -> st.SearchStrategy[Node]:
    some = st.none() | bounds
    return st.builds(Range, st.just(field), some, some, some, some)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)
