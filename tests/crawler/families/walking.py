"""Reads a whole listing as a crawl does, from a site that is a function."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler.listings import Ask, ListItem, Page, first_ask, read_page
from crawler.look import Look
from crawler.records import SourceRecord
from crawler.sources import Source, source_of
from crawler.urls import id_of

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 6)
NOW = datetime(2026, 3, 6, 4, tzinfo=UTC)

# What a site answers; None is a 404.
Answer = Callable[[Ask], str | None]


@dataclass
class Walk:
    items: list[ListItem]
    problems: list[str]
    asked: list[Ask] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        return [item.title for item in self.items]

    @property
    def urls(self) -> list[str]:
        return [ask.url for ask in self.asked]


def a_source(preset: str, url: str, **more: Any) -> Source:
    keys = {"id": "a-source", "name": "测试", "region": "320700", "url": url, "preset": preset, **more}
    return source_of(keys, Path("a-source.yaml"))


def walk(source: Source, answer: Answer, known: list[ListItem] | None = None) -> Walk:
    """The first look, or with the items that are `known` a later one."""
    record = SourceRecord(source_id=source.id, first_done=known is not None, had_items=known is not None)
    look = Look(source, record, NOW)
    links: Any = {id_of(item.url): None for item in known or ()}
    result = Walk([], look.problems)
    ask: Ask | None = first_ask(source, TODAY)
    while ask is not None:
        result.asked.append(ask)
        text = answer(ask)
        if text is None:
            ask = look.lose_page(ask, missing=False)
            continue
        look.add_page(ask, read_page(Page(source, ask, ask.url, text, ZONE, TODAY)), links)
        ask = look.next_ask()
    result.items = list(look.items.values())
    return result


def numbered(first: int, last: int) -> list[str]:
    return [f"第{n}号项目集中开工" for n in range(first, last + 1)]
