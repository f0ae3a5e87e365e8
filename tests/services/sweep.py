"""Takes away what one test made on a shared server: everything whose name begins with the test's prefix."""

from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient


def sweep_kafka(bootstrap: str, prefix: str) -> None:
    with KafkaAdminClient(bootstrap_servers=bootstrap) as admin:
        topics = [name for name in admin.list_topics() if name.startswith(prefix)]
        if topics:
            admin.delete_topics(topics)
        # A group whose member was killed is not empty yet; it expires by itself.
        ids = [group["group_id"] for group in admin.list_groups()]
        groups = [name for name in ids if name.startswith(prefix)]
        if groups:
            admin.delete_groups(groups)


def sweep_elasticsearch(url: str, prefix: str) -> None:
    with Elasticsearch(url) as client:
        indices = list(client.indices.get(index=f"{prefix}*", expand_wildcards="all", allow_no_indices=True))
        if indices:
            client.indices.delete(index=indices)
        templates = client.indices.get_index_template()["index_templates"]
        for name in (template["name"] for template in templates):
            if name.startswith(prefix):
                client.indices.delete_index_template(name=name)
