"""How long the tagger takes for a page, and what it needs: `python benchmarks/tagging.py [FILE…]`.

Pages have 2,500 characters. Without files they are of four kinds: articles full of project events, drawn by
the generator of the other benchmarks with places of many provinces, and news, plans and notices, and
statistics put together from the development split of the truth set, where every sentence is hard and speaks
of another place. Files are cut into pages. Times are those of the processor, the best of several rounds.
"""

import argparse
import gc
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median

import psutil
from corpus import articles

sys.path.insert(0, str(Path(__file__).parent / "truth"))
from labels import read_split

from consumers.tagging import Knowledge, Tagger
from consumers.tagging.figures.finding import find as find_figures
from consumers.tagging.text.prepared import Prepared
from wire.messages import Article, Tagging

PAGE_CHARS, PAGES, ROUNDS = 2_500, 60, 8
KINDS = {"news": ("news", "newspaper"), "plans": ("plan", "notice"), "statistics": ("statistics",)}
OF_THE_GENERATOR = (
    "海州区", "连云区", "赣榆区", "东海县", "灌云县", "京口区", "润州区", "丹徒区", "宜兴市", "东台市",
)  # fmt: skip
_MOMENT = datetime(2026, 3, 2, tzinfo=UTC)

Part = Callable[[Article], object]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="text in UTF-8")
    files = parser.parse_args().files
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.process_time()
    knowledge = Knowledge.load()
    _ = knowledge.places
    print(f"load      {time.process_time() - began:8.2f} s")
    print(f"resident  {(process.memory_info().rss - before) / 2**20:8.0f} MB for the data")
    kinds = _of_files(files) if files else _of_all_kinds(knowledge)
    if not all(kinds.values()):
        sys.exit(f"the files hold less than one page of {PAGE_CHARS:,} characters")
    for kind, pages in kinds.items():
        print(f"{kind}: {len(pages)} pages")
        for name, part in _parts(knowledge).items():
            times = sorted(_milliseconds(part, pages))
            print(f"  {name:9} {median(times):6.2f} ms a page, 95 % in {times[len(times) * 95 // 100]:.2f}")
    print(f"resident  {process.memory_info().rss / 2**20:8.0f} MB in all")


def _parts(knowledge: Knowledge) -> dict[str, Part]:
    tagger, tagging = Tagger(knowledge), Tagging(version="1", data_version="1", seq=1)
    return {
        "prepare": lambda page: Prepared(page.text).sentences,
        "places": lambda page: knowledge.places.find(Prepared(page.title), Prepared(page.text), page.region),
        "figures": lambda page: find_figures(Prepared(page.text)),
        "all": lambda page: tagger.tag(page, tagging=tagging, story_id="s"),
    }


def _of_files(files: Sequence[Path]) -> dict[str, list[Article]]:
    texts = [file.read_text(encoding="utf-8") for file in files]
    return {"files": [page for text in texts for page in _pages(text)]}


def _of_all_kinds(knowledge: Knowledge) -> dict[str, list[Article]]:
    drawn = "\n".join(article.text for article in articles(PAGES * 3))
    kinds = {"events": _pages(_spread(drawn, knowledge))}
    # Without the labels, which would be counted as the tagger's memory.
    lines = [(line["doc_class"], line["text"]) for line in read_split("dev")]
    for kind, classes in KINDS.items():
        texts = [text for doc_class, text in lines if doc_class in classes]
        kinds[kind] = _pages("\n".join(_again_and_again(texts)))
    return kinds


def _again_and_again(texts: list[str]) -> Iterator[str]:
    """Enough lines for all pages, in another order each time."""
    dice, written = random.Random(6), 0
    while written < PAGES * PAGE_CHARS:
        for text in dice.sample(texts, len(texts)):
            yield text
            written += len(text) + 1


def _pages(text: str) -> list[Article]:
    cut = [text[start : start + PAGE_CHARS] for start in range(0, len(text), PAGE_CHARS)]
    return [_page(piece) for piece in cut if len(piece) > PAGE_CHARS * 0.9][:PAGES]


def _spread(text: str, knowledge: Knowledge) -> str:
    """With other counties in the place of the generator's few, so that no cache flatters the result."""
    names = [entry.name for entry in knowledge.gazetteer.counties()]
    random.Random(6).shuffle(names)
    others = cycle(names)
    for name in OF_THE_GENERATOR:
        first, *rest = text.split(name)
        text = first + "".join(next(others) + piece for piece in rest)
    return text


def _page(text: str) -> Article:
    return Article(
        article_id="a", revision=1, source_id="s", url=None, title=text[:20], text=text, region="320706",
        published_precision="none", shown_at=_MOMENT, first_seen=_MOMENT, fetched_at=_MOMENT, content_hash="",
    )  # fmt: skip


def _milliseconds(part: Part, pages: Sequence[Article]) -> list[float]:
    best = [float("inf")] * len(pages)
    gc.collect()
    for _ in range(ROUNDS):
        for number, page in enumerate(pages):
            began = time.process_time()
            part(page)
            best[number] = min(best[number], (time.process_time() - began) * 1000)
    return best


if __name__ == "__main__":
    main()
