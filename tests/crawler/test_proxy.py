"""A proxy carries the requests, and is asked for nothing that the guard refuses."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crawling import Crawler, source_of
from services.certificates import make_bad_certificate
from sites.loopback_proxy import Proxy
from sites.loopback_site import Site, article, listing, redirect

from crawler.proxies import Proxies, is_public_name
from wire import settings
from wire.errors import ConfigurationError

Serve = Callable[..., Site]
# Nobody can look this name up; only the proxy knows where it is.
NAME = "www.kaigong-test.invalid"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    proxy = Proxy(password="user:geheim")
    yield proxy
    proxy.close()


def named_source(path: str = "/list/") -> dict[str, str]:
    return {"id": "test-source", "name": "测试栏目", "region": "320706", "url": f"http://{NAME}{path}"}


def test_everything_goes_through_the_proxy_robots_too(serve: Serve, crawler: Crawler, proxy: Proxy) -> None:
    site = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": article("一号通报")})
    proxy.names[NAME] = (site.host, site.port)
    crawl = crawler.once(named_source(), http_proxy=proxy.url, crawl_allow_networks=[])

    assert crawl.dispositions() == {"published": 1}
    paths = ("/robots.txt", "/list/", "/a/10001.html")
    assert sorted(proxy.asked) == sorted(f"http://{NAME}{path}" for path in paths)
    assert all("Proxy-Authorization" not in visit.headers for visit in site.visits)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.21:{port}/x", "http://2130706453:{port}/x", "http://[::1]:{port}/x"]
)
def test_the_proxy_is_not_asked_for_private_addresses(
    serve: Serve, crawler: Crawler, proxy: Proxy, url: str
) -> None:
    site = serve({"/x": listing("/a/10001.html")})
    source = named_source() | {"url": url.format(port=site.port)}
    crawl = crawler.once(source, http_proxy=proxy.url, crawl_allow_networks=[])

    assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in crawl.report["test-source"]["errors"][0]
    assert (proxy.asked, site.visits) == ([], [])


@pytest.mark.parametrize("host", ["intranet", "metadata.google.internal", "printer.local", "db.corp"])
def test_the_proxy_is_not_asked_for_names_of_private_networks(
    crawler: Crawler, proxy: Proxy, host: str
) -> None:
    source = named_source() | {"url": f"http://{host}/list/"}
    crawl = crawler.once(source, http_proxy=proxy.url, crawl_allow_networks=[])

    assert "no public name" in crawl.report["test-source"]["errors"][0]
    assert proxy.asked == []


def test_a_redirect_into_the_private_network_is_not_asked_for(
    serve: Serve, crawler: Crawler, proxy: Proxy
) -> None:
    site = serve({"/list/": redirect("http://127.0.0.22/secret")})
    proxy.names[NAME] = (site.host, site.port)
    source = named_source() | {"urls": {"external": "follow"}}
    crawl = crawler.once(source, http_proxy=proxy.url, crawl_allow_networks=[])

    assert "127.0.0.22" in crawl.report["test-source"]["errors"][0]
    assert all("127.0.0.22" not in asked for asked in proxy.asked)


def test_hosts_of_no_proxy_are_asked_themselves_and_stay_guarded(
    serve: Serve, crawler: Crawler, proxy: Proxy
) -> None:
    site = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": article("一号通报")})
    direct = {"http_proxy": proxy.url, "no_proxy": [site.host]}
    refused = crawler.once(source_of(site), crawl_allow_networks=[], **direct)
    assert (proxy.asked, site.visits) == ([], [])
    assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in refused.report["test-source"]["errors"][0]

    assert crawler.once(source_of(site), **direct).dispositions() == {"published": 1}
    assert proxy.asked == []
    assert all("Proxy-Authorization" not in visit.headers for visit in site.visits)


def test_the_proxy_itself_is_not_crawled(crawler: Crawler, proxy: Proxy) -> None:
    source = named_source() | {"url": f"http://127.0.0.1:{proxy.port}/list/"}
    crawl = crawler.once(
        source, http_proxy=proxy.url, no_proxy=["127.0.0.1"], crawl_allow_networks=["127.0.0.0/8"]
    )
    assert "is the proxy itself" in crawl.report["test-source"]["errors"][0]
    assert proxy.asked == []


def test_https_goes_through_a_tunnel(serve: Serve, crawler: Crawler, proxy: Proxy, tmp_path: Path) -> None:
    site = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": article("一号通报")})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_bad_certificate(tmp_path).together)
    site.secure(context)
    proxy.names[NAME] = (site.host, site.port)
    source = named_source() | {"url": f"https://{NAME}/list/"}
    crawl = crawler.once(source, https_proxy=proxy.url, crawl_allow_networks=[])

    assert crawl.dispositions() == {"published": 1}
    assert set(proxy.asked) == {f"CONNECT {NAME}:443"}
    assert "/list/" in site.paths()


def test_a_proxy_that_is_away_is_named_without_its_password(crawler: Crawler, proxy: Proxy) -> None:
    proxy.close()
    crawl = crawler.once(named_source(), http_proxy=proxy.url, crawl_allow_networks=[])

    [error] = crawl.report["test-source"]["errors"]
    assert f"the proxy 127.0.0.1:{proxy.port} cannot be used" in error
    assert "geheim" not in error + crawl.stderr


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://www.lyg.gov.cn/", "http://p:1"),
        ("https://www.lyg.gov.cn/", "http://q:2"),
        ("http://inside.example.cn/", None),
        ("http://deep.inside.example.cn/", None),
        ("http://outside.example.cn/", "http://p:1"),
    ],
)
def test_the_proxy_of_an_address(url: str, proxy: str | None) -> None:
    assert Proxies("http://p:1", "http://q:2", ["inside.example.cn"]).for_url(url) == proxy


@pytest.mark.parametrize(
    ("host", "public"), [("lyg.gov.cn", True), ("localhost", False), ("a.home.arpa", False)]
)
def test_public_names(host: str, public: bool) -> None:
    assert is_public_name(host) is public


def test_the_settings_take_the_proxies_of_the_environment() -> None:
    found = settings.load(
        {"http_proxy": "10.0.0.1:3128", "HTTPS_PROXY": "http://p:1", "no_proxy": "a.cn, b.cn"}
    )
    assert found.http_proxy.get_secret_value() == "http://10.0.0.1:3128"
    assert found.https_proxy.get_secret_value() == "http://p:1"
    assert found.no_proxy == ["a.cn", "b.cn"]
    assert (
        settings.load({"http_proxy": "http://p:1", "KAIGONG_HTTP_PROXY": ""}).http_proxy.get_secret_value()
        == ""
    )


@pytest.mark.parametrize("url", ["socks5://u:geheim@p:1", "https://p:1", "http://", "http://p:port"])
def test_a_proxy_that_cannot_be_used_is_an_error_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="KAIGONG_HTTP_PROXY") as error:
        settings.load({"http_proxy": url})
    assert "geheim" not in str(error.value)
