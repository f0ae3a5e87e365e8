"""The address guard: nothing private is connected to, however it is written or reached."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import ip_network
from typing import Any

import pytest
from crawling import Crawler, source_of
from sites.loopback_site import Site, article, listing, redirect
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from crawler.resolver import GuardedResolver
from wire.addresses import AddressPolicy

Serve = Callable[..., Site]
ONLY_THE_SITE = ["127.0.0.21/32"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "100.127.255.255", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1"),
        *("fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"),
        *("2002:7f00:1::", "2001:0:1234::1", "2001:db8::1", "::ffff:0:127.0.0.1", "localhost", ""),
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    assert not AddressPolicy().permits(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5"])
def test_public_addresses_are_permitted(address: str) -> None:
    assert AddressPolicy().permits(address)


def test_an_allowed_network_is_allowed_in_every_spelling() -> None:
    policy = AddressPolicy([ip_network("10.1.0.0/16"), ip_network("fd00::/8")])
    assert policy.permits("10.1.2.3")
    assert policy.permits("::ffff:10.1.2.3")
    assert policy.permits("fd00::5")
    assert not policy.permits("10.2.0.1")
    assert not policy.permits("127.0.0.1")


@implementer(IHostnameResolver)
class _Fickle:
    """A name server that answers differently every time."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: object) -> None:  # noqa: N802
        receiver.resolutionBegan(None)
        for address in self._answers.pop(0):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()


class _Receiver:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        pass


def test_a_name_that_changes_its_address_is_checked_every_time() -> None:
    names = _Fickle(["223.5.5.5"], ["127.0.0.1"], ["127.0.0.1", "223.5.5.5"])
    resolver = GuardedResolver(names, AddressPolicy())
    answers = []
    for _ in range(3):
        receiver = _Receiver()
        resolver.resolveHostName(receiver, "rebind.example.cn", 80)
        answers.append((receiver.addresses, resolver.refused("rebind.example.cn")))

    assert answers == [(["223.5.5.5"], None), ([], "127.0.0.1"), (["223.5.5.5"], None)]


def test_a_loopback_list_is_refused_in_every_spelling(serve: Serve, crawler: Crawler) -> None:
    site = serve({"/list/": listing("/a/10001.html")}, host="127.0.0.1")
    spellings = ["127.0.0.1", "localhost", "LOCALHOST", "2130706433", "0x7f000001", "127.1", "0177.0.0.1"]
    sources = [
        source_of(site, source_id=f"test-{n}") | {"url": f"http://{host}:{site.port}/list/"}
        for n, host in enumerate(spellings)
    ]
    crawl = crawler.once(*sources, crawl_allow_networks=[])

    assert site.visits == []
    for n, host in enumerate(spellings):
        assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in crawl.report[f"test-{n}"]["errors"][0], host


def test_an_ipv6_loopback_list_is_refused(crawler: Crawler) -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as listener:
        try:
            listener.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")
        listener.listen()
        listener.settimeout(0)
        port = listener.getsockname()[1]
        hosts = {"test-short": "[::1]", "test-mapped": "[::ffff:127.0.0.1]"}
        common = {"name": "测试栏目", "region": "320700"}
        sources = [
            {"id": source_id, "url": f"http://{host}:{port}/list/", **common}
            for source_id, host in hosts.items()
        ]
        crawl = crawler.once(*sources, crawl_allow_networks=[])
        for source_id in hosts:
            assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in crawl.report[source_id]["errors"][0]
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_redirects_to_private_addresses_are_refused(serve: Serve, crawler: Crawler) -> None:
    inner = serve({"/secret.html": article("内部资料")}, host="127.0.0.99")
    site = serve(
        {
            "/list/": listing("/a/10001.html", "/a/10002.html", "/a/10003.html"),
            "/a/10001.html": redirect(f"{inner.url}/secret.html"),
            "/a/10002.html": f'<meta http-equiv="refresh" content="0; url={inner.url}/secret.html">',
            "/a/10003.html": redirect("file:///etc/passwd"),
        }
    )
    source = source_of(site, urls={"external": "follow"})
    crawl = crawler.once(source, crawl_allow_networks=ONLY_THE_SITE)

    assert inner.visits == []
    assert crawl.dispositions() == {"refused": 2, "failed": 1}
    assert crawler.articles() == []


def test_a_robots_redirect_to_a_private_address_is_refused(serve: Serve, crawler: Crawler) -> None:
    inner = serve({"/robots.txt": "User-agent: *\nAllow: /\n"}, host="127.0.0.99")
    site = serve({"/robots.txt": redirect(f"{inner.url}/robots.txt"), "/list/": listing("/a/10001.html")})
    crawler.once(source_of(site), crawl_allow_networks=ONLY_THE_SITE)

    assert inner.visits == []
    assert site.paths() == []


def test_a_redirect_off_the_hosts_of_the_source_is_refused(serve: Serve, crawler: Crawler) -> None:
    hijacker = serve({"/a.html": article("被劫持的页面")}, host="127.0.0.24")
    site = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": redirect(f"{hijacker.url}/a.html")})
    crawl = crawler.once(source_of(site))

    assert hijacker.visits == []
    assert crawl.dispositions() == {"refused": 1}


def test_foreign_links_follow_the_rule_of_the_source(serve: Serve, crawler: Crawler) -> None:
    foreign = serve({"/a/10002.html": article("外站文章")}, host="127.0.0.24")
    titles = {f"{foreign.url}/a/10002.html": "外站文章的标题"}
    pages = {"/list/": listing("/a/10001.html", *titles, titles=titles), "/a/10001.html": article("本站文章")}
    outcomes = {}
    for n, rule in enumerate(("skip", "link_only", "follow")):
        site = serve(dict(pages), host=f"127.0.0.3{n}")
        crawl = crawler.once(source_of(site, source_id=f"test-{n}", urls={"external": rule}))
        outcomes[rule] = crawl.dispositions(f"test-{n}")
        if rule != "follow":
            assert foreign.visits == []

    assert outcomes["skip"] == {"published": 1}
    assert outcomes["link_only"] == {"published": 1, "link_only": 1}
    noted = next(payload for payload in crawler.articles() if payload["title"] == "外站文章的标题")
    assert noted["text"] == ""
    assert noted["provenance"]["title"] == "list"
