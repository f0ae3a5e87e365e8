"""How long the tagger takes for a page, and what it needs: `python benchmarks/tagging.py [FILE…]`.

Pages are 2,500 characters. Without files they are drawn by the generator of the other benchmarks, with
places of many provinces; a file is cut into pages. Every page is tagged whole, with a home, and in its parts.
"""

import gc
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psutil
from corpus import articles

from consumers.tagging import Knowledge, Tagger
from consumers.tagging.figures import find as find_figures
from consumers.tagging.prepared import Prepared
from wire.messages import Article, Tagging

PAGE_CHARS, PAGES, ROUNDS = 2_500, 200, 5
_MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


def main() -> None:
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    knowledge = Knowledge.load()
    print(f"load      {time.perf_counter() - began:8.2f} s")
    print(f"resident  {(process.memory_info().rss - before) / 2**20:8.0f} MB for the data")
    pages = _pages([Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]], knowledge)
    tagger, tagging = Tagger(knowledge), Tagging(version="1", data_version="1", seq=1)
    parts: dict[str, Callable[[Article], object]] = {
        "prepare": lambda page: Prepared(page.text)._words,  # noqa: SLF001 -- the words are part of preparing
        "places": lambda page: knowledge.places.find(Prepared(page.title), Prepared(page.text), page.region),
        "figures": lambda page: find_figures(Prepared(page.text)),
        "all": lambda page: tagger.tag(page, tagging=tagging, story_id="s"),
    }
    for name, part in parts.items():
        times = _milliseconds(part, pages)
        print(f"{name:9} {median(times):8.2f} ms a page, 95 % in {sorted(times)[len(times) * 95 // 100]:.2f}")
    print(f"resident  {process.memory_info().rss / 2**20:8.0f} MB in all")


def _pages(texts: Sequence[str], knowledge: Knowledge) -> list[Article]:
    if not texts:
        texts = ["\n".join(article.text for article in articles(PAGES)) * 3]
        texts = [_spread(texts[0], knowledge)]
    cut = [text[start : start + PAGE_CHARS] for text in texts for start in range(0, len(text), PAGE_CHARS)]
    return [_page(text) for text in cut if len(text) == PAGE_CHARS][:PAGES]


def _spread(text: str, knowledge: Knowledge) -> str:
    """With other counties in the place of the generator's few, so that no cache flatters the result."""
    dice = random.Random(6)
    names = [entry.name for entry in knowledge.gazetteer.counties()]
    for name in (
        "海州区",
        "连云区",
        "赣榆区",
        "东海县",
        "灌云县",
        "京口区",
        "润州区",
        "丹徒区",
        "宜兴市",
        "东台市",
    ):
        pieces = text.split(name)
        text = "".join(piece + dice.choice(names) for piece in pieces[:-1]) + pieces[-1]
    return text


def _page(text: str) -> Article:
    return Article(
        article_id="a", revision=1, source_id="s", url=None, title=text[:20], text=text, region="320706",
        published_precision="none", shown_at=_MOMENT, first_seen=_MOMENT, fetched_at=_MOMENT, content_hash="",
    )  # fmt: skip


def _milliseconds(part: Callable[[Article], object], pages: Sequence[Article]) -> list[float]:
    """The best of several rounds for each page: what the work takes, not what the neighbours do."""
    best = [float("inf")] * len(pages)
    gc.collect()
    for _ in range(ROUNDS):
        for number, page in enumerate(pages):
            began = time.perf_counter()
            part(page)
            best[number] = min(best[number], (time.perf_counter() - began) * 1000)
    return best


if __name__ == "__main__":
    main()
