"""From an address to the draft of a source: recognised, read, and every page kept for the fixture."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.extract.dom import parse
from crawler.fetch import Fetch, Fetched
from crawler.sniff import Recognition, probes
from crawler.sources import Source, source_of
from crawler.urls import canonical, same_site
from kaigong.sourcing.advice import explained, unreachable
from kaigong.sourcing.column import find_column
from kaigong.sourcing.naming import source_id, source_name
from kaigong.sourcing.paging import find_paging
from kaigong.sourcing.reading import SourceReader
from kaigong.sourcing.region import Region, RegionFinder
from kaigong.sourcing.saved_pages import Recorder
from kaigong.sourcing.seen import Seen
from kaigong.sourcing.wishes import Wishes
from wire.errors import ConfigurationError

# Reads the list of a site that is of no known family.
_ANY_SITE = "static"
_NO_FAMILY = (None, _ANY_SITE)


@dataclass(slots=True)
class Draft:
    """`content` are the keys of the source file; with an `error` nothing of it is to be written."""

    url: str
    content: dict[str, Any] = field(default_factory=dict)
    seen: Seen | None = None
    region: Region | None = None
    answers: dict[str, Fetched] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Drafter:
    fetch: Fetch
    watched: Sequence[Source]
    regions: RegionFinder
    zone: ZoneInfo
    now: datetime
    wishes: Wishes

    async def draft(self, url: str, replaced: Source | None = None) -> Draft:
        """Fetch and read what a person pasted; a source that is `replaced` keeps its id."""
        recorder = Recorder(self.fetch)
        draft = Draft(url, answers=recorder.answers)
        page, recognition = await find_column(url, recorder)
        if page.error is not None and recognition.family is None:
            draft.error = unreachable(page.url, page.error)
            return draft
        if not same_site(_host(url), _host(page.url)):
            draft.warnings.append(f"it leads to another host; {page.url} is taken instead")
            url = page.url
        elif canonical(url) == canonical(page.url) and _origin(url) != _origin(page.url):
            # The same page on https, or with www: no need to be sent on at every visit.
            url = page.url
        if page.robots:
            draft.warnings.append(page.robots)
        draft.region = self._region(page)
        draft.content = self._content(url, page, recognition, draft.region, replaced)
        if draft.region.how is None:
            draft.warnings.append(
                f"which region it is about was not found: {draft.region.code} stands for the whole country; "
                "say it with --region 海州区 or --region 320706"
            )
        await self._read(draft, page, recognition, recorder)
        return draft

    def _region(self, page: Fetched) -> Region:
        if self.wishes.region:
            return self.regions.named(self.wishes.region)
        return self.regions.find(page.url, parse(page.html))

    def _content(
        self, url: str, page: Fetched, recognition: Recognition, region: Region, replaced: Source | None
    ) -> dict[str, Any]:
        taken = {source.id for source in self.watched}
        name = self.wishes.name or source_name(parse(page.html), page.url, recognition.name)
        own_id = self.wishes.source_id or (replaced.id if replaced else source_id(url, taken))
        told = {"id": own_id, "name": name, "region": region.code, "url": url}
        found = dict(recognition.settings) or {"preset": _ANY_SITE}
        return merged(merged(told, found), self.wishes.settings)

    async def _read(self, draft: Draft, page: Fetched, recognition: Recognition, recorder: Recorder) -> None:
        family = recognition.family
        try:
            draft.seen = await self._reader(draft, recorder).read(family=family)
            if not draft.seen.items and same_site(_host(draft.content["url"]), _host(page.url)):
                # What leads to the list cannot be read as one: take the list itself.
                draft.content["url"] = page.url
                draft.seen = await self._reader(draft, recorder).read(family=family)
            if family in _NO_FAMILY and not self.wishes.says_how:
                await self._try_paging(draft, page, recorder)
        except ConfigurationError as exc:
            draft.error = f"these settings make no source: {'; '.join(exc.problems.values()) or exc}"
            return
        draft.warnings += draft.seen.warnings
        if not draft.seen.items:
            what = draft.seen.error or "no list of articles was found on the page"
            draft.error = explained(what, parse(page.html), recognition, draft.seen.warnings)
        elif draft.seen.error:
            draft.error = (
                f"{draft.seen.error}: {'; '.join(draft.seen.warnings) or 'nothing was said why'}. "
                "What would help: --body 'CSS of the text', such as '#zoom'; --item 'CSS of one record', if "
                "these links are no articles"
            )

    async def _try_paging(self, draft: Draft, page: Fetched, recorder: Recorder) -> None:
        assert draft.seen is not None
        if draft.seen.paging or not draft.seen.items:
            return
        first = [item.url for item in draft.seen.items]
        source = self._reader(draft, recorder).source
        found = await find_paging(
            source,
            first,
            probes(page.url, page.html),
            recorder,
            zone=self.zone,
            today=self.now.astimezone(self.zone).date(),
        )
        if found is None:
            draft.warnings.append(
                "no second page was found; if there is one, say how it is called: --template 'list_{n}.html'"
            )
            return
        draft.content = merged(draft.content, found)
        draft.seen = await self._reader(draft, recorder).read(family=draft.seen.family)

    def _reader(self, draft: Draft, fetch: Fetch) -> SourceReader:
        source = source_of(draft.content, Path(draft.url))
        return SourceReader(source, fetch, self.zone, self.now)


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Both, the keys of `over` first, also inside of keys that both have."""
    both = {
        key: merged(base[key], over[key])
        for key in base.keys() & over.keys()
        if isinstance(base[key], dict) and isinstance(over[key], dict)
    }
    return {**base, **over, **both}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def watching(url: str, watched: Sequence[Source]) -> Source | None:
    """The source that has this address already."""
    return next((source for source in watched if canonical(source.url) == canonical(url)), None)


def renamed(draft: Draft, taken: set[str]) -> Draft:
    """The draft under an id that is free, where two of one run came to the same."""
    if draft.content.get("id") not in taken:
        return draft
    return replace(draft, content=draft.content | {"id": source_id(draft.content["url"], taken)})
