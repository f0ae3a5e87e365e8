"""The topics: their keys, partitions, retention and largest messages, as the design's table has them."""

from dataclasses import dataclass
from datetime import timedelta

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """`kept_for` is how long superseded revisions (compacted) or all records (not compacted) are kept."""

    name: str
    partitions: int
    compacted: bool
    kept_for: timedelta
    max_bytes: int


ARTICLES = "articles.v1"
TAGGED_ARTICLES = "tagged-articles.v1"
PROJECT_EVENTS = "project-events.v1"
ALERTS = "alerts.v1"
SOURCES = "sources.v1"

CONSUMING_STAGES = ("tagger", "indexer", "alerter")


def dead_letter_topic(stage: str) -> str:
    return f"{stage}.dead-letters.v1"


def replay_topic(stage: str) -> str:
    """Where dead letters are given back to their stage, and to no other reader of the original topic."""
    return f"{stage}.replay.v1"


_ALL = (
    TopicSpec(ARTICLES, 6, True, timedelta(days=30), 2 * MIB),
    TopicSpec(TAGGED_ARTICLES, 6, True, timedelta(days=1), 4 * MIB),
    TopicSpec(PROJECT_EVENTS, 6, True, timedelta(days=1), 2 * MIB),
    TopicSpec(ALERTS, 1, True, timedelta(days=1), 256 * 1024),
    TopicSpec(SOURCES, 1, True, timedelta(days=1), 64 * 1024),
    *(TopicSpec(dead_letter_topic(s), 1, False, timedelta(days=90), 4 * MIB) for s in CONSUMING_STAGES),
    *(TopicSpec(replay_topic(s), 1, False, timedelta(days=7), 4 * MIB) for s in CONSUMING_STAGES),
)
TOPICS: dict[str, TopicSpec] = {spec.name: spec for spec in _ALL}
