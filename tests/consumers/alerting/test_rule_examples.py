"""Rules with examples, tagged by the real tagger: kept, refused, and what the author is told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from consumers.alerting.compile import compile_rule
from consumers.alerting.example_verdicts import StoredVerdicts
from consumers.alerting.examples import ExampleCheck
from consumers.alerting.rule_copies import RuleCopies
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.rules import parse_rule
from consumers.alerting.vocabulary import Vocabulary
from consumers.tagging import Knowledge, Tagger
from wire.clock import ManualClock
from wire.errors import ConfigurationError
from wire.messages import Article, TaggedArticle, Tagging

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DONE = "昨日，云汐智能装备产业园在连云港市海州区正式开工，总投资4.1亿元。"
PLANNED = "云汐智能装备产业园计划于年底在连云港市海州区开工。"
RATE = "海州区一季度全区重大项目开工率达92%。"
RULE: dict[str, Any] = {"keywords": ["开工"], "places": ["连云港市海州区"]}


@cache
def tagger() -> Tagger:
    return Tagger(Knowledge.load())


class CountingTagger:
    """Counts what it tags."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, article: Article) -> TaggedArticle:
        self.texts.append(article.text)
        tagging = Tagging(version="1", data_version="1", seq=1)
        return tagger().tag(article, tagging=tagging, story_id=article.article_id)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    knowledge = Knowledge.load()
    return Vocabulary(knowledge.gazetteer, knowledge.event_types, knowledge.industries.names)


@pytest.fixture
def tagging() -> CountingTagger:
    return CountingTagger()


@pytest.fixture
def check(vocabulary: Vocabulary, tagging: CountingTagger, tmp_path: Path) -> Callable[..., ExampleCheck]:
    def make(version: str = "1", now: datetime = NOW) -> ExampleCheck:
        verdicts = StoredVerdicts(tmp_path / "state" / "verdicts.db")
        return ExampleCheck(tagging, version, vocabulary, ManualClock(now), verdicts)

    return make


@pytest.fixture
def problems(vocabulary: Vocabulary, check: Callable[..., ExampleCheck]) -> Callable[..., dict[str, str]]:
    def of(*, match: Any = (), no_match: Any = (), **fields: Any) -> dict[str, str]:
        rule = {"id": "r", **fields, "examples": {"match": match, "no_match": no_match}}
        return check().problems(compile_rule(parse_rule(rule), vocabulary))

    return of


Problems = Callable[..., dict[str, str]]


def test_good_examples_say_nothing(problems: Problems) -> None:
    assert problems(**RULE, match=[DONE], no_match=[PLANNED, RATE]) == {}
    assert problems(query="type:开工 state:planned", match=[PLANNED], no_match=[DONE, RATE]) == {}
    assert problems(on="article", query="开工率", match=[RATE], no_match=[DONE]) == {}


def test_an_event_that_lacks_something_is_told_with_what_it_lacks(problems: Problems) -> None:
    [(where, problem)] = problems(**RULE, match=[DONE, PLANNED]).items()
    assert where.startswith("examples.match 2 “云汐智能")
    assert "开工（计划：" in problem
    assert "云汐智能装备产业园" in problem
    assert "lacks 状态=已发生" in problem


def test_a_word_that_was_held_back_is_told_with_the_reason(problems: Problems) -> None:
    [problem] = problems(**RULE, match=[RATE]).values()
    assert "“开工率” was held back: 开工率" in problem


def test_a_text_without_events_says_so(problems: Problems) -> None:
    [problem] = problems(**RULE, match=["海州区天气晴好。"]).values()
    assert "no event was found in it" in problem


def test_an_unwanted_match_says_what_was_found_and_why(problems: Problems) -> None:
    [(where, problem)] = problems(**RULE, no_match=[DONE]).items()
    assert where.startswith("examples.no_match 1")
    assert "is matched: 开工（已发生，海州区，云汐智能装备产业园）" in problem
    assert "类型=开工" in problem


def test_a_name_that_two_places_have_needs_a_home(problems: Problems) -> None:
    text = DONE.replace("连云港市", "")
    [problem] = problems(**RULE, match=[text]).values()
    assert "“海州区” may be 210902 or 320706" in problem
    assert "`home`" in problem
    assert problems(**RULE, match=[{"text": text, "home": "连云港市"}]) == {}
    assert problems(**RULE, home="连云港市", match=[text]) == {}
    assert "no place is called" in str(problems(**RULE, match=[{"text": text, "home": "亚特兰蒂斯"}]))


def test_title_source_and_date_are_part_of_an_example(problems: Problems) -> None:
    text = "项目总投资4.1亿元。"
    title = "连云港市海州区云汐智能装备产业园开工"
    assert problems(**RULE, match=[{"text": text, "title": title}], no_match=[text]) == {}
    assert problems(**RULE, sources=["haizhou"], match=[DONE], no_match=[{"text": DONE, "source": "x"}]) == {}
    dated = {"text": DONE, "published": "2025-12-31"}
    assert problems(query="type:开工 shown_at:<2026-01-01", match=[dated], no_match=[DONE]) == {}


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ({"matches": ["x"]}, "did you mean match?"),
        ({"match": [{"text": "x", "titel": "y"}]}, "did you mean title?"),
        ({"match": [{"text": "x", "published": "gestern"}]}, "2026-03-02"),
        ({"match": [""]}, "at least 1"),
        ({"match": ["x"] * 51}, "at most 50"),
        ([DONE], "`match:` and `no_match:`"),
        (DONE, "`match:` and `no_match:`"),
    ],
)
def test_examples_that_cannot_be_read_are_refused(examples: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said.replace("?", r"\?")):
        parse_rule({"id": "r", **RULE, "examples": examples})


