"""What sources give now, and what of it is not as their fixtures expect."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.fetch import Fetch, fetching
from crawler.sources import Source
from kaigong.app import App
from kaigong.output import progress
from kaigong.sourcing.changes import changes
from kaigong.sourcing.column import find_column
from kaigong.sourcing.fixture import Fixture
from kaigong.sourcing.reading import SourceReader
from kaigong.sourcing.saved_pages import Recorder
from kaigong.sourcing.seen import Seen
from kaigong.sourcing.side_by_side import side_by_side


@dataclass(slots=True)
class SourceCheck:
    """`title` to `provenance` are those of the first article that could be read.

    `changes` tells what is not as the fixture expects; without a fixture there is nothing to expect.
    """

    source_id: str
    ok: bool = True
    family: str | None = None
    listed: int = 0
    pages: list[str] = field(default_factory=list)
    articles: int = 0
    title: str = ""
    published: str | None = None
    first_line: str = ""
    provenance: dict[str, str] = field(default_factory=dict)
    fixture: bool = False
    changes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Checker:
    """`save`: what can be read now becomes what is expected from now on."""

    def __init__(self, app: App, *, save: bool = False) -> None:
        self._app = app
        self._save = save

    def online(self, sources: Sequence[Source]) -> list[SourceCheck]:
        """Fetch lists and articles anew."""

        async def check_all(fetch: Fetch) -> list[SourceCheck]:
            with progress() as bar:
                checked = bar.track(sources, description="check")
                return [one async for one in side_by_side(lambda one: self._check(one, fetch), checked)]

        return fetching(self._app.settings, check_all)

    def offline(self, sources: Sequence[Source]) -> list[SourceCheck]:
        """Read the saved pages again, as the source files and presets say today. Nothing is fetched."""
        return [asyncio.run(self._replay(source)) for source in sources]

    async def _check(self, source: Source, fetch: Fetch) -> SourceCheck:
        fixture = self._fixture(source)
        expected = fixture.expected() if fixture else None
        recorder = Recorder(fetch)
        page, recognition = await find_column(source.url, recorder, source)
        known = [article.url for article in expected.articles[:1]] if expected else []
        reader = SourceReader(source, recorder, self._app.settings.zone, self._app.clock.now())
        seen = await reader.read(family=recognition.family, also=known)
        result = self._result(source, seen)
        if page.robots:
            result.warnings.insert(0, page.robots)
        if self._save and result.ok:
            fixture.write(seen, recorder.answers)
        elif expected is not None:
            _compare(result, expected, seen, same_pages=False)
        return result

    async def _replay(self, source: Source) -> SourceCheck:
        fixture = self._fixture(source)
        if not fixture:
            error = f"no fixture in {fixture.path}; `kaigong source check {source.id} --save` makes one"
            return SourceCheck(source.id, ok=False, errors=[error])
        expected = fixture.expected()
        replay = fixture.replay()
        _, recognition = await find_column(source.url, replay, source)
        reader = SourceReader(source, replay, self._app.settings.zone, expected.at)
        # No other articles are among the saved pages.
        known = [article.url for article in expected.articles]
        seen = await reader.read(family=recognition.family, also=known, first=0)
        result = self._result(source, seen)
        _compare(result, expected, seen, same_pages=True)
        return result

    def _fixture(self, source: Source) -> Fixture:
        return Fixture(self._app.settings.sources_path, source.id)

    def _result(self, source: Source, seen: Seen) -> SourceCheck:
        result = SourceCheck(
            source.id,
            family=seen.family,
            listed=len(seen.items),
            pages=seen.pages,
            articles=len(seen.articles),
            warnings=list(seen.warnings),
            fixture=bool(self._fixture(source)),
        )
        if seen.articles:
            first = seen.articles[0]
            result.title, result.first_line, result.provenance = (
                first.title,
                first.first_line,
                first.provenance,
            )
            zone = self._app.settings.zone
            result.published = first.published.astimezone(zone).isoformat() if first.published else None
        if seen.error:
            result.errors.append(
                f"{seen.error}: look at `detail:` in the source file" if seen.items else seen.error
            )
        elif not seen.items:
            result.errors.append(
                "the list is empty: is this still the address, is it another family of sites?"
            )
        result.ok = not result.errors
        return result


def _compare(result: SourceCheck, expected: Seen, seen: Seen, *, same_pages: bool) -> None:
    result.fixture = True
    result.changes = changes(expected, seen, same_pages=same_pages)
    result.ok = not (result.errors or result.changes)
