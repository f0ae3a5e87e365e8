"""Everything the demo's sites publish, and when."""

import threading
from datetime import datetime, timedelta

from kaigong.demo import markup
from kaigong.demo.copies import reprint, reprinted_at
from kaigong.demo.dice import Dice
from kaigong.demo.model import DemoArticle
from kaigong.demo.patterns import Composer
from kaigong.demo.stories import Copy, Draft, draft, load_copies, load_stories

OLD_ARTICLES = 160
FIRST_ARTICLES = 40
FIRST_SECONDS = 300.0
TRICKLE_SECONDS = 15.0
_OLDEST_DAYS = 60.0
_FIRST_COMPOSED = 20.0


class World:
    """Deterministic for a `seed` and a `now`, the moment at which the demo starts.

    160 articles are there before, 40 come within five minutes, then one every 15 seconds without end.
    """

    def __init__(self, now: datetime, seed: int = 1) -> None:
        self.now = now
        self.seed = seed
        self._composer = Composer(seed)
        self._composed = 0
        self._lock = threading.Lock()
        self._known = sorted(self._beginning(), key=lambda article: article.appears)

    def all(self, at: float) -> list[DemoArticle]:
        """What has appeared by then, the newest publication first."""
        with self._lock:
            self._grow(at)
            shown = [article for article in self._known if article.appears <= at]
        return sorted(shown, key=lambda article: (article.published, article.id), reverse=True)

    def articles(self, site: str, column: str, at: float) -> list[DemoArticle]:
        return [one for one in self.all(at) if (one.site, one.column) == (site, column)]

    def _beginning(self) -> list[DemoArticle]:
        """The old articles and those of the first minutes; what is not written by hand is composed."""
        stories, copies = load_stories(), load_copies()
        old = [draft(story) for story in stories if story.live is None]
        old_copies = sum(copy.live is None for copy in copies)
        old += [self._compose() for _ in range(OLD_ARTICLES - len(old) - old_copies)]
        known = self._old(old)
        known += [self._live(draft(story), story.live) for story in stories if story.live is not None]
        originals = {article.id: article for article in known}
        known += [self._copy(copy, originals[copy.of]) for copy in copies]
        return known + self._between(OLD_ARTICLES + FIRST_ARTICLES - len(known))

    def _old(self, drafts: list[Draft]) -> list[DemoArticle]:
        """Mixed over the past sixty days: more of late than long ago."""
        mixed = Dice(self.seed, "old").shuffled(drafts)
        ages = (0.4 + _OLDEST_DAYS * (place / len(mixed)) ** 1.7 for place in range(len(mixed)))
        return [self._before(one, days) for one, days in zip(mixed, ages, strict=True)]

    def _before(self, one: Draft, days: float) -> DemoArticle:
        """Published in office hours, about that many days ago."""
        dice = Dice(self.seed, "hour", one.id)
        day = (self.now - timedelta(days=days)).astimezone(markup.ZONE)
        moment = day.replace(hour=dice.between(8, 18), minute=dice.below(60)).astimezone(self.now.tzinfo)
        published = _minute(min(moment, self.now - timedelta(minutes=dice.between(20, 90))))
        return one.article(published, self._seconds(published))

    def _between(self, count: int) -> list[DemoArticle]:
        """Composed articles among the written ones of the first minutes."""
        gap = (FIRST_SECONDS - _FIRST_COMPOSED) / count
        moments = [round(_FIRST_COMPOSED + gap * (place + 0.7), 1) for place in range(count)]
        return [self._live(self._compose(), at) for at in moments]

    def _grow(self, at: float) -> None:
        wanted = int((at - FIRST_SECONDS) // TRICKLE_SECONDS)
        for number in range(len(self._known) - OLD_ARTICLES - FIRST_ARTICLES, wanted):
            moment = FIRST_SECONDS + (number + 1) * TRICKLE_SECONDS
            self._known.append(self._live(self._compose(), moment))

    def _compose(self) -> Draft:
        self._composed += 1
        return self._composer.draft(self._composed - 1)

    def _live(self, one: Draft, at: float) -> DemoArticle:
        return one.article(_minute(self.now + timedelta(seconds=at)), at)

    def _copy(self, copy: Copy, original: DemoArticle) -> DemoArticle:
        if copy.live is not None:
            return reprint(copy, original, _minute(self.now + timedelta(seconds=copy.live)), copy.live)
        published = reprinted_at(original, self.now, Dice(self.seed, "copy", copy.of))
        return reprint(copy, original, published, self._seconds(published))

    def _seconds(self, moment: datetime) -> float:
        return (moment - self.now).total_seconds()


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
