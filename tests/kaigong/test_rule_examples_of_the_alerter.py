"""The alerter tags examples only when it must, for it is to be back soon after a crash."""

from pathlib import Path

from stages_in_process import app_in

from kaigong import knowledge
from kaigong.app import App
from kaigong.stages.alerter import rule_files, vocabulary

GOOD = (
    "query: type:开工 state:done\nexamples: {match: [昨日，云汐智能装备产业园在连云港市海州区正式开工。]}\n"
)


def ids_in_force(app: App) -> list[str]:
    """As a process that has just begun finds them."""
    knowledge._load.cache_clear()
    return [one.rule.id for one in rule_files(app, vocabulary(app)).current().rules]


def has_tagger(app: App) -> bool:
    return "places" in vars(knowledge.load_knowledge(app.data))


def test_the_finder_of_places_is_built_for_new_examples_only(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    app.settings.rules_path.mkdir()
    (app.settings.rules_path / "plain.yaml").write_text("keywords: [开工]\n", "utf-8")
    assert (ids_in_force(app), has_tagger(app)) == (["plain"], False)
    (app.settings.rules_path / "proved.yaml").write_text(GOOD, "utf-8")
    assert (ids_in_force(app), has_tagger(app)) == (["plain", "proved"], True)
    assert (ids_in_force(app), has_tagger(app)) == (["plain", "proved"], False)
    app.data.rule_examples.unlink()
    assert (ids_in_force(app), has_tagger(app)) == (["plain", "proved"], True)
