"""Measures the line on real Kafka and Elasticsearch and prints the README's table: `make bench-servers`.

The servers are started from Maven artifacts as for the tests, or are those of KAIGONG_TEST_KAFKA and
KAIGONG_TEST_ELASTICSEARCH. They share the machine with what is measured.
"""

import argparse
import os
import platform
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import elastic_index
import kafka_hop
import recovery
import throughput

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from services.elasticsearch_server import ElasticsearchServer
from services.kafka_server import KafkaServer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000, help="records through the hop")
    parser.add_argument("--documents", type=int, default=4_000, help="articles into the index")
    parser.add_argument("--articles", type=int, default=10_000, help="articles through the line")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each comparison")
    parser.add_argument("--kills", type=int, default=5, help="kills of each stage")
    options = parser.parse_args()

    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n")
    with servers() as (bootstrap, url):
        hop = kafka_hop.measure(bootstrap, options.records, options.rounds)
        print("| a hop over Kafka, one transaction a batch of 100 | records/s | of bare |\n|---|---:|---:|")
        print(f"| bare kafka-python, the same codec | {hop['bare']:.0f} | 1.00 |")
        print(f"| Kaigong's loop and port | {hop['ours']:.0f} | {hop['ours'] / hop['bare']:.2f} |\n")

        index = elastic_index.measure(url, options.documents, options.rounds)
        print("| into Elasticsearch | documents/s | of bare |\n|---|---:|---:|")
        print(f"| `helpers.streaming_bulk` of prepared documents | {index['bare']:.0f} | 1.00 |")
        print(f"| Kaigong's indexer | {index['ours']:.0f} | {index['ours'] / index['bare']:.2f} |\n")
        sys.stdout.flush()

        chosen = {
            "KAIGONG_KAFKA_BOOTSTRAP": bootstrap,
            "KAIGONG_ELASTICSEARCH_URL": url,
            "KAIGONG_PREFIX": f"bench-{uuid.uuid4().hex[:8]}",
        }
        line = throughput.measure(options.articles, chosen)
        print(f"| the line, {options.articles:,} articles, {throughput.RULES} rules | |\n|---|---:|")
        print(f"| from `articles.v1` to indexed and alerted | {line['rate']:.0f} articles/s |")
        memory = line["memory"]
        assert isinstance(memory, dict)
        for stage, found in memory.items():
            print(f"| {stage}: resident at 25, 50, 75, 100 % | {', '.join(f'{mb:.0f}' for mb in found)} MB |")

        print("\n| back at work after `kill -9` | median | longest |\n|---|---:|---:|")
        for stage, (median, longest) in recovery.measure(bootstrap, url, options.kills).items():
            print(f"| {stage} | {median:.1f} s | {longest:.1f} s |")


@contextmanager
def servers() -> Iterator[tuple[str, str]]:
    """Addresses of Kafka and Elasticsearch."""
    bootstrap = os.environ.get("KAIGONG_TEST_KAFKA")
    url = os.environ.get("KAIGONG_TEST_ELASTICSEARCH")
    with ExitStack() as stack:
        bootstrap = bootstrap or stack.enter_context(KafkaServer(quick=False)).bootstrap
        url = url or stack.enter_context(ElasticsearchServer(quick=False)).url
        yield bootstrap, url


if __name__ == "__main__":
    main()
