"""The tagger's parts."""

from consumers.stage import Handler
from consumers.tagger import TaggerStage
from consumers.tagging import Tagger
from consumers.tagging.state import TaggerState
from kaigong.app import App
from kaigong.knowledge import load_knowledge
from wire.stream import Stream


def build(app: App, _stream: Stream) -> Handler:
    return TaggerStage(Tagger(load_knowledge(app.data)), TaggerState(app.data.tagger_state), app.clock)
