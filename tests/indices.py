"""Indices as tests open them: what was written can be found at once."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from elasticsearch import Elasticsearch
from services.sweep import sweep_elasticsearch

from consumers.index.elastic import ElasticIndex
from consumers.index.elastic.client import connect
from consumers.index.elastic.schema import Names
from wire.settings import Settings, load

SHANGHAI = ZoneInfo("Asia/Shanghai")


def elastic_settings(url: str, **more: str) -> Settings:
    more = {f"KAIGONG_{name.upper()}": value for name, value in more.items()}
    return load({"KAIGONG_ELASTICSEARCH_URL": url} | more)


def elastic_index(
    url: str, prefix: str, *, settings: Mapping[str, str] | None = None, **options: Any
) -> ElasticIndex:
    client = connect(elastic_settings(url, **(settings or {})))
    return ElasticIndex(client, Names(prefix), SHANGHAI, **{"refresh": "true", **options})


@contextmanager
def shared_indices(url: str, **options: Any) -> Iterator[str]:
    """A prefix with indices for many tests, each of which empties them: new ones take seconds."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    index = elastic_index(url, prefix, **options)
    try:
        index.create()
        with Elasticsearch(url) as client:
            # Else a deleted document is remembered for a minute, and its next first version is stale.
            client.indices.put_settings(index=f"{prefix}-*", settings={"gc_deletes": "-1"})
        yield prefix
    finally:
        index.close()
        sweep_elasticsearch(url, prefix)


def empty(url: str, prefix: str) -> None:
    """Forget every document."""
    with Elasticsearch(url) as client:
        found = client.search(index=f"{prefix}-*", size=10_000, source=False)["hits"]["hits"]
        if found:
            lines = [{"delete": {"_index": hit["_index"], "_id": hit["_id"]}} for hit in found]
            client.bulk(operations=lines, refresh=True)
