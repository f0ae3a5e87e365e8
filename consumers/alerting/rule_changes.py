"""Which rules came and went since they were last asked for."""

from collections.abc import Collection, Mapping

from consumers.alerting.compiled import CompiledRule


class RuleChanges:
    """Rules by a key of their own. One that is the same object as before stays as it is."""

    def __init__(self) -> None:
        self.rules: Mapping[int, CompiledRule] = {}
        self._given: Collection[CompiledRule] = ()

    def take(
        self, rules: Collection[CompiledRule]
    ) -> tuple[Mapping[int, CompiledRule], Mapping[int, CompiledRule]]:
        """Makes these the rules; those that are gone and those that are new."""
        if rules is self._given:
            return {}, {}
        # Nothing but this line and the two differences of keys takes longer with more rules.
        former, self.rules = self.rules, {id(one): one for one in rules}
        self._given = rules
        gone = {key: former[key] for key in former.keys() - self.rules.keys()}
        return gone, {key: self.rules[key] for key in self.rules.keys() - former.keys()}
