"""The indexer's parts."""

from consumers.index.port import Index
from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from consumers.stage import Handler
from kaigong.app import App
from wire.stream import Stream


def open_index(app: App) -> Index:
    """The index that the settings name, for reading. On Elasticsearch it may not be there yet."""
    if app.settings.elasticsearch_url:
        # The client costs memory and start-up time that the default does not need.
        from consumers.index.elastic import open_elastic  # noqa: PLC0415

        return open_elastic(app.settings)
    app.data.root.mkdir(parents=True, exist_ok=True)
    index = SqliteIndex(app.data.index, app.settings.zone)
    index.create()
    return index


def build(app: App, _stream: Stream) -> Handler:
    index = open_index(app)
    try:
        index.create()
    except BaseException:
        index.close()
        raise
    return Indexer(index, app.clock)
