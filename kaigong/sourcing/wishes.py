"""What a person says about a new source, in the keys of its file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from wire.errors import ConfigurationError

# Option → the key of a source file that it fills.
OPTIONS = {
    "preset": "preset",
    "item": "records.item",
    "date": "records.date",
    "template": "pager.template",
    "body": "detail.body",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is not said is found out. `settings` are keys of the source file, nested as there."""

    source_id: str | None = None
    name: str | None = None
    region: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def says_how(self) -> bool:
        """Whether the person knows the family or the list, so that nothing is tried out."""
        return bool(self.settings)


def settings_of(options: Mapping[str, str | None], pairs: list[str]) -> dict[str, Any]:
    """The keys that options and `key=value` pairs fill. Raises ConfigurationError."""
    settings: dict[str, Any] = {}
    for option, value in options.items():
        if value:
            _put(settings, OPTIONS[option], value)
    if options.get("template"):
        _put(settings, "pager.kind", "template")
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise ConfigurationError(f"--set {pair!r}: expected key=value, as records.link=h3 a")
        _put(settings, key.strip(), _typed(value.strip()))
    return settings


def _typed(value: str) -> Any:
    """Numbers and yes or no; anything else is text: `[class~=news]` is a selector, no list."""
    typed = yaml.safe_load(value) if value.isalnum() else value
    return typed if isinstance(typed, int) else value


def _put(settings: dict[str, Any], key: str, value: Any) -> None:
    *outer, last = key.split(".")
    place = settings
    for name in outer:
        place = place.setdefault(name, {})
        if not isinstance(place, dict):
            raise ConfigurationError(f"--set {key}: {name!r} has a value of its own already")
    place[last] = value
