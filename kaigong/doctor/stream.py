"""The stream: topics, who lags, and what was refused."""

from collections.abc import Iterator
from contextlib import closing

from kaigong.app import App
from kaigong.dead_letters import waiting
from kaigong.doctor.finding import Finding
from wire.stream import Reader
from wire.topics import ALERTS, ARTICLES, CONSUMING_STAGES, SOURCES, TAGGED_ARTICLES, dead_letter_topic

_READS = {
    "tagger": (ARTICLES,),
    "indexer": (TAGGED_ARTICLES, ALERTS, SOURCES),
    "alerter": (TAGGED_ARTICLES,),
}
_LAG_WORTH_A_LOOK = 1000


def stream(app: App) -> Iterator[Finding]:
    with app.stream() as opened, closing(opened.reader()) as reader:
        articles = sum(reader.end_offsets(ARTICLES).values())
        yield Finding("stream", "ok", f"{_where(app)}, {articles:,} records were written to {ARTICLES}")
        for stage, topics in _READS.items():
            yield _lag(reader, stage, topics)
        for stage in CONSUMING_STAGES:
            yield from _dead_letters(reader, stage)


def _where(app: App) -> str:
    servers = app.settings.kafka_bootstrap
    return f"Kafka at {', '.join(servers)}" if servers else str(app.data.stream)


def _lag(reader: Reader, stage: str, topics: tuple[str, ...]) -> Finding:
    committed = reader.committed(stage)
    ends = {p: end for topic in topics for p, end in reader.end_offsets(topic).items()}
    lag = sum(end - committed.get(partition, 0) for partition, end in ends.items())
    if lag > _LAG_WORTH_A_LOOK:
        return Finding(
            f"{stage} lag", "note", f"{lag:,} records wait", "is the stage running, and keeping up?"
        )
    return Finding(f"{stage} lag", "ok", f"{lag:,} records wait")


def _dead_letters(reader: Reader, stage: str) -> Iterator[Finding]:
    topic = dead_letter_topic(stage)
    if count := waiting(reader, stage):
        yield Finding(
            f"{stage} dead letters", "bad", f"{count:,} were not given back",
            f"`kaigong tail {topic}` shows why; mend the cause, then `kaigong replay {stage}`",
        )  # fmt: skip