def test_a_lone_example_needs_no_list() -> None:
    given = parse_rule({"id": "r", **RULE, "examples": {"match": DONE, "no_match": {"text": RATE}}}).examples
    assert [example.text for example in (*given.match, *given.no_match)] == [DONE, RATE]
    assert not parse_rule({"id": "r", **RULE, "examples": None}).examples


def test_examples_are_tagged_once_for_the_same_rule_tagger_and_year(
    vocabulary: Vocabulary, check: Callable[..., ExampleCheck], tagging: CountingTagger
) -> None:
    def tries(**arguments: Any) -> int:
        before = len(tagging.texts)
        rule = {"id": "r", **RULE, **arguments.pop("rule", {}), "examples": {"match": [RATE]}}
        assert check(**arguments).problems(compile_rule(parse_rule(rule), vocabulary)) != {}
        return len(tagging.texts) - before

    assert tries() == 1
    assert tries() == 0
    assert tries(rule={"name": "a better name", "to": "a@b.cn"}) == 0
    assert tries(rule={"places": ["连云港市"]}) == 1
    assert tries(version="2") == 1
    assert tries(now=NOW + timedelta(days=365)) == 1
    assert tries() == 0


def test_a_broken_store_of_verdicts_costs_only_time(
    vocabulary: Vocabulary, check: Callable[..., ExampleCheck], tagging: CountingTagger, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "verdicts.db").write_bytes(b"no database" * 1000)
    rule = compile_rule(parse_rule({"id": "r", **RULE, "examples": {"match": [DONE]}}), vocabulary)
    checking = check()
    assert checking.problems(rule) == {}
    assert checking.problems(rule) == {}
    assert len(tagging.texts) == 1


class Folder:
    """A folder of rules that is read anew by every `started`, as after a restart."""

    def __init__(self, path: Path, vocabulary: Vocabulary, check: Callable[..., ExampleCheck]) -> None:
        self.path = path / "rules"
        self.path.mkdir()
        self._vocabulary = vocabulary
        self._check = check
        self.clock = ManualClock(NOW)

    def write(self, *match: str, keywords: str = "开工") -> None:
        examples = "".join(f"    - {text}\n" for text in match)
        text = f"keywords: [{keywords}]\nplaces: [连云港市海州区]\nexamples:\n  match:\n{examples}"
        (self.path / "a.yaml").write_text(text, "utf-8")

    def started(self, version: str = "1") -> RuleFiles:
        copies = RuleCopies(self.path.with_name("copies"))
        compiler = partial(compile_rule, vocabulary=self._vocabulary)
        return RuleFiles(self.path, compiler, self.clock, copies, check=self._check(version))


@pytest.fixture
def folder(tmp_path: Path, vocabulary: Vocabulary, check: Callable[..., ExampleCheck]) -> Folder:
    return Folder(tmp_path, vocabulary, check)


def test_a_rule_that_breaks_its_own_examples_is_not_loaded(folder: Folder) -> None:
    folder.write(DONE, RATE)
    current = folder.started().current()
    assert current.rules == ()
    assert current.kept == {"a.yaml": ()}
    assert "rule a: examples.match 2 “海州区一季度" in current.problems["a.yaml"]
    folder.write(DONE)
    assert [one.rule.id for one in folder.started().current().rules] == ["a"]


def test_the_last_good_version_stays_in_force_also_after_a_restart(folder: Folder) -> None:
    folder.write(DONE)
    files = folder.started()
    files.current()
    folder.write(DONE, keywords="竣工")
    folder.clock.advance(timedelta(seconds=1))
    for reader in (files, folder.started()):
        current = reader.current()
        assert [one.types for one in current.rules] == [frozenset({"开工"})]
        assert current.kept == {"a.yaml": ("a",)}
        assert "lacks 类型=竣工" in current.problems["a.yaml"]


def test_a_new_tagger_takes_no_rule_out_of_force(
    folder: Folder, tagging: CountingTagger, vocabulary: Vocabulary
) -> None:
    folder.write(DONE)
    assert folder.started().current().problems == {}

    def blind(article: Article) -> TaggedArticle:
        return tagging(msgspec.structs.replace(article, text="无"))

    later = ExampleCheck(blind, "2", vocabulary, folder.clock, StoredVerdicts(folder.path / "v.db"))
    copies = RuleCopies(folder.path.with_name("copies"))
    compiler = partial(compile_rule, vocabulary=vocabulary)
    current = RuleFiles(folder.path, compiler, folder.clock, copies, check=later).current()
    assert [one.rule.id for one in current.rules] == ["a"]
    assert "no event was found" in current.problems["a.yaml"]
