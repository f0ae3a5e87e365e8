"""The spider: listings are read, new links fetched, pages read, each with exactly one outcome."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from loguru import logger
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import listings
from crawler.article import decode_html
from crawler.backfill import GoingBack
from crawler.drafts import Draft
from crawler.failures import explain
from crawler.hosts import host_key
from crawler.joining import Joining
from crawler.listings import Ask, Page, first_ask
from crawler.listings.items import is_file
from crawler.look import Look, too_old
from crawler.middlewares.guard import is_own
from crawler.outcomes import Outcomes
from crawler.pages import read_page, title_only
from crawler.parts import Parts
from crawler.records import BackfillRecord, Disposition, Link
from crawler.requests import article_request, further_request, list_request, past_request
from crawler.revisits import Revisits
from crawler.slow_lane import Errand, SlowLane
from crawler.sources import Source
from crawler.urls import id_of
from crawler.verdict import Verdict, judge
from crawler.watch import Watch

_Result = Iterator[Request | Draft]
# Requests of one source that wait in memory.
_PORTION = 500


class NewsSpider(Spider):
    """`looks` are looked at once at the start; with `stay` the spider then waits for more to do."""

    name = "kaigong"

    def __init__(
        self,
        *,
        parts: Parts,
        watch: Watch,
        outcomes: Outcomes,
        looks: list[Source],
        stay: bool,
        backfills: Sequence[BackfillRecord] = (),
    ) -> None:
        super().__init__()
        self.parts = parts
        self._watch = watch
        self._outcomes = outcomes
        self._looks = looks
        self._stay = stay
        self._looking: set[str] = set()
        self._in_flight: set[str] = set()
        self._unanswered: Counter[str] = Counter()
        self._hosts: dict[str, str] = {}
        self.slow = SlowLane(parts, watch, self._is_busy, backfills)
        self._visited: set[str] = set()
        self._revisits = Revisits.of(parts.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "NewsSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.stay_open, signals.spider_idle)
        crawler.signals.connect(spider.page_crashed, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for source in self._looks:
            if request := self.look_at(source):
                yield request

    def look_at(self, source: Source) -> Request | None:
        """The request that begins a look; None while an earlier one is under way."""
        if source.id in self._looking:
            return None
        look = Look(source, self._watch.record(source), self.parts.clock.now())
        try:
            request = self._list_request(look, first_ask(source, self._today()))
        except ValueError as exc:
            self._outcomes.error(source, f"{source.url} is no address: {exc}")
            self._watch.look_failed(source, f"no address: {exc}")
            return None
        self._looking.add(source.id)
        self._hosts[source.id] = host_key(source.url)
        return request

    def read_list(self, response: Response) -> _Result:
        look: Look = response.meta["look"]
        html, verdict = self._judged(response, look.source)
        if verdict.kind == "page":
            yield from self._read_list_page(look, response, html)
        elif verdict.kind == "not_modified":
            yield from self._end_look(look, modified=False)
        else:
            yield from self._lose_list_page(look, response.meta["ask"], verdict)

    def list_failed(self, failure: Failure) -> _Result:
        request = _request_of(failure)
        look: Look = request.meta["look"]
        reason = explain(failure.value)
        if look.pages_read or not reason.ours:
            # A further page that may not be read is where the listing ends for us.
            ended = reason.disposition in ("robots", "refused")
            verdict = Verdict("gone" if ended else "failed", reason.text)
            yield from self._lose_list_page(look, request.meta["ask"], verdict)
            return
        self._looking.discard(look.source.id)
        self._outcomes.error(look.source, reason.text)
        if reason.disposition is not None:
            self._watch.forbidden(look.source, reason.text)
        else:
            self._watch.look_put_off(look.source, reason.until)

    def read_article(self, response: Response) -> _Result:
        link: Link = response.meta["link"]
        source: Source = response.meta["source"]
        html, verdict = self._judged(response, source)
        if verdict.kind == "not_modified":
            self._settle(source, link, "unchanged")
        elif verdict.kind == "page":
            yield from self._read_page(source, link, response, html)
            return
        else:
            if verdict.kind == "blocked":
                self._watch.block(source, verdict)
            self._settle(source, link, verdict.kind, verdict.reason)
        yield from self._answered(source, link)

    def read_further(self, response: Response) -> _Result:
        """A further page of an article that is spread over several."""
        joining: Joining = response.meta["joining"]
        html, verdict = self._judged(response, response.meta["source"])
        if verdict.kind == "page":
            joining.add(response.url, html)
        else:
            joining.lose(response.url, verdict.reason)
        yield from self._join(response.meta["draft"], joining)

    def further_failed(self, failure: Failure) -> _Result:
        request = _request_of(failure)
        reason = explain(failure.value)
        if reason.disposition is None:
            yield from self.article_failed(failure)
            return
        request.meta["joining"].lose(request.url, reason.text)
        yield from self._join(request.meta["draft"], request.meta["joining"])

    def article_failed(self, failure: Failure) -> _Result:
        request = _request_of(failure)
        link: Link = request.meta["link"]
        source: Source = request.meta["source"]
        reason = explain(failure.value)
        if reason.disposition is not None:
            self._settle(source, link, reason.disposition, reason.text)
            yield from self._answered(source, link)
            return
        if self.slow.done(link):
            self.slow.pause(link, reason.until)
        else:
            self._unanswered[source.id] -= 1
        self._in_flight.discard(link.article_id)
        self._outcomes.put_off(source, reason.text)

    def slow_requests(self, *, every_source: bool = False) -> Iterator[Request]:
        """Visits to published articles and steps on the way back that may begin now."""
        busy = self._in_flight | self._visited
        for errand in self.slow.due(busy, every_source=every_source):
            try:
                yield self._slow_request(errand)
            except ValueError as exc:
                self._refuse(errand, f"no address: {exc}")

    def read_past(self, response: Response) -> _Result:
        """A page of a listing on the way back."""
        errand: Errand = response.meta["errand"]
        ask: Ask = response.meta["ask"]
        html, verdict = self._judged(response, errand.source)
        self.slow.done(ask)
        if verdict.kind == "page":
            links = _back(errand).read(ask, response.url, html)
            self._outcomes.planned(errand.source, sum(link.past for link in links))
            yield from self._fetch_due(_back(errand).plain)
        else:
            self._lose_past(errand, ask, verdict)
        yield from self.slow_requests()

    def past_failed(self, failure: Failure) -> _Result:
        meta = _request_of(failure).meta
        errand, ask = meta["errand"], meta["ask"]
        reason = explain(failure.value)
        self.slow.done(ask)
        if reason.disposition is None:
            self.slow.pause(ask, reason.until)
            _back(errand).put_off(ask)
            self._outcomes.error(errand.source, reason.text)
        else:
            ended = reason.disposition in ("robots", "refused")
            self._lose_past(errand, ask, Verdict("gone" if ended else "failed", reason.text))
        yield from self.slow_requests()

    def _lose_past(self, errand: Errand, ask: Ask, verdict: Verdict) -> None:
        if verdict.kind == "blocked":
            self._watch.block(errand.source, verdict)
        if _back(errand).lose(ask, verdict):
            self._outcomes.error(errand.source, f"{ask.name}: {verdict.reason}; it will be asked for again")

    def _slow_request(self, errand: Errand) -> Request:
        source, target = errand.source, errand.target
        if isinstance(target, Ask):
            return past_request(errand, target, self.read_past, self.past_failed)
        # The validators of a page that was gone say nothing on whether it is back, and some lie.
        whole = target.withdrawn_at is not None or self._revisits.is_last(target, self.parts.clock.now())
        request = article_request(source, target, self.read_article, self.article_failed, whole=whole)
        self._in_flight.add(target.article_id)
        if not self._stay:
            # A crawl that is to end fetches nothing twice, however long it takes.
            self._visited.add(target.article_id)
        if target.revision:
            self._outcomes.planned(source, 1)
        return request

    def _refuse(self, errand: Errand, reason: str) -> None:
        self.slow.done(errand.target)
        if isinstance(errand.target, Link):
            self._settle(errand.source, errand.target, "invalid", reason)
        else:
            _back(errand).lose(errand.target, Verdict("gone", reason))

    def published(self, draft: Draft, disposition: Disposition) -> None:
        """The draft is on the stream, or was the same as before, and the state has noted it."""
        if disposition != "link_only":
            published = None if draft.link.revision else draft.extracted.published
            self._watch.article_read(draft.source, published, draft.link)
        self._in_flight.discard(draft.link.article_id)
        self._outcomes.settled(draft.source, draft.link, disposition)

    def _today(self) -> date:
        return self.parts.clock.now().astimezone(self.parts.settings.zone).date()

    def _list_request(self, look: Look, ask: Ask) -> Request:
        return list_request(look, ask, self.read_list, self.list_failed, self.parts.clock.now())

    def _judged(self, response: Response, source: Source) -> tuple[str, Verdict]:
        headers = _headers(response)
        _, _, charset = headers.get("content-type", "").lower().partition("charset=")
        html, _, _ = decode_html(response.body, charset.partition(";")[0] or None, source.http.encoding)
        return html, judge(response.status, headers, html, self.parts.clock.now())

    def _read_list_page(self, look: Look, response: Response, html: str) -> _Result:
        ask: Ask = response.meta["ask"]
        page = Page(look.source, ask, response.url, html, self.parts.settings.zone, self._today())
        listing = listings.read_page(page)
        known = self.parts.state.links([id_of(item.url) for item in listing.items])
        if look.pages_read == 0 and listing.items:
            # A page that only leads to the records stays the same when they change.
            look.etag, look.last_modified = _validators(response)
        look.add_page(ask, listing, known)
        yield from self._go_on(look, look.next_ask())

    def _go_on(self, look: Look, ask: Ask | None) -> _Result:
        if ask is None:
            yield from self._end_look(look, modified=True)
            return
        try:
            yield self._list_request(look, ask)
        except ValueError as exc:
            yield from self._lose_list_page(look, ask, Verdict("gone", f"no address: {exc}"))

    def _lose_list_page(self, look: Look, ask: Ask, verdict: Verdict) -> _Result:
        if verdict.kind != "blocked" and (ask.instead or look.pages_read):
            instead = look.lose_page(ask, missing=verdict.kind != "gone")
            if instead is None and not (look.items and verdict.kind == "gone"):
                self._outcomes.error(look.source, f"{ask.name}: {verdict.reason}")
            yield from self._go_on(look, instead)
            return
        self._outcomes.error(look.source, f"{ask.name}: {verdict.reason}")
        self._looking.discard(look.source.id)
        if verdict.kind == "blocked":
            self._watch.block(look.source, verdict)
        else:
            self._watch.look_failed(look.source, verdict.reason)

    def _end_look(self, look: Look, *, modified: bool) -> _Result:
        new = self._watch.look_done(look, modified=modified)
        self._looking.discard(look.source.id)
        self._outcomes.looked(look, new)
        yield from self._fetch_due(look.source)

    def _fetch_due(self, source: Source) -> _Result:
        """Begin with the next portion of due links; the last answer of a portion begins the next one."""
        found = self.parts.state.due_links(source.id, self.parts.clock.now(), _PORTION)
        links = [link for link in found if link.article_id not in self._in_flight]
        self._outcomes.planned(source, len(links))
        self._unanswered[source.id] += len(links)
        self._hosts[source.id] = host_key(source.url)
        self._in_flight.update(link.article_id for link in links)
        for link in links:
            yield from self._begin(source, link)

    def _answered(self, source: Source, link: Link) -> _Result:
        if self.slow.done(link):
            yield from self.slow_requests()
            return
        self._unanswered[source.id] -= 1
        if self._unanswered[source.id] == 0 and not self.parts.hosts.stopping:
            yield from self._fetch_due(source)

    def _begin(self, source: Source, link: Link) -> _Result:
        if too_old(source, link.published, self.parts.clock.now()):
            self._unanswered[source.id] -= 1
            self._settle(source, link, "off_window", "older than the window of its source")
        elif self._is_link_only(source, link):
            self._unanswered[source.id] -= 1
            now = self.parts.clock.now()
            yield Draft(link, source, title_only(link), now, disposition="link_only")
        else:
            try:
                yield article_request(source, link, self.read_article, self.article_failed)
            except ValueError as exc:
                self._unanswered[source.id] -= 1
                self._settle(source, link, "invalid", f"no address: {exc}")

    def _is_link_only(self, source: Source, link: Link) -> bool:
        foreign = source.urls.external == "link_only" and not is_own(source, link.url)
        return source.status == "link_only" or foreign or is_file(link.url)

    def _read_page(self, source: Source, link: Link, response: Response, html: str) -> _Result:
        now = self.parts.clock.now()
        page = read_page(source, link, html, response.url, self.parts.settings.zone, now)
        if isinstance(page, tuple):
            self._settle(source, link, *page)
            yield from self._answered(source, link)
            return
        draft = Draft(link, source, page, now, *_validators(response))
        yield from self._join(draft, Joining(page, response.url, self.parts.settings.zone, source))

    def _join(self, draft: Draft, joining: Joining) -> _Result:
        """Ask for the next page of an article; publish it when there is none."""
        page = joining.next_page()
        if page is not None:
            yield further_request(draft, joining, page, self.read_further, self.further_failed)
            return
        if joining.lost and draft.link.revision:
            # Trouble with one page must not look like an edit.
            self._settle(draft.source, draft.link, "failed", joining.lost)
        elif joining.lost:
            # Without validators the whole article is asked for again at the next visit.
            yield replace(draft, extracted=joining.article(), etag=None, last_modified=None)
        else:
            yield replace(draft, extracted=joining.article())
        yield from self._answered(draft.source, draft.link)

    def _settle(self, source: Source, link: Link, disposition: Disposition, reason: str = "") -> None:
        if link.revision:
            disposition, reason = self._revisited(source, link, disposition, reason)
        is_news = not (link.revision or link.past)
        if is_news or disposition == "unchanged":
            self._watch.article_unread(source, disposition, reason)

        def noted() -> None:
            self._in_flight.discard(link.article_id)

        if disposition == "withdrawn":
            self.parts.publisher.withdrawal(link, source, noted)
        else:
            self.parts.publisher.note(link, disposition, noted)
        self._outcomes.settled(source, link, disposition, reason)

    def _revisited(
        self, source: Source, link: Link, disposition: Disposition, reason: str
    ) -> tuple[Disposition, str]:
        """What the absence of a published article means."""
        if disposition != "gone":
            return disposition, reason
        if self._watch.is_ill(source):
            return "failed", f"{reason}, but the list cannot be read either"
        if self._revisits.is_withdrawal(link, self.parts.clock.now()):
            return "withdrawn", reason
        return disposition, reason

    def _is_busy(self, host: str) -> bool:
        """Whether a look is under way at a host, or what it found is being fetched."""
        fetching = (source_id for source_id, links in self._unanswered.items() if links > 0)
        return any(self._hosts[source_id] == host for source_id in (*self._looking, *fetching))

    def stay_open(self) -> None:
        if self._stay:
            raise DontCloseSpider
        for request in list(self.slow_requests(every_source=True)):
            self.crawler.engine.crawl(request)

    def page_crashed(self, failure: Failure, response: Response) -> None:
        """A page that our own code cannot digest must not stay in work for ever."""
        reason = f"cannot be read: {type(failure.value).__name__}: {failure.value}"
        logger.opt(exception=failure.value).bind(url=response.url).error("page crashed the reader")
        meta = response.meta
        if "link" in meta:
            if not self.slow.done(meta["link"]):
                self._unanswered[meta["source"].id] -= 1
            self._settle(meta["source"], meta["link"], "invalid", reason)
        elif "errand" in meta:
            self.slow.done(meta["ask"])
            self._lose_past(meta["errand"], meta["ask"], Verdict("gone", reason))
        elif "look" in meta:
            self._looking.discard(meta["source"].id)
            self._watch.look_failed(meta["source"], reason)


def _back(errand: Errand) -> GoingBack:
    assert errand.back is not None
    return errand.back


def _request_of(failure: Failure) -> Request:
    """The request that failed; Scrapy hangs it onto the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request


def _headers(response: Response) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in response.headers.to_unicode_dict().items()}


def _validators(response: Response) -> tuple[str | None, str | None]:
    def header(name: str) -> str | None:
        value = response.headers.get(name)
        return value.decode("latin-1") if value else None

    return header("ETag"), header("Last-Modified")
