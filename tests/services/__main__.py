"""Kafka and Elasticsearch by hand, until Ctrl-C. Their data stays for the next time."""

import argparse
import shutil
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

from services import elasticsearch_server
from services.elasticsearch_server import ElasticsearchServer
from services.kafka_server import KafkaServer
from services.missing import MissingError
from services.process import ServerError, require_free
from services.session import Shared


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _run(_parser().parse_args())
    except KeyboardInterrupt:
        print("Stopped.")
        return 0
    except (MissingError, ServerError) as exc:
        print(exc, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="services", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".services"), help="where their data is kept")
    parser.add_argument("--fresh", action="store_true", help="empty that folder first")
    parser.add_argument("--kafka-port", type=int, default=9092)
    parser.add_argument("--elasticsearch-port", type=int, default=9200)
    parser.add_argument("--elasticsearch-version", default=elasticsearch_server.VERSION)
    return parser


def _run(options: argparse.Namespace) -> None:
    require_free(options.kafka_port, "make services ARGS=--kafka-port=…")
    require_free(options.elasticsearch_port, "make services ARGS=--elasticsearch-port=…")
    if options.fresh:
        shutil.rmtree(options.folder, ignore_errors=True)
    print("Starting Kafka and Elasticsearch; the first time, 170 MB are downloaded …", flush=True)
    kafka = Shared(lambda: KafkaServer(folder=options.folder / "kafka", port=options.kafka_port, quick=False))
    elasticsearch = Shared(
        lambda: ElasticsearchServer(
            version=options.elasticsearch_version,
            folder=options.folder / f"elasticsearch-{options.elasticsearch_version}",
            port=options.elasticsearch_port,
            quick=False,
        )
    )
    with closing(kafka), closing(elasticsearch):
        kafka.begin()
        elasticsearch.begin()
        _serve(kafka.get(), elasticsearch.get(), options.folder)


def _serve(kafka: KafkaServer, elasticsearch: ElasticsearchServer, folder: Path) -> None:
    print(_ready(kafka, elasticsearch, folder), flush=True)
    while True:
        time.sleep(1)
        for server in (kafka, elasticsearch):
            server.require_running()


def _ready(kafka: KafkaServer, elasticsearch: ElasticsearchServer, folder: Path) -> str:
    return f"""\
{kafka.told}
{elasticsearch.told}

In another terminal:
  export KAIGONG_KAFKA_BOOTSTRAP={kafka.bootstrap} KAIGONG_ELASTICSEARCH_URL={elasticsearch.url}
  .venv/bin/kaigong doctor
  .venv/bin/kaigong run

Ctrl-C stops both. Their data stays in {folder}; `make services FRESH=1` begins without it."""


if __name__ == "__main__":
    sys.exit(main())
