"""What is asked for first: lists, then fresh news, then the past."""

from datetime import UTC, datetime

from crawler.listings import Ask
from crawler.look import Look
from crawler.records import Link, SourceRecord
from crawler.requests import article_request, list_request
from crawler.sources import Source
from wire.messages import Lane

NOW = datetime(2026, 1, 5, tzinfo=UTC)
SOURCE = Source(id="town", name="小城", region="320706", url="http://www.example.gov.cn/yw/")


def priority(lane: Lane) -> int:
    link = Link("a", "http://www.example.gov.cn/yw/1.html", "town", "标题", None, "none", NOW, lane)
    return article_request(SOURCE, link, print, print).priority


def test_the_past_of_a_new_source_does_not_hold_up_fresh_news() -> None:
    look = Look(SOURCE, SourceRecord(source_id="town"), NOW)
    lists = list_request(look, Ask(SOURCE.url), print, print, NOW).priority
    assert lists > priority("live") > priority("backfill")
