"""The tagger's knowledge and the index."""

from collections.abc import Iterator
from contextlib import closing

from consumers.tagging import Knowledge
from kaigong.app import App
from kaigong.doctor.finding import Finding
from kaigong.stages.indexer import open_index
from mappings import KINDS
from wire.errors import ConfigurationError


def knowledge(_app: App) -> Iterator[Finding]:
    try:
        loaded = Knowledge.load()
    except ConfigurationError as exc:
        yield Finding(
            "tagger data", "bad", str(exc), "a data file was edited: mend it, or install Kaigong anew"
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
