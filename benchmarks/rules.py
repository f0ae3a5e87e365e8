"""How long a document takes with many rules, beside Lucene Monitor and a plain loop: `make bench-rules`.

The same rules and documents for all, and Kaigong and Lucene must find the same matches, or it ends with an
error. Without Java and Maven it measures Kaigong alone. A few minutes on two cores.
"""

import argparse
import gc
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence

import psutil
from loguru import logger
from matching import lucene, naive, reload
from matching.documents import documents
from matching.generator import rules
from matching.timing import Spread, milliseconds
from services.missing import MissingError

from consumers.index.documents import article_document
from consumers.matching.index import QueryIndex
from consumers.query.ast import Node, Phrase
from consumers.query.document import Document, prepare
from consumers.query.matcher import prepare_article
from consumers.query.tokens import forget_texts
from wire.messages import TaggedArticle

ROUNDS, LUCENE_SECONDS = 25, 30
# Fewer for those that take longer.
LUCENE_DOCUMENTS, NAIVE_DOCUMENTS = 40, 10
_HEAD = "| rules | | p50 ms | p95 ms | build | memory | change of one |\n|---:|---|---:|---:|---:|---:|---:|"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--files", type=int, default=10_000, help="rules in files, for the change of one")
    parser.add_argument("--alone", action="store_true", help="measure Kaigong, and nothing beside it")
    options = parser.parse_args()

    logger.remove()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n")
    sample = list(documents(1_000, seed=1))
    articles = [document.article for document in documents(options.documents, seed=2)]
    print(_HEAD)
    for count in options.rules:
        for line in _measure(rules(count, sample), articles, alone=options.alone):
            print(f"| {count:,} | {line} |", flush=True)
    changed = reload.measure(options.files, sample)
    print(
        f"\n{options.files:,} rules in files: read in {changed.load:.1f} s; a changed file is in force after "
        f"{changed.in_force:.2f} s; meanwhile no document took longer than {changed.longest * 1000:.0f} ms"
    )


def _measure(queries: Mapping[str, Node], articles: Sequence[TaggedArticle], *, alone: bool) -> list[str]:
    index, built, memory, change = _built(queries)
    from_text = milliseconds(lambda article: index.matching(_prepared(index, article)), articles, ROUNDS)
    prepared = [prepare_article(article) for article in articles]
    from_tokens = milliseconds(index.matching, prepared, ROUNDS)
    found = [set(index.matching(document)) for document in prepared]
    matches = sum(map(len, found)) / len(found)
    ours = [
        f"Kaigong, from the article | {from_text} | {built:.1f} s | {memory:.0f} MB | {change:.1f} ms",
        f"Kaigong, from its tokens | {from_tokens} | | |",
        f"({matches:.0f} matches a document) | | | | |",
    ]
    if alone:
        return ours
    plain = f"`in`, rule by rule | {_naive(queries, articles)} | | |"
    return [*ours, *_lucene(queries, prepared, found), plain]


def _built(queries: Mapping[str, Node]) -> tuple[QueryIndex[str], float, float, float]:
    gc.collect()
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    index: QueryIndex[str] = QueryIndex()
    index.put(queries)
    built = time.perf_counter() - began
    memory = (psutil.Process().memory_info().rss - before) / 2**20
    first = next(iter(queries))
    changes = [{first: Phrase(tuple("从未出现"))}, {first: queries[first]}]

    def apply(change: Mapping[str, Node]) -> None:
        """With the first document after it, at which the automata are built."""
        index.put(change)
        index.matching(Document("articles"))

    index.matching(Document("articles"))
    change = milliseconds(apply, changes, 1)
    return index, built, memory, change.p95


def _prepared(index: QueryIndex[str], article: TaggedArticle) -> Document:
    """As the alerter makes it, and anew each time."""
    forget_texts()
    fields = article_document(article)
    return prepare("articles", {name: value for name, value in fields.items() if name in index.fields})


def _lucene(
    queries: Mapping[str, Node], prepared: Sequence[Document], found: Sequence[set[str]]
) -> list[str]:
    try:
        result = lucene.measure(queries, prepared[:LUCENE_DOCUMENTS], seconds=LUCENE_SECONDS)
    except MissingError as exc:
        print(exc, file=sys.stderr)
        return []
    if result.matches != found[:LUCENE_DOCUMENTS]:
        raise SystemExit("Kaigong and Lucene Monitor do not find the same matches")
    told = result.numbers
    spread = Spread(told["p50_ms"], told["p95_ms"])
    others = f"{told['build_s']:.1f} s | {told['memory_mb']:.0f} MB | {told['change_ms']:.1f} ms"
    return [f"Lucene Monitor {lucene.VERSION}, from its tokens | {spread} | {others}"]


def _naive(queries: Mapping[str, Node], articles: Sequence[TaggedArticle]) -> Spread:
    each = [naive.rule(node) for node in queries.values()]
    seen = [naive.Seen.of(article) for article in articles[:NAIVE_DOCUMENTS]]
    return milliseconds(lambda one: [rule for rule in each if rule(one)], seen, 1)


if __name__ == "__main__":
    main()
