"""What the components of one crawl share. The spider carries it: Scrapy copies its settings deeply."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from crawler.hosts import Hosts, Rests
from crawler.resolver import GuardedResolver
from crawler.state import CrawlState
from wire.clock import Clock
from wire.metrics import Metrics
from wire.settings import Settings

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.publish import Publisher


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    state: CrawlState
    publisher: "Publisher"
    hosts: Hosts
    rests: Rests
    resolver: GuardedResolver
    clock: Clock
    metrics: Metrics


class _CarriesParts(Protocol):
    parts: Parts


def parts_of(crawler: "Crawler") -> Parts:
    return cast("_CarriesParts", crawler.spider).parts
