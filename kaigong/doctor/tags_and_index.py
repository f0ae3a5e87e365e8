"""The tagger's knowledge and the index."""

from collections.abc import Iterator
from contextlib import closing

from kaigong.app import App
from kaigong.doctor.finding import Finding
from kaigong.knowledge import load_knowledge
from kaigong.stages.indexer import open_index
from mappings import KINDS
from wire.errors import ConfigurationError


def knowledge(app: App) -> Iterator[Finding]:
    try:
        loaded = load_knowledge(app.data)
    except ConfigurationError as exc:
        yield Finding(
            "tagger data",
            "bad",
            str(exc),
            "mend the file that is named; if it is not yours, install Kaigong anew",
        )
        return
    words = len(loaded.event_types)
    yield Finding("tagger data", "ok", f"{words} event words, {len(loaded.industries.names)} industries")


def index(app: App) -> Iterator[Finding]:
    with closing(open_index(app)) as opened:
        counts = ", ".join(f"{opened.count(kind):,} {kind}" for kind in KINDS)
    servers = app.settings.elasticsearch_url
    where = f"Elasticsearch at {', '.join(servers)}" if servers else str(app.data.index)
    yield Finding("index", "ok", f"{where}, {counts}")
