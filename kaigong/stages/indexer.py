"""The indexer's parts."""

from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from consumers.stage import Handler
from kaigong.app import App
from wire.stream import Stream


def open_index(app: App) -> SqliteIndex:
    """The index, created where it is missing."""
    app.data.root.mkdir(parents=True, exist_ok=True)
    index = SqliteIndex(app.data.index, app.settings.zone)
    index.create()
    return index


def build(app: App, _stream: Stream) -> Handler:
    return Indexer(open_index(app), app.clock)
