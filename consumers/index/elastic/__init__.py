"""The index on Elasticsearch."""

from consumers.index.elastic.index import ElasticIndex, open_elastic

__all__ = ["ElasticIndex", "open_elastic"]
