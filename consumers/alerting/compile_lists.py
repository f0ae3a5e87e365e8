"""Makes a query tree of a rule's lists."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from consumers.alerting.amounts import shown_amount
from consumers.alerting.compiled import Alternative
from consumers.alerting.rules import Rule, rule_error
from consumers.alerting.vocabulary import Vocabulary
from consumers.query.ast import And, AnyOf, Exists, Node, Not, Or, Phrase, Range
from wire.text import phrase


class Lists:
    """`query` reads them; `reasons` are then what they ask for, as the rule has it."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self._rule = rule
        self._words = vocabulary
        self._on_events = rule.on == "event"
        self._type_field = "type" if self._on_events else "event_types"
        self._problems: dict[str, str] = {}
        self.reasons: tuple[Alternative, ...] = ()

    def query(self) -> Node:
        """Raises ConfigurationError whose `problems` name the fields with unknown or ambiguous words."""
        groups = tuple(group for group in self._groups() if group)
        excluded = self._each("exclude", self._rule.exclude, self._keyword)
        self._check_exclusion(groups, excluded)
        if self._problems:
            raise rule_error(self._problems)
        parts = [_any(one.node for one in group) for group in groups]
        parts += [Not(one.node) for one in excluded]
        if self._on_events:
            parts = [*self._kinds_of_event(), *parts]
        self.reasons = tuple(one for group in groups for one in group)
        return And(tuple(parts))

    def _groups(self) -> list[tuple[Alternative, ...]]:
        """The cheap ones first: the matcher stops at the first that fails."""
        rule = self._rule
        home = self._home()
        return [
            self._each("types", rule.types, self._type),
            self._each("places", rule.places, partial(self._place, home)),
            self._each("industries", rule.industries, self._industry),
            self._each("sources", rule.sources, lambda name: _value("来源", name, "source_id", name)),
            self._least_amount(),
            self._each("keywords", rule.keywords, self._keyword),
        ]

    def _each(
        self, field: str, words: Collection[str], read: Callable[[str], Alternative]
    ) -> tuple[Alternative, ...]:
        found: list[Alternative] = []
        for word in words:
            try:
                found.append(read(word))
            except ValueError as exc:
                self._problems[field] = str(exc)
        return tuple(found)

    def _type(self, word: str) -> Alternative:
        event_type = self._words.known_event_type(word)
        return _value("类型", event_type, self._type_field, event_type)

    def _industry(self, name: str) -> Alternative:
        return _value("行业", name, "industries", self._words.known_industry(name))

    def _place(self, home: str | None, name: str) -> Alternative:
        code = self._words.place_code(name, home)
        return _value("地区", self._words.regions.name_of(code) or name, "place_codes", code)

    def _home(self) -> str | None:
        if self._rule.home is None:
            return None
        try:
            return self._words.place_code(self._rule.home)
        except ValueError as exc:
            self._problems["home"] = str(exc)
            return None

    def _least_amount(self) -> tuple[Alternative, ...]:
        least = self._rule.min_amount
        if least is None:
            return ()
        return (Alternative("金额", f"不低于{shown_amount(least)}", Range("amount_cny", gte=least)),)

    def _keyword(self, word: str) -> Alternative:
        """An event word means the event; any other word stands in the title or the text."""
        if self._on_events and (event_type := self._words.event_type(word)):
            return _value("类型", event_type, self._type_field, event_type)
        runs = phrase(word)
        if not runs:
            raise ValueError(f"{word!r} has no letter, digit or Chinese character to look for")
        if len(runs) > 1:
            raise ValueError(
                f"{word!r} has punctuation inside, and no phrase goes across it; make it "
                f"{len(runs)} keywords or leave the mark out"
            )
        return Alternative("关键词", word, Phrase(tuple(runs[0])))

    def _check_exclusion(
        self, groups: Iterable[Sequence[Alternative]], excluded: Iterable[Alternative]
    ) -> None:
        """Excluding 奠基 means excluding 开工: together with `keywords: [开工]` nothing could ever match."""
        out = {one.shown for one in excluded if _is_about(one.node, self._type_field)}
        for group in groups:
            wanted = {one.shown for one in group}
            if all(_is_about(one.node, self._type_field) for one in group) and wanted <= out:
                self._problems["exclude"] = (
                    f"leaves nothing of {'、'.join(sorted(wanted))}, which the rule asks for"
                )

    def _kinds_of_event(self) -> list[Node]:
        rule = self._rule
        kinds: list[Node] = [AnyOf("state", frozenset(rule.states))]
        if rule.named:
            named = AnyOf("named", frozenset({"true"}))
            kinds.append(Or((named, Exists("aggregate"))) if rule.aggregates else named)
        return kinds


def _value(label: str, shown: str, field: str, value: str) -> Alternative:
    return Alternative(label, shown, AnyOf(field, frozenset({value})))


def _any(nodes: Iterable[Node]) -> Node:
    """Alternatives on one field become one look-up."""
    values: dict[str, frozenset[str]] = {}
    others: list[Node] = []
    for node in nodes:
        if isinstance(node, AnyOf):
            values[node.field] = values.get(node.field, frozenset()) | node.values
        else:
            others.append(node)
    parts = (*(AnyOf(field, found) for field, found in values.items()), *others)
    return parts[0] if len(parts) == 1 else Or(parts)


def _is_about(node: Node, field: str) -> bool:
    return isinstance(node, AnyOf) and node.field == field
