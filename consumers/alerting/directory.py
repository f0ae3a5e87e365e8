"""Finds receivers: by name, by address, and those whom a rule tells."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from consumers.alerting.receivers import Receiver, ReceiversFile
from consumers.alerting.times_of_day import When

_URGENCY = {"now": 0, "hourly": 1, "daily": 2}


class Directory:
    """What one version of the file says. A plain address is a receiver with the defaults."""

    def __init__(self, file: ReceiversFile) -> None:
        self._file = file
        self._by_address: dict[str, list[str]] = {}
        for receiver in file.receivers.values():
            if receiver.to:
                self._by_address.setdefault(receiver.to.lower(), []).append(receiver.id)

    @property
    def receivers(self) -> Mapping[str, Receiver]:
        """Those with a name."""
        return self._file.receivers

    @property
    def operators(self) -> tuple[str, ...]:
        return tuple(self.canonical(name) for name in self._file.operators)

    @property
    def templates(self) -> list[str]:
        """Those that somebody gets, of the customer's own."""
        asked = (self._file.defaults.template, *(one.template for one in self._file.receivers.values()))
        return list(dict.fromkeys(name for name in asked if name))

    def find(self, name: str) -> Receiver | None:
        """None for a name that nobody has any more."""
        name = self.canonical(name)
        if name in self._file.receivers:
            return self._file.receivers[name]
        if "@" not in name:
            return None
        return Receiver(id=name, to=name, **self._file.defaults.model_dump(exclude_unset=True))

    def canonical(self, name: str) -> str:
        """The receiver that an address belongs to, so that nobody is told twice."""
        owners = self._by_address.get(name.lower(), []) if "@" in name else []
        return owners[0] if len(owners) == 1 else name

    def told_by(self, rule_id: str, to: Iterable[str], notify: When | None) -> dict[str, When | None]:
        """The receivers of a rule, each with the time that the rule or the subscription asks for.

        None leaves it to the receiver; who is asked for twice gets the sooner.
        """
        found: dict[str, When | None] = {}
        for asked, when in self._asked(rule_id, to, notify):
            name = self.canonical(asked)
            found[name] = self._sooner(name, found[name], when) if name in found else when
        return found

    def has_digests(self, name: str, when: When | None) -> bool:
        receiver = self.find(name)
        asked = when or (receiver.when if receiver else None)
        return asked is not None and asked.is_digest

    def _asked(
        self, rule_id: str, to: Iterable[str], notify: When | None
    ) -> Iterator[tuple[str, When | None]]:
        yield from ((name, notify) for name in to)
        for subscription in self._file.subscriptions:
            if any(fnmatchcase(rule_id, pattern) for pattern in subscription.rules):
                yield from ((name, subscription.when or notify) for name in subscription.to)

    def _sooner(self, name: str, one: When | None, other: When | None) -> When | None:
        receiver = self.find(name)
        own = receiver.when if receiver else None
        return min((one, other), key=lambda when: _urgency(when or own))


def _urgency(when: When | None) -> int:
    return _URGENCY[when.kind] if when else len(_URGENCY)
