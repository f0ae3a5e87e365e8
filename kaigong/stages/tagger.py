"""The tagger's parts."""

from consumers.tagger import TaggerStage, TaggerState

from consumers.stage import Handler
from consumers.tagging import Knowledge, Tagger
from kaigong.app import App
from wire.stream import Stream


def build(app: App, _stream: Stream) -> Handler:
    return TaggerStage(Tagger(Knowledge.load()), TaggerState(app.data.tagger_state), app.clock)
