"""Kaigong's settings in Scrapy's words. Scrapy's defaults suit a run that ends; ours does not."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from scrapy.settings.default_settings import (
    DOWNLOADER_MIDDLEWARES_BASE,
    EXTENSIONS_BASE,
    SPIDER_MIDDLEWARES_BASE,
)

from crawler.robots import USER_AGENT_TOKEN
from wire.settings import Settings

_KEPT_MIDDLEWARES = (
    "DownloadTimeout",
    "DefaultHeaders",
    "UserAgent",
    "Retry",
    "MetaRefresh",
    "HttpCompression",
    "HttpProxy",
)
_UNPACED_CONCURRENCY = 16
_MOST_AT_ONCE = 64


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    per_host = 1 if settings.crawl_delay else _UNPACED_CONCURRENCY
    return {
        "USER_AGENT": user_agent(settings),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
        },
        "DOWNLOADER": "crawler.downloader.HostDownloader",
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.handler.PoliteDownloadHandler",
            "https": "crawler.handler.PoliteDownloadHandler",
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DOWNLOADER_MIDDLEWARES": {
            **_without(DOWNLOADER_MIDDLEWARES_BASE, keep=(*_KEPT_MIDDLEWARES, "RedirectMiddleware")),
            "crawler.middlewares.guard.GuardMiddleware": 50,
            "crawler.middlewares.robots.RobotsMiddleware": 100,
            "crawler.middlewares.proxy.ProxyMiddleware": 110,
        },
        "SPIDER_MIDDLEWARES": _without(SPIDER_MIDDLEWARES_BASE, keep=("Start", "Referer", "UrlLength")),
        "ITEM_PIPELINES": {"crawler.pipelines.PublishPipeline": 100},
        "EXTENSIONS": _without(EXTENSIONS_BASE, keep=()),
        # Spacing is done in the download handler, where redirects, retries and robots.txt pass too.
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": _MOST_AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": per_host,
        # Scrapy starts so many tasks for every answer; an article is one item.
        "CONCURRENT_ITEMS": 4,
        "DOWNLOAD_TIMEOUT": settings.crawl_timeout,
        "DOWNLOAD_MAXSIZE": settings.crawl_max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "METAREFRESH_MAXDELAY": 5,
        "REDIRECT_MAX_TIMES": 5,
        "REFERRER_POLICY": "no-referrer",
        # Once more at once for a lost connection; what stays broken is tried again by the crawl state.
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [408, 502, 504],
        "RETRY_EXCEPTIONS": [
            "scrapy.exceptions.DownloadFailedError",
            "scrapy.exceptions.ResponseDataLossError",
            "twisted.internet.error.ConnectionDone",
            "twisted.internet.error.ConnectionLost",
        ],
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "COOKIES_ENABLED": False,
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        # The default filter keeps every address for ever and drops the second look at a list.
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "TELNETCONSOLE_ENABLED": False,
        "STATS_DUMP": False,
        "DOWNLOADER_STATS": False,
    }


def user_agent(settings: Settings) -> str:
    """Says who we are and, if the operator gave one, where to write to."""
    try:
        release = version("kaigong")
    except PackageNotFoundError:
        release = "0"
    contact = f"; {settings.crawl_contact}" if settings.crawl_contact else ""
    return f"{USER_AGENT_TOKEN}/{release} (monitor of regional government news{contact})"


def _without(base: dict[str, Any], *, keep: tuple[str, ...]) -> dict[str, None]:
    """Entries that switch off Scrapy's own components except those whose class name begins so."""
    return {path: None for path in base if not path.rpartition(".")[2].startswith(keep or ("\0",))}
