"""A hundred thousand questions to everybody: `make differential`. Ends with 1 at the first disagreement."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from indices import SHANGHAI, elastic_index, shared_indices
from of_articles import as_article, of_articles
from panel import Panel
from query_strategies import event_documents, queries
from services.session import Servers
from typed_queries import typed_queries

from consumers.index.sqlite import SqliteIndex
from consumers.query.ast import Node

_EXAMPLES_A_ROUND = 25


def main() -> int:
    parser = argparse.ArgumentParser(prog="differential", description=__doc__)
    parser.add_argument("--pairs", type=int, default=100_000, help="of a query and a document")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="repeats a run")
    options = parser.parse_args()
    with _panel() as (panel, server):
        print(f"{', '.join(panel.members)}; {server}; seed {options.seed}", flush=True)
        began = time.monotonic()
        try:
            _ask(panel, options.pairs, options.seed)
        except AssertionError as exc:
            print(f"DISAGREEMENT after {panel.tally.pairs:,} pairs: {exc}")
            print(*getattr(exc, "__notes__", ()), sep="\n")
            return 1
        _report(panel, time.monotonic() - began)
    return 0


@contextmanager
def _panel() -> Iterator[tuple[Panel, str]]:
    servers = Servers()
    try:
        url = servers.elasticsearch.get().url
        with shared_indices(url) as prefix, tempfile.TemporaryDirectory() as folder:
            sqlite = SqliteIndex(Path(folder) / "index.db", SHANGHAI)
            sqlite.create()
            elastic = elastic_index(url, prefix)
            yield Panel({"SQLite": sqlite, "Elasticsearch": elastic}), _version(url)
            elastic.close()
            sqlite.close()
    finally:
        servers.close()


def _version(url: str) -> str:
    with Elasticsearch(url) as client:
        (node,) = client.nodes.info()["nodes"].values()
    return f"Elasticsearch {node['version']}"


def _ask(panel: Panel, pairs: int, first_seed: int) -> None:
    """In rounds, each with a seed of its own, for how many pairs a round has is not known before.

    Every fourth round is about articles, the others about events, which have more kinds of fields.
    """
    number = first_seed
    while panel.tally.pairs < pairs:
        _round(panel, number)
        number += 1
        print(f"{panel.tally.pairs:,} pairs", file=sys.stderr, flush=True)


def _round(panel: Panel, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=_EXAMPLES_A_ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # to make the example small would take longer than the run
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.lists(event_documents(), min_size=8, max_size=16),
        st.lists(queries() | typed_queries(), min_size=16, max_size=32),
    )
    def ask(documents: list[dict[str, Any]], asked: list[Node]) -> None:
        if number % 4:
            panel.agree(documents, asked)
        else:
            panel.agree(list(map(as_article, documents)), list(map(of_articles, asked)), "articles")

    ask()


def _report(panel: Panel, seconds: float) -> None:
    tally = panel.tally
    print(
        f"{tally.pairs:,} pairs: {tally.queries:,} queries, {tally.documents:,} documents, {seconds:,.0f} s"
    )
    print(f"{tally.matching:,} pairs match ({tally.matching / tally.pairs:.0%})")
    print("queries with: " + ", ".join(f"{kind} {number:,}" for kind, number in tally.kinds.most_common()))
    print("disagreements: 0")


if __name__ == "__main__":
    sys.exit(main())
