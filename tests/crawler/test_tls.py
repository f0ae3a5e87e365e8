"""https: text for the public is read whatever the certificate; the address guard holds all the same."""

import ssl
from collections.abc import Callable
from pathlib import Path

from crawling import Crawler, source_of
from services.certificates import make_bad_certificate
from sites.loopback_site import Site, article, listing

Serve = Callable[..., Site]


def test_a_bad_certificate_is_no_obstacle_but_the_guard_is(
    serve: Serve, crawler: Crawler, tmp_path: Path
) -> None:
    site = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": article("加密的一篇")})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_bad_certificate(tmp_path).together)
    site.secure(context)
    refused = crawler.once(source_of(site, source_id="test-refused"), crawl_allow_networks=[])
    crawl = crawler.once(source_of(site))

    assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in refused.report["test-refused"]["errors"][0]
    assert crawl.dispositions() == {"published": 1}
    assert crawler.articles()[0]["url"].startswith("https://")
