"""The index contract on a real Elasticsearch."""

from collections.abc import Iterator

import pytest
from index_contract import IndexContract
from indices import elastic_index, empty, shared_indices
from services.session import RunningElasticsearch

from consumers.index.elastic import ElasticIndex
from consumers.index.port import Index


@pytest.fixture(scope="module")
def prefix(elasticsearch_server: RunningElasticsearch) -> Iterator[str]:
    with shared_indices(elasticsearch_server.url) as prefix:
        yield prefix


class TestElasticIndex(IndexContract):
    @pytest.fixture
    def index(self, elasticsearch_server: RunningElasticsearch, prefix: str) -> Iterator[ElasticIndex]:
        index = elastic_index(elasticsearch_server.url, prefix)
        yield index
        index.close()
        empty(elasticsearch_server.url, prefix)

    @pytest.fixture
    def reader(
        self, index: Index, elasticsearch_server: RunningElasticsearch, prefix: str
    ) -> Iterator[ElasticIndex]:
        reader = elastic_index(elasticsearch_server.url, prefix)
        yield reader
        reader.close()
