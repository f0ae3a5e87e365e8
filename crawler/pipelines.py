"""The item pipeline: a draft is done when the stream has acknowledged it and the state has noted it."""

from typing import TYPE_CHECKING, cast

from scrapy.crawler import Crawler

from crawler.drafts import Draft
from crawler.parts import parts_of
from crawler.publish import Publisher

if TYPE_CHECKING:
    from crawler.spider import NewsSpider


class PublishPipeline:
    def __init__(self, publisher: Publisher, spider: "NewsSpider") -> None:
        self._publisher = publisher
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PublishPipeline":
        return cls(parts_of(crawler).publisher, cast("NewsSpider", crawler.spider))

    async def process_item(self, item: Draft) -> Draft:
        disposition = await self._publisher.article(item)
        self._spider.published(item, disposition)
        return item
