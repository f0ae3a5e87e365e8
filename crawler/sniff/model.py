"""What looking at a column page says about its site."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Recognition:
    """`settings` are the keys of the source file beyond id, name, region and url; `saw` is for people.

    `leads_to` is the page that this one only leads to: fetch it and look at that one.
    """

    family: str | None
    settings: dict[str, object] = field(default_factory=dict)
    name: str | None = None
    saw: list[str] = field(default_factory=list)
    helpful: list[str] = field(default_factory=list)
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """A guess where page 2 of a list is, and the settings that would be right if it is there."""

    url: str
    settings: dict[str, object]
