"""The tagger's parts."""

from consumers.stage import Handler
from consumers.tagger import TaggerStage
from consumers.tagging import Knowledge, Tagger
from consumers.tagging.state import TaggerState
from kaigong.app import App
from wire.stream import Stream


def build(app: App, _stream: Stream) -> Handler:
    return TaggerStage(Tagger(Knowledge.load()), TaggerState(app.data.tagger_state), app.clock)
