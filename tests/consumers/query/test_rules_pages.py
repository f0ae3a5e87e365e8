"""Every example of docs/rules.md and docs/rules.zh.md does what the page says."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from consumers.alerting.compile import compile_rule
from consumers.alerting.rules import parse_rule
from consumers.alerting.vocabulary import Vocabulary
from consumers.query.document import prepare
from consumers.query.errors import QueryError
from consumers.query.matcher import matches
from consumers.query.text_query import QueryParser
from consumers.query.written import written
from consumers.tagging import Knowledge
from mappings import Kind

DOCS = Path(__file__).parents[3] / "docs"
_BLOCK = re.compile(r"^```(?P<kind>query ?\w*|yaml)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, list[str]]]:
    found = _BLOCK.finditer((DOCS / page).read_text("utf-8"))
    return [(block["kind"], block["body"].splitlines()) for block in found]


BLOCKS = [
    pytest.param(page, kind, lines, id=f"{page}-{n}")
    for page in ("rules.md", "rules.zh.md")
    for n, (kind, lines) in enumerate(blocks(page))
]


@cache
def vocabulary() -> Vocabulary:
    known = Knowledge.load()
    return Vocabulary(known.gazetteer, known.event_types, known.industries.names)


@cache
def parser() -> QueryParser:
    return QueryParser(vocabulary(), ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(("page", "kind", "lines"), BLOCKS)
def test_an_example(page: str, kind: str, lines: list[str]) -> None:
    assert lines
    match kind:
        case "query":
            for line in lines:
                assert not parser().read(line, "events").notices
        case "query finds":
            check_finds(lines[0], lines[1:])
        case "query means":
            for typed, meaning in pairs(lines):
                assert written(parser().parse(typed, "events")) == meaning
        case "query wrong":
            for typed, error in pairs(lines):
                with pytest.raises(QueryError) as caught:
                    parser().parse(typed, "events")
                assert str(caught.value) == error
        case "yaml":
            assert compile_rule(parse_rule({"id": "r", **yaml.safe_load("\n".join(lines))}), vocabulary())
        case _:
            pytest.fail(f"{page} has an example of an unknown kind: {kind}")


def pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    return zip(lines[::2], lines[1::2], strict=True)


def check_finds(query: str, titles: list[str]) -> None:
    assert {title[0] for title in titles} == {"+", "-"}
    kinds: tuple[Kind, ...] = ("articles", "events")
    for kind in kinds:
        node = parser().parse(query, kind)
        for title in titles:
            assert matches(node, prepare(kind, {"title": title[2:]})) == (title[0] == "+"), title


def test_both_pages_have_the_same_examples() -> None:
    assert [block for block in blocks("rules.md") if block[0] != "yaml"] == [
        block for block in blocks("rules.zh.md") if block[0] != "yaml"
    ]
    assert len(BLOCKS) > 20
