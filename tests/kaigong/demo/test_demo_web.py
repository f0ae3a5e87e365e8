"""The demo's sites over HTTP: charsets, validators, robots.txt, and news that come with time."""

import http.client
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit

import pytest

from kaigong.demo.model import DemoArticle
from kaigong.demo.sites import SITES, site
from kaigong.demo.web import DemoWeb
from kaigong.demo.world import World
from wire.errors import ConfigurationError

NOW = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)


class Hand:
    """A clock hand for the demo that the test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def web(hand: Hand) -> Iterator[DemoWeb]:
    web = DemoWeb(World(NOW), elapsed=hand, blocked=True, blocked_after=200)
    web.start()
    yield web
    web.stop()


def get(url: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, quote(parts.path), headers=sent)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def article(world: World, name: str, at: float = 300) -> DemoArticle:
    return next(one for one in world.all(at) if one.id == name)


def test_every_site_has_its_own_address_on_one_port(web: DemoWeb) -> None:
    hosts = [urlsplit(web.site_url(one)).hostname for one in SITES]
    assert hosts == [f"127.0.0.{11 + number}" for number in range(len(SITES))]
    for one in SITES:
        response, body = get(web.site_url(one) + "/")
        assert response.status == 200
        assert one.name in body.decode(one.charset)


def test_pages_are_the_same_in_two_worlds(web: DemoWeb, hand: Hand) -> None:
    hand.seconds = 150
    twin = DemoWeb(World(NOW), port=web.port, first_address="127.0.0.41", elapsed=hand)
    twin.start()
    try:
        shown = World(NOW).all(150)
        for one in shown[::6]:
            assert get(web.article_url(one))[1] == get(twin.article_url(one))[1]
        for where in SITES:
            column = where.columns[0]
            assert get(web.list_url(where, column))[1] == get(twin.list_url(where, column))[1]
    finally:
        twin.stop()


def test_every_article_is_served_whole(web: DemoWeb, hand: Hand) -> None:
    hand.seconds = 199
    for one in World(NOW).all(199):
        response, body = get(web.article_url(one))
        page = body.decode(site(one.site).charset)
        assert response.status == 200
        assert one.title in page
        for paragraph in one.paragraphs:
            assert paragraph in page


def test_the_newspaper_speaks_gb18030_without_saying_so(web: DemoWeb) -> None:
    paper = site("lybao")
    response, body = get(web.list_url(paper, paper.columns[0]))
    assert response.getheader("Content-Type") == "text/html"
    assert "港城新闻" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_new_articles_come_with_time(web: DemoWeb, hand: Hand) -> None:
    news = article(World(NOW), "hz-lanyu-start")
    listing = web.list_url(site("hz"), site("hz").column("hzyw"))
    before, old_page = get(listing)
    assert get(web.article_url(news))[0].status == 404
    assert news.title not in old_page.decode()

    hand.seconds = 9
    after, page = get(listing, If_None_Match=before.getheader("ETag") or "")
    assert after.status == 200
    assert news.title in page.decode()
    assert get(web.article_url(news))[0].status == 200


@pytest.mark.parametrize(
    ("sent", "told"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]
)
def test_what_has_not_changed_is_not_sent_again(web: DemoWeb, hand: Hand, sent: str, told: str) -> None:
    hand.seconds = 20
    for url in (
        web.article_url(article(World(NOW), "jk-sign-first")),
        web.list_url(site("zj"), site("zj").column("jrzj")),
    ):
        first, _ = get(url)
        again, body = get(url, **{sent: first.getheader(told) or ""})
        assert (again.status, body) == (304, b"")


def test_an_article_stays_unchanged_while_news_come(web: DemoWeb, hand: Hand) -> None:
    url = web.article_url(article(World(NOW), "hz-family-doctor"))
    first, _ = get(url)
    hand.seconds = 5000
    assert get(url, If_None_Match=first.getheader("ETag") or "")[0].status == 304


def test_long_lists_go_on_and_end(web: DemoWeb) -> None:
    zhenjiang = site("zj")
    first = web.list_url(zhenjiang, zhenjiang.column("jrzj"))
    assert b"createPageHTML('page_div', 2, 1, 'list', 'shtml'" in get(first)[1]
    assert get(first.replace("list.", "list_2."))[0].status == 200
    assert get(first.replace("list.", "list_9."))[0].status == 404


def test_robots_files_differ(web: DemoWeb, hand: Hand) -> None:
    answers = {one.robots: get(web.site_url(one) + "/robots.txt") for one in SITES}
    assert answers["missing"][0].status == 404
    assert answers["html"][0].status == 200
    assert answers["html"][1].startswith(b"<!DOCTYPE html>")
    hidden = [urlsplit(web.article_url(one)).path for one in World(NOW).all(0) if one.disallowed]
    rule = answers["rules"][1].decode().split("Disallow: ")[1].strip()
    assert rule
    assert all(path.startswith(rule) for path in hidden)
    listing = get(web.list_url(site("gy"), site("gy").column("gyyw")))[1].decode()
    assert all(path in listing for path in hidden)


def test_a_blocked_site_answers_with_a_challenge(web: DemoWeb, hand: Hand) -> None:
    listing = web.list_url(site("guanyun"), site("guanyun").columns[0])
    assert get(listing)[0].status == 200
    hand.seconds = 201
    response, body = get(listing)
    assert response.status == 412
    assert b"$_ts" in body
    assert get(web.list_url(site("hz"), site("hz").columns[0]))[0].status == 200


def test_attachments_and_pictures_are_served(web: DemoWeb) -> None:
    for one in World(NOW).all(0):
        for name in one.attachments + one.images:
            url = web.article_url(one)
            page = get(url)[1].decode(site(one.site).charset)
            link = next(part for part in page.split('"') if part.endswith(f"/{name}"))
            response, body = get(urljoin(url, link))
            assert response.status == 200
            assert body


def test_the_log_tells_who_asked_for_what(web: DemoWeb, hand: Hand) -> None:
    url = web.list_url(site("hz"), site("hz").columns[0])
    etag = get(url, User_Agent="kaigong-test")[0].getheader("ETag") or ""
    get(url, "HEAD", User_Agent="kaigong-test", If_None_Match=etag)
    get(url + "x", User_Agent="other")
    one, two, three = web.log
    assert (one.host, one.method, one.path, one.status) == ("127.0.0.12", "GET", urlsplit(url).path, 200)
    assert (two.method, two.status, two.validators) == ("HEAD", 304, ("if-none-match",))
    assert (three.user_agent, three.status) == ("other", 404)
    assert one.at <= two.at <= three.at


def test_other_methods_are_refused(web: DemoWeb) -> None:
    assert get(web.site_url(site("hz")) + "/", "POST")[0].status == 405


@pytest.mark.parametrize(
    "sent", [b"nonsense\r\n\r\n", b"GET / HTTP/2.0\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n", b"\r\n\r\n"]
)
def test_nonsense_is_a_bad_request(web: DemoWeb, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.11", web.port), timeout=10) as talk:
        talk.sendall(sent)
        assert talk.recv(100).startswith(b"HTTP/1.1 400 ")
    assert web.log == []


def test_a_connection_serves_many_requests(web: DemoWeb) -> None:
    connection = http.client.HTTPConnection("127.0.0.12", web.port, timeout=10)
    try:
        for path in ("/", "/robots.txt", "/nowhere", "/"):
            connection.request("GET", path)
            connection.getresponse().read()
        assert [one.status for one in web.log] == [200, 404, 404, 200]
    finally:
        connection.close()


def test_time_begins_with_the_start() -> None:
    web = DemoWeb(World(NOW), first_address="127.0.0.61")
    web.start()
    try:
        assert 0 <= web.elapsed < 5
    finally:
        web.stop()
        web.stop()


def test_a_taken_port_is_told(web: DemoWeb) -> None:
    second = DemoWeb(World(NOW), port=web.port)
    with pytest.raises(ConfigurationError, match=str(web.port)):
        second.start()
    second.stop()
