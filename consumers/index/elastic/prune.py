"""Indices that no search reaches: what a rebuild replaced, or left when it was cut off."""

import re
from collections.abc import Iterable

from elasticsearch import Elasticsearch

from consumers.index.elastic import schema
from consumers.index.elastic.client import translated
from consumers.index.elastic.schema import Names
from consumers.index.unused import Unused
from mappings import KINDS


def unused(client: Elasticsearch, prefix: str) -> list[Unused]:
    names = Names(prefix)
    # A longer prefix may begin with this one: only names that we give ourselves are ours.
    ours = re.compile(rf"{re.escape(prefix)}-({'|'.join(KINDS)})-v\d+(-\d+)?")
    with translated():
        used = {schema.behind(client, names.alias(kind)) for kind in KINDS}
        stats = client.indices.stats(
            index=[names.every_index(kind) for kind in KINDS],
            metric=["docs", "store"],
            expand_wildcards="all",
        )["indices"]
    return [
        Unused(name, found["primaries"]["docs"]["count"], found["total"]["store"]["size_in_bytes"])
        for name, found in sorted(stats.items())
        if ours.fullmatch(name) and name not in used
    ]


def remove(client: Elasticsearch, names: Iterable[str]) -> None:
    with translated():
        for name in names:
            client.indices.delete(index=name)
