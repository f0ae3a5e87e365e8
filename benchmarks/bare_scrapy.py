"""The yardstick: a plain Scrapy spider with the same reader and the same extractor, and nothing else.

`python bare_scrapy.py URL COUNT` prints the articles read and the seconds from the start of the engine to its
end, as `our_crawler.py` does.
"""

import sys
import time
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from crawler.article import decode_html, extract
from crawler.listings import read_listing
from crawler.sources import Source

ZONE = ZoneInfo("Asia/Shanghai")


class BareSpider(scrapy.Spider):
    name = "bare"
    custom_settings = {  # noqa: RUF012 - Scrapy's own way
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        # As in our crawler: Scrapy's 100 starts a hundred tasks for every answer.
        "CONCURRENT_ITEMS": 4,
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_DELAY": 0,
    }

    def __init__(self, source: Source, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.items = 0
        self.seen: set[str] = set()

    async def start(self) -> Any:
        yield scrapy.Request(self.source.url, self.parse_list)

    def parse_list(self, response: Response) -> Iterator[scrapy.Request]:
        text = decode_html(response.body, "utf-8")[0]
        listing = read_listing(self.source, text, response.url)
        for item in listing.items:
            if item.url not in self.seen:
                self.seen.add(item.url)
                yield scrapy.Request(item.url, self.parse_article, cb_kwargs={"listed": item})
        for page in listing.next_pages:
            yield scrapy.Request(page, self.parse_list)

    def parse_article(self, response: Response, listed: Any) -> None:
        text = decode_html(response.body, "utf-8")[0]
        found = extract(text, response.url, zone=ZONE, source=self.source, listed=listed)
        assert found.title
        assert found.text
        self.items += 1


if __name__ == "__main__":
    source = Source(
        id="bench", name="bench", region="321102", url=sys.argv[1], preset="ucap",
        records={"item": ".pageList li"}, pager={"kind": "createPageHTML", "max_pages": 1000},
    )  # fmt: skip
    began = time.perf_counter()
    process = CrawlerProcess()
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, source=source)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, BareSpider)
    print(spider.items, time.perf_counter() - began)
