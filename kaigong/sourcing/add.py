"""Adding sources: every address becomes a draft, handed over in the order of the addresses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loguru import logger

from crawler.fetch import Fetch, fetching
from crawler.sources import Source
from kaigong import catalog
from kaigong.app import App
from kaigong.knowledge import load_knowledge
from kaigong.sourcing.draft import Draft, Drafter, watching
from kaigong.sourcing.region import RegionFinder
from kaigong.sourcing.side_by_side import AT_ONCE, side_by_side
from kaigong.sourcing.wishes import Wishes

# Whether to read an address again that is watched already; None: yes, else why not.
Objection = Callable[[str, Source], str | None]


@dataclass(frozen=True, slots=True)
class Adder:
    """`objection` is asked about addresses that are watched already, before anything is fetched."""

    app: App
    wishes: Wishes
    objection: Objection

    def add(self, urls: Sequence[str], on_draft: Callable[[Draft], None], *, one_by_one: bool) -> None:
        """`one_by_one`: the next address is looked at when `on_draft`, which may ask a person, is done.

        Raises ConfigurationError for a region that nobody knows.
        """
        watched = catalog.sources(self.app)
        replaced = {url: source for url in urls if (source := watching(url, watched))}
        objections = {url: why for url, source in replaced.items() if (why := self.objection(url, source))}
        regions = RegionFinder(load_knowledge(self.app.data).gazetteer, watched)
        if self.wishes.region:
            regions.named(self.wishes.region)

        async def add_all(fetch: Fetch) -> None:
            drafter = Drafter(
                fetch, watched, regions, self.app.settings.zone, self.app.clock.now(), self.wishes
            )

            async def draft(url: str) -> Draft:
                if url in objections:
                    return Draft(url, error=objections[url])
                return await _drafted(drafter, url, replaced.get(url))

            async for done in side_by_side(draft, urls, 1 if one_by_one else AT_ONCE):
                on_draft(done)

        fetching(self.app.settings, add_all)


async def _drafted(drafter: Drafter, url: str, replaced: Source | None) -> Draft:
    try:
        return await drafter.draft(url, replaced)
    except Exception as exc:  # noqa: BLE001 - said in the result, and logged with its traceback
        # One page that our own code cannot digest must not end the whole list.
        logger.opt(exception=exc).bind(url=url).error("an address could not be made a source")
        return Draft(url, error=f"the page crashed the reader: {type(exc).__name__}: {exc}")
