"""The extractors: each reads a page and says what its fields are."""

import importlib.util
import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from extraction.pages import Page
from extraction.scores import FIELDS, Fields

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Engine:
    """`fields` are those that the extractor knows at all."""

    name: str
    module: str
    read: Callable[[Page], Fields]
    fields: tuple[str, ...] = FIELDS

    @property
    def missing(self) -> bool:
        return importlib.util.find_spec(self.module) is None


def all_engines() -> list[Engine]:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    return [
        Engine("Kaigong", "crawler", _kaigong),
        Engine("GNE", "gne", _gne),
        Engine("trafilatura", "trafilatura", _trafilatura),
        Engine("newspaper4k", "newspaper", _newspaper, ("title", "time", "body")),
        Engine("readability-lxml", "readability", _readability, ("title", "body")),
    ]


def _kaigong(page: Page) -> Fields:
    from crawler.article import extract

    found = extract(page.html, page.url, zone=_ZONE)
    return Fields(found.title, found.published, found.publisher or "", found.text)


def _gne(page: Page) -> Fields:
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(page.html)
    # Its author is what it reads behind 来源.
    return Fields(found["title"], _moment(found["publish_time"]), found["author"], found["content"])


def _trafilatura(page: Page) -> Fields:
    import trafilatura

    found = trafilatura.bare_extraction(page.html, url=page.url, with_metadata=True, include_comments=False)
    if found is None:
        return Fields()
    return Fields(found.title or "", _moment(found.date), found.sitename or "", found.text or "")


def _newspaper(page: Page) -> Fields:
    import newspaper

    article = newspaper.Article(page.url, language="zh", fetch_images=False)
    article.download(input_html=page.html)
    article.parse()
    published: Any = article.publish_date
    return Fields(article.title, published if isinstance(published, datetime) else None, "", article.text)


def _readability(page: Page) -> Fields:
    from lxml.html import fromstring
    from readability import Document

    document = Document(page.html)
    return Fields(title=document.short_title(), body=fromstring(document.summary()).text_content())


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
