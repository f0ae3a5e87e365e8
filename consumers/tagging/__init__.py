"""Places, industries, project events and figures of an article, with their evidence."""

from consumers.tagging.knowledge import Knowledge
from consumers.tagging.places.gazetteer import Gazetteer, RegionEntry
from consumers.tagging.tagger_core import VERSION, Tagger

__all__ = ["VERSION", "Gazetteer", "Knowledge", "RegionEntry", "Tagger"]
