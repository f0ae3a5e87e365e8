"""A crawler with a folder of its own, and sites that are closed after the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crawling import Crawler
from sites.loopback_site import Page, Site


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    return Crawler(tmp_path)


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    """Start sites that are closed after the test: `serve(pages, host="127.0.0.22")`."""
    sites: list[Site] = []

    def start(pages: dict[str, Page] | None = None, host: str = "127.0.0.21", port: int = 0) -> Site:
        sites.append(Site(host, pages, port))
        return sites[-1]

    yield start
    for site in sites:
        site.close()
