"""The servers that all tests share answer as Kafka and Elasticsearch do."""

from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic
from services.session import RunningElasticsearch, RunningKafka
from services.sweep import sweep_elasticsearch, sweep_kafka


def test_kafka_gives_back_what_it_was_given(kafka_server: RunningKafka, test_prefix: str) -> None:
    topic = f"{test_prefix}.toys.v1"
    with KafkaAdminClient(bootstrap_servers=kafka_server.bootstrap) as admin:
        admin.create_topics([NewTopic(topic, 1, 1)])
    producer = KafkaProducer(bootstrap_servers=kafka_server.bootstrap)
    producer.send(topic, "开工".encode()).get(10)
    producer.close()

    consumer = KafkaConsumer(bootstrap_servers=kafka_server.bootstrap, auto_offset_reset="earliest")
    consumer.assign([TopicPartition(topic, 0)])
    polled = consumer.poll(timeout_ms=10_000)
    consumer.close()

    assert [record.value.decode() for records in polled.values() for record in records] == ["开工"]


def test_a_sweep_of_kafka_takes_the_topics_of_its_prefix_only(
    kafka_server: RunningKafka, test_prefix: str
) -> None:
    with KafkaAdminClient(bootstrap_servers=kafka_server.bootstrap) as admin:
        admin.create_topics([NewTopic(f"{test_prefix}-a.x", 1, 1), NewTopic(f"{test_prefix}-b.x", 1, 1)])
        sweep_kafka(kafka_server.bootstrap, f"{test_prefix}-a")
        left = [name for name in admin.list_topics() if name.startswith(test_prefix)]

    assert left == [f"{test_prefix}-b.x"]


def test_elasticsearch_gives_back_what_it_was_given(
    elasticsearch_server: RunningElasticsearch, test_prefix: str
) -> None:
    with Elasticsearch(elasticsearch_server.url) as client:
        client.index(index=f"{test_prefix}-toys", id="1", document={"title": "开工"}, refresh="wait_for")
        found = client.search(index=f"{test_prefix}-toys", query={"match_phrase": {"title": "开工"}})

    assert [hit["_id"] for hit in found["hits"]["hits"]] == ["1"]


def test_a_sweep_of_elasticsearch_takes_what_begins_with_its_prefix_only(
    elasticsearch_server: RunningElasticsearch, test_prefix: str
) -> None:
    with Elasticsearch(elasticsearch_server.url) as client:
        for name in (f"{test_prefix}-a", f"{test_prefix}-b"):
            client.indices.put_index_template(name=name, index_patterns=[f"{name}-*"])
            client.indices.create(index=f"{name}-1", aliases={name: {}})
        sweep_elasticsearch(elasticsearch_server.url, f"{test_prefix}-a")
        indices = client.indices.get(index=f"{test_prefix}*")
        templates = client.indices.get_index_template(name=f"{test_prefix}*")["index_templates"]

    assert [*indices] == [f"{test_prefix}-b-1"]
    assert [template["name"] for template in templates] == [f"{test_prefix}-b"]
