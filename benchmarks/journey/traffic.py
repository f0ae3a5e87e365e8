"""Articles and rules of which it is known beforehand who gets which mail.

One article in ten tells that a project of a watched company broke ground; the others are those of `corpus`,
one in five with an event that nobody watches. Half of the rules watch a company each. The other half are
those of `matching.generator`, whose words stand in many articles, for places that no article is about.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import yaml
from corpus import PLACES, articles
from matching import documents, generator
from msgspec import structs

from consumers.query.ast import And, AnyOf, Node, walk
from consumers.query.written import written
from wire import identity
from wire.messages import Article

RULES = 1_000
ONE_IN = 10
_COMPANIES = RULES // 2
_RECEIVERS = 20
_RULES_PER_FILE = 100
_ELSEWHERE = ("330106", "440305", "510104", "420106", "350203", "610113")


@dataclass(frozen=True, slots=True)
class Planned:
    """An article, and who must be told of it."""

    article: Article
    receiver: str | None


def planned(count: int, *, seed: int = 11) -> list[Planned]:
    """Every tenth article matches exactly one rule."""
    dice = random.Random(seed)
    now = datetime.now(UTC)
    return [
        _telling(article, number, dice) if number % ONE_IN == 0 else Planned(article, None)
        for number, article in enumerate(articles(count, seed=seed, now=now))
    ]


def write_rules(folder: Path) -> None:
    folder.mkdir(parents=True)
    rules = [*_company_rules(), *_rules_of_elsewhere()]
    for number, begin in enumerate(range(0, len(rules), _RULES_PER_FILE)):
        part = {"rules": rules[begin : begin + _RULES_PER_FILE]}
        (folder / f"part-{number}.yaml").write_text(yaml.safe_dump(part, allow_unicode=True), "utf-8")


def _telling(article: Article, number: int, dice: random.Random) -> Planned:
    watched = number // ONE_IN % _COMPANIES
    place = PLACES[article.region or ""]
    project = f"{_company(watched)}{number}号产线项目"
    amount = f"{dice.randrange(1, 90)}.{dice.randrange(10)}亿元"
    lead = f"今日上午，{project}在{place}正式开工建设。项目总投资{amount}。"
    title = f"{place}{project}正式开工建设"
    text = "\n".join([lead, *article.text.split("\n")[1:]])
    changed = structs.replace(
        article, title=title, text=text, content_hash=identity.content_hash(title, text)
    )
    return Planned(changed, _receiver(watched))


def _company(number: int) -> str:
    return f"望川{number}科技"


def _receiver(number: int) -> str:
    return f"team{number % _RECEIVERS}@example.com"


def _company_rules() -> Iterator[dict[str, object]]:
    for number in range(_COMPANIES):
        company, to = _company(number), [_receiver(number)]
        if number % 2:
            query = f"{company} type:开工 state:done"
            yield {"id": f"company-{number}", "query": query, "on": "event", "to": to}
        else:
            yield {"id": f"company-{number}", "keywords": [company], "on": "article", "to": to}


def _rules_of_elsewhere() -> Iterator[dict[str, object]]:
    sample = list(documents.documents(60, seed=1))
    words = (node for node in generator.rules(10 * RULES, sample).values() if not _asks_for_tags(node))
    for number, node in enumerate(islice(words, RULES - _COMPANIES)):
        place = AnyOf("place_codes", frozenset({_ELSEWHERE[number % len(_ELSEWHERE)]}))
        query = written(And((node, place)))
        yield {"id": f"elsewhere-{number}", "query": query, "on": "article", "to": [_receiver(number)]}


def _asks_for_tags(node: Node) -> bool:
    return any(isinstance(part, AnyOf) for part in walk(node))


def expected(sent: Sequence[Planned]) -> dict[str, str]:
    """Receiver by URL of the article."""
    return {one.article.url or "": one.receiver for one in sent if one.receiver}
