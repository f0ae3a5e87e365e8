"""Everything the demo's sites publish, and when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from kaigong.demo import markup
from kaigong.demo.dice import Dice
from kaigong.demo.model import DemoArticle
from kaigong.demo.patterns import Composer
from kaigong.demo.stories import Copy, Draft, draft, load_copies, load_stories

OLD_ARTICLES = 160
FIRST_ARTICLES = 40
FIRST_SECONDS = 300.0
TRICKLE_SECONDS = 15.0
_OLDEST_DAYS = 60.0


class World:
    """Deterministic for a `seed` and a `now`, the moment at which the demo starts.

    160 articles are there before, 40 come within five minutes, then one every 15 seconds without end.
    """

    def __init__(self, now: datetime, seed: int = 1) -> None:
        self.now = now
        self.seed = seed
        self._composer = Composer(seed)
        self._composed = 0
        stories = load_stories()
        copies = load_copies()
        live = {story.id: story.live for story in stories if story.live is not None}
        drafts = {story.id: draft(story) for story in stories}
        known = [self._live(drafts[key], at) for key, at in live.items()]
        known += self._old(
            [one for key, one in drafts.items() if key not in live], len(copies) - _late(copies)
        )
        known += self._copies(copies, known)
        known += self._first(FIRST_ARTICLES - len(live) - _late(copies))
        self._known = sorted(known, key=lambda article: article.appears)

    def all(self, at: float) -> list[DemoArticle]:
        """What has appeared by then, the newest publication first."""
        self._grow(at)
        shown = [article for article in self._known if article.appears <= at]
        return sorted(shown, key=lambda article: (article.published, article.id), reverse=True)

    def articles(self, site: str, column: str, at: float) -> list[DemoArticle]:
        return [one for one in self.all(at) if (one.site, one.column) == (site, column)]

    def _grow(self, at: float) -> None:
        while len(self._known) < OLD_ARTICLES + FIRST_ARTICLES + int((at - FIRST_SECONDS) // TRICKLE_SECONDS):
            more = len(self._known) - OLD_ARTICLES - FIRST_ARTICLES + 1
            self._known.append(self._live(self._compose(), FIRST_SECONDS + more * TRICKLE_SECONDS))

    def _compose(self) -> Draft:
        self._composed += 1
        return self._composer.draft(self._composed - 1)

    def _live(self, one: Draft, at: float) -> DemoArticle:
        return one.article(_minute(self.now + timedelta(seconds=at)), at)

    def _old(self, written: list[Draft], copies: int) -> list[DemoArticle]:
        """Written and composed articles, mixed, over the past sixty days: more of late than long ago."""
        drafts = written + [self._compose() for _ in range(OLD_ARTICLES - len(written) - copies)]
        mixed = Dice(self.seed, "old").shuffled(drafts)
        return [
            self._before(one, 0.4 + _OLDEST_DAYS * (place / len(mixed)) ** 1.7)
            for place, one in enumerate(mixed)
        ]

    def _before(self, one: Draft, days: float) -> DemoArticle:
        dice = Dice(self.seed, "hour", one.id)
        day = (self.now - timedelta(days=days)).astimezone(markup.ZONE)
        moment = day.replace(hour=dice.between(8, 18), minute=dice.below(60))
        published = min(
            _minute(moment.astimezone(self.now.tzinfo)), self.now - timedelta(minutes=dice.between(20, 90))
        )
        return self._past(one, _minute(published))

    def _past(self, one: Draft, published: datetime) -> DemoArticle:
        return one.article(published, (published - self.now).total_seconds())

    def _first(self, count: int) -> list[DemoArticle]:
        """Composed articles between the written ones of the first minutes."""
        gap = (FIRST_SECONDS - 20) / count
        return [self._live(self._compose(), round(20 + gap * (place + 0.7), 1)) for place in range(count)]

    def _copies(self, copies: list[Copy], known: Iterable[DemoArticle]) -> list[DemoArticle]:
        originals = {article.id: article for article in known}
        return [self._copy(copy, originals[copy.of]) for copy in copies]

    def _copy(self, copy: Copy, original: DemoArticle) -> DemoArticle:
        site, column = copy.at.split("/")
        lead, *rest = original.paragraphs
        tail = [copy.after] if copy.after else []
        latest = self.now - timedelta(minutes=5)
        later = original.published + timedelta(minutes=Dice(self.seed, "copy", copy.of).between(40, 1400))
        appears, published = copy.live, self.now
        if appears is None:
            published = _minute(min(later, latest))
            appears = (published - self.now).total_seconds()
        else:
            published = _minute(self.now + timedelta(seconds=appears))
        title = copy.title or original.title
        paragraphs = (copy.before + lead, *rest, *tail)
        truth = replace(
            original.truth,
            copy_of=original.id,
            exact_copy=paragraphs == original.paragraphs,
            keyword_hits=markup.keyword_hits("\n".join((title, *paragraphs))),
        )
        return replace(
            original,
            site=site,
            column=column,
            id=f"{original.id}-copy",
            title=title,
            paragraphs=paragraphs,
            published=published,
            appears=appears,
            truth=truth,
        )


def _late(copies: list[Copy]) -> int:
    return sum(copy.live is not None for copy in copies)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
