"""The examples of rules, tagged by this installation's tagger."""

from functools import cache
from typing import TYPE_CHECKING

from consumers.alerting.example_verdicts import StoredVerdicts
from consumers.alerting.examples import ExampleCheck
from consumers.alerting.vocabulary import Vocabulary
from kaigong.app import App
from wire.messages import Article, TaggedArticle, Tagging

if TYPE_CHECKING:
    from consumers.tagging import Tagger


def example_check(app: App, words: Vocabulary) -> ExampleCheck:
    # To load the tagger takes most of a second, and not every command about rules asks it.
    from consumers.tagging import VERSION, Tagger  # noqa: PLC0415
    from kaigong.knowledge import load_knowledge  # noqa: PLC0415

    knowledge = load_knowledge(app.data)
    tagging = Tagging(version=VERSION, data_version=knowledge.data_version, seq=1)

    @cache
    def tagger() -> "Tagger":
        """Built for the first example that was never tried: it costs half a second."""
        return Tagger(knowledge)

    def tag(article: Article) -> TaggedArticle:
        return tagger().tag(article, tagging=tagging, story_id=article.article_id)

    verdicts = StoredVerdicts(app.data.rule_examples)
    return ExampleCheck(tag, f"{VERSION}.{knowledge.data_version}", words, app.clock, verdicts)
