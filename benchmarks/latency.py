"""How long after its publication an article's alert is in the reader's mail box: `make bench-latency`.

`kaigong run` with its shipped settings, 1,000 rules, and a real SMTP server in a process of its own, first
on SQLite, then on Kafka and Elasticsearch (started as for the tests, or those of KAIGONG_TEST_KAFKA and
KAIGONG_TEST_ELASTICSEARCH). All of them, and the measurement, share the machine. The clock runs from the
moment at which an article was due on `articles.v1` to the server's answer to the mail's DATA. One article
in ten matches one rule; the benchmark ends with an error unless exactly its mails came.
"""

import argparse
import os
import platform
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from journey import mailbox, steps, traffic
from journey.figures import CHINESE, ENGLISH, Journey, Measured, tables
from journey.line import Line, running
from journey.pacing import Sent, publish
from journey.progress import IndexerProgress
from journey.traffic import Planned
from servers import servers
from services.sweep import sweep_elasticsearch, sweep_kafka

_FIRST = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=float, nargs="+", default=[10, 50], help="articles a second")
    parser.add_argument("--seconds", type=float, default=60, help="how long each rate is measured")
    parser.add_argument("--warm-up", type=float, default=15, help="seconds at each rate before that")
    parser.add_argument("--only", choices=("sqlite", "servers"), help="leave the other one out")
    options = parser.parse_args()

    found = list(_measured(options))
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}")
    for words in (ENGLISH, CHINESE):
        print("", *tables(found, words), sep="\n")


def _measured(options: argparse.Namespace) -> Iterator[Measured]:
    how = (options.rates, options.seconds, options.warm_up)
    if options.only != "servers":
        yield from (Measured(("SQLite",), *one) for one in measure(*how, {}))
    if options.only != "sqlite":
        with _kafka_and_elasticsearch() as chosen:
            yield from (Measured(("Kafka", "Elasticsearch"), *one) for one in measure(*how, chosen))


def measure(
    rates: Sequence[float], seconds: float, warm_up: float, chosen: Mapping[str, str]
) -> Iterator[tuple[float, list[Journey]]]:
    """Rate by rate the journeys of the articles that were told, but those of the warm-up."""
    counts = [round(rate * (warm_up + seconds)) for rate in rates]
    articles = traffic.planned(_FIRST + sum(counts))
    with TemporaryDirectory() as folder, running(Path(folder), chosen) as line:
        done = _send(line, articles[:_FIRST], 1, [])
        for rate, count in zip(rates, counts, strict=True):
            with IndexerProgress(line.app) as indexer:
                sent = _send(line, articles[len(done) : len(done) + count], rate, done)
            done += sent
            begin = sent[0].due + warm_up
            journeys = _journeys(line, indexer, [one for one in sent if one.due >= begin])
            _say(rate, journeys)
            yield rate, journeys


def _say(rate: float, journeys: Sequence[Journey]) -> None:
    """At once, and with the load: others at work on the machine make every figure longer."""
    slowest = max(one.seconds for one in journeys)
    load = os.getloadavg()[0]
    print(f"{rate:g} articles/s: {len(journeys)} mails, {slowest:.2f} s (load {load:.1f})", file=sys.stderr)


def _send(line: Line, articles: Sequence[Planned], rate: float, before: Sequence[Sent]) -> list[Sent]:
    """Publish these; return when exactly the mails of these and of those before have come."""
    with line.app.stream() as stream, closing(stream.producer()) as producer:
        sent = publish(producer, articles, rate)
    expected = traffic.expected([one.planned for one in [*before, *sent]])
    line.wait_for_mails(len(expected))
    mailbox.check(mailbox.arrivals(line.mails), expected)
    return sent


def _journeys(line: Line, indexer: IndexerProgress, sent: Sequence[Sent]) -> list[Journey]:
    told = {one.planned.article.article_id: one for one in sent if one.planned.receiver}
    with line.app.stream() as stream:
        tagged = steps.tagged(stream, told.keys())
    outbox = steps.told_at(line.app.data.outbox)
    taken = {one.url: one.at for one in mailbox.arrivals(line.mails)}
    return [
        Journey(
            one.due,
            one.published,
            steps.tagged_at(tagged[article_id]),
            *outbox[article_id],
            taken[one.planned.article.url or ""],
            indexer.passed(tagged[article_id].partition, tagged[article_id].offset),
        )
        for article_id, one in told.items()
    ]


@contextmanager
def _kafka_and_elasticsearch() -> Iterator[Mapping[str, str]]:
    prefix = f"bench-{uuid.uuid4().hex[:8]}"
    with servers() as (bootstrap, url):
        try:
            yield {
                "KAIGONG_KAFKA_BOOTSTRAP": bootstrap,
                "KAIGONG_ELASTICSEARCH_URL": url,
                "KAIGONG_PREFIX": prefix,
            }
        finally:
            sweep_kafka(bootstrap, prefix)
            sweep_elasticsearch(url, prefix)


if __name__ == "__main__":
    main()
