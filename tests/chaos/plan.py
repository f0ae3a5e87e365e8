"""Writes what a soak publishes, record by record, and beside it what must come of it."""

import base64
import heapq
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from chaos.stories import Story, digest_of, stories
from chaos.truth import BOUNCES, DIGEST, RECEIVERS, RULES, TrueArticle, TrueStory, rules_of

from wire import codec
from wire.messages import MAX_TEXT_CHARS, Article, Lane

RECORDS, TRUTH = "records.jsonl", "truth.json"
POISON_SHARE = 0.01
# Within so many articles come the copies of one, and its later revision: often after its mail.
_COPIED_WITHIN, _REVISED_WITHIN = 60, 400


@dataclass(order=True, slots=True)
class _Step:
    at: int
    number: int
    article: Article | None = field(compare=False)
    lane: Lane = field(compare=False, default="live")
    poison: bytes = field(compare=False, default=b"")


class Plan:
    def __init__(self, seed: int, articles: int, now: datetime) -> None:
        self._rng = random.Random(seed + 1)
        self._now = now
        self._heap: list[_Step] = []
        self._steps = 0
        self._made = 0
        self.articles: list[TrueArticle] = []
        self.stories: list[TrueStory] = []
        self.poison: dict[str, str] = {}
        self._source = stories(seed)
        self._wanted = articles

    def steps(self) -> Iterator[_Step]:
        """In the order of publication."""
        at = 0
        while self._made < self._wanted or self._heap:
            at += 1
            if self._made < self._wanted:
                self._tell(next(self._source), at)
                if self._rng.random() < POISON_SHARE:
                    self._push(_Step(at, 0, None, poison=self._poison()))
            while self._heap and self._heap[0].at <= at:
                yield heapq.heappop(self._heap)

    def _push(self, step: _Step) -> None:
        self._steps += 1
        step.number = self._steps
        heapq.heappush(self._heap, step)

    def _tell(self, story: Story, at: int) -> None:
        told = TrueStory(story.code, rules_of(story), late=story.fate == "late")
        first = self._article(story, 0)
        lane: Lane = "live"
        if story.fate == "late":
            first, lane = self._made_late(first)
        self._push(_Step(at, 0, first, lane))
        ids = [self._know(story, first)]
        for copy in range(1, story.copies + 1):
            other = self._article(story, copy)
            self._push(_Step(at + self._rng.randint(1, _COPIED_WITHIN), 0, other))
            ids.append(self._know(story, other))
        self._follow(story, first, told, at)
        told.articles = ids
        self.stories.append(told)

    def _follow(self, story: Story, first: Article, told: TrueStory, at: int) -> None:
        """The second revision, if there is one."""
        text, withdrawn = first.text, None
        match story.fate:
            case "fact_edited":
                text = story.text(story.later_amount)
                told.follows, told.reads = "update", f"{story.later_amount / 10:.1f}亿元"
            case "touched_up":
                text = story.text(extra="记者还了解到，当地将做好后续服务工作。")
            case "corrected":
                text = story.text(told=False)
                told.follows, told.reads = "withdrawn", "更正"
            case "withdrawn":
                withdrawn = self._now
                told.follows, told.reads = "withdrawn", "撤回"
            case _:
                return
        second = msgspec.structs.replace(
            first, revision=2, text=text, withdrawn_at=withdrawn, content_hash=digest_of(first.title, text)
        )
        self._push(_Step(at + self._rng.randint(1, _REVISED_WITHIN), 0, second))
        known = self.articles[-1]
        known.revision, known.shown, known.withdrawn = 2, digest_of(text), withdrawn is not None
        known.earlier_event = story.fate in ("fact_edited", "corrected", "withdrawn")
        if story.fate in ("corrected", "withdrawn"):
            known.event = None
        elif known.event and story.later_amount:
            known.event["amount_cny"] = story.later_amount * 10**7

    def _article(self, story: Story, copy: int) -> Article:
        self._made += 1
        url = f"http://chaos-{copy}.example/{story.code}.html"
        text, title = story.text(), story.title() if not copy else f"转载：{story.title()}"
        published = self._now - timedelta(minutes=self._rng.randint(1, 600))
        return Article(
            article_id=digest_of(url), revision=1, source_id=f"chaos-{copy}", url=url, title=title, text=text,
            published=published, published_precision="minute", shown_at=published,
            first_seen=self._now, fetched_at=self._now, region=story.place,
            content_hash=digest_of(title, text),
        )  # fmt: skip

    def _made_late(self, article: Article) -> tuple[Article, Lane]:
        old = self._now - timedelta(days=self._rng.randint(5, 40))
        match self._rng.randrange(3):
            case 0:
                return article, "backfill"
            case 1:
                return msgspec.structs.replace(article, published=old, shown_at=old), "live"
            case _:
                return msgspec.structs.replace(article, first_seen=old), "live"

    def _know(self, story: Story, article: Article) -> str:
        event = None
        if story.has_event:
            event = {"type": story.type, "amount_cny": story.amount * 10**7, "main_place": story.place}
        known = TrueArticle(article.article_id, story.number, 1, digest_of(article.text), event=event)
        self.articles.append(known)
        return article.article_id

    def _poison(self) -> bytes:
        good = self._article(next(stories(self._rng.randrange(10**6))), 9)
        self._made -= 1
        value = codec.encode(codec.wrap(good, lane="live", trace="poison", now=self._now))
        huge = msgspec.structs.replace(good, text="长" * (MAX_TEXT_CHARS + 1))
        return self._rng.choice((
            b"\xff\xfe\x00" + self._rng.randbytes(40),
            value[: len(value) // 2],
            value.replace(b'"revision":1', b'"revision":0'),
            value.replace(b'"type":"article"', b'"type":"rumour"'),
            value.replace(b'"version":"1.', b'"version":"7.'),
            codec.encode(codec.wrap(huge, lane="live", trace="poison", now=self._now)),
        ))  # fmt: skip


def write_plan(folder: Path, *, seed: int, articles: int, now: datetime) -> int:
    """How many records there are to publish."""
    plan, count = Plan(seed, articles, now), 0
    with (folder / RECORDS).open("w", encoding="utf-8") as out:
        for step in plan.steps():
            out.write(json.dumps(_line(plan, step, now)) + "\n")
            count += 1
    truth = {
        "rules": {rule["id"]: rule["to"] for rule in RULES},
        "digest": {"address": DIGEST, "rules": RECEIVERS["subscriptions"][0]["rules"]},
        "bounces": [BOUNCES],
        "articles": [asdict(one) for one in plan.articles],
        "stories": [asdict(one) for one in plan.stories],
        "poison": plan.poison,
    }
    (folder / TRUTH).write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
    return count


def _line(plan: Plan, step: _Step, now: datetime) -> dict[str, Any]:
    if step.article is None:
        key = f"poison-{step.number}"
        plan.poison[key] = digest_of(base64.b64encode(step.poison).decode())
        return {"key": key, "headers": {}, "value": base64.b64encode(step.poison).decode()}
    envelope = codec.wrap(step.article, lane=step.lane, trace=step.article.article_id, now=now)
    value = base64.b64encode(codec.encode(envelope)).decode()
    return {"key": step.article.article_id, "headers": codec.headers_of(envelope), "value": value}
