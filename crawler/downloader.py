"""Scrapy's downloader with one slot per host and port."""

from scrapy import Request
from scrapy.core.downloader import Downloader

from crawler.hosts import host_key


class HostDownloader(Downloader):
    def get_slot_key(self, request: Request) -> str:
        """The host of this very request: a redirect would keep the slot of the host it came from."""
        return host_key(request.url)
