"""What templates are given of each alert, and how the rows of a digest are grouped: plain, cleaned values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from consumers.alerting import wording
from consumers.alerting.links import Links
from consumers.alerting.model import Facts, Item

View = dict[str, object]
_WHOLE_SENTENCE = 1_000
_ROW_SENTENCE = 160
_NO_PLACE = "地区未注明"
_NO_INDUSTRY = "行业未注明"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, or further groups."""

    name: str
    count: int
    rows: Sequence[View] = ()
    groups: Sequence["Group"] = ()


@dataclass(frozen=True, slots=True)
class Views:
    zone: ZoneInfo
    links: Links

    def row(self, item: Item) -> View:
        """As `of`, with less of a long sentence: mail programs cut a mail that is too long."""
        return self.of(item, _ROW_SENTENCE)

    def of(self, item: Item, most: int = _WHOLE_SENTENCE) -> View:
        facts, words = item.facts, item.facts.get("words")
        sentence = wording.around(wording.clean(facts.get("sentence")), words, most)
        return {
            "alert_id": item.alert_id,
            "kind": item.kind,
            "headline": wording.subject_of(item.kind, facts),
            "badge": wording.badge(facts),
            "state": wording.clean(facts.get("state")),
            "name": wording.clean(facts.get("project")) or wording.clean(facts.get("title")),
            "amount": wording.amount_of(facts),
            "place": wording.place_of(facts),
            "industry": wording.industry_of(facts),
            "about": wording.about(facts, self.zone),
            "note": wording.note_of(item.kind, facts),
            "changes": wording.changes_of(facts),
            "rows": wording.rows(facts, self.zone),
            "sentence": sentence,
            "pieces": wording.marked(sentence, words),
            "link": wording.web_link(facts),
            "stored": self.links.stored(item),
            "rules": rules_of(item),
            "rule_titles": rule_titles((item,)),
        }

    def groups(self, items: Sequence[Item]) -> list[Group]:
        """By place, and in each by industry; where the most important one is comes first."""
        return [self._place(of_place) for of_place in _together(items, _place_key)]

    def _place(self, items: Sequence[Item]) -> Group:
        name = wording.place_of(items[0].facts) or _NO_PLACE
        industries = [
            Group(
                wording.industry_of(of_industry[0].facts) or _NO_INDUSTRY,
                len(of_industry),
                [self.row(item) for item in of_industry],
            )
            for of_industry in _together(items, wording.industry_of)
        ]
        return Group(name, len(items), groups=industries)


def rules_of(item: Item) -> list[tuple[str, str, str]]:
    """Name, id and reason of every rule that tells it."""
    return [
        (wording.clean(one.rule_name) or one.rule_id, one.rule_id, wording.clean(one.why))
        for one in item.reasons
    ]


def rule_titles(items: Sequence[Item]) -> dict[str, str]:
    """Every rule by its id, with its name and whose it is: 海州开工（haizhou，负责人 王芳）."""
    titles: dict[str, str] = {}
    for item in items:
        owners = {one.rule_id: one.owner for one in reversed(item.reasons)}
        for name, rule_id, _ in rules_of(item):
            owner = wording.clean(owners[rule_id], 100)
            more = [*([rule_id] if rule_id != name else []), *([f"负责人 {owner}"] if owner else [])]
            titles.setdefault(rule_id, f"{name}（{'，'.join(more)}）" if more else name)
    return titles


def rule_counts(items: Sequence[Item]) -> list[tuple[str, str, int]]:
    """Name, id and number of rows of every rule, the busiest first."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for item in items:
        for name, rule_id, _ in rules_of(item):
            names.setdefault(rule_id, name)
            counts[rule_id] = counts.get(rule_id, 0) + 1
    return [
        (names[rule_id], rule_id, counts[rule_id]) for rule_id in sorted(counts, key=lambda one: -counts[one])
    ]


def _place_key(facts: Facts) -> str:
    """Two counties may have one name."""
    return str(facts.get("place_code") or wording.place_of(facts))


def _together(items: Sequence[Item], key: Callable[[Facts], str]) -> list[list[Item]]:
    """In order of each group's first item."""
    found: Mapping[str, list[Item]] = {key(item.facts): [] for item in items}
    for item in items:
        found[key(item.facts)].append(item)
    return list(found.values())
