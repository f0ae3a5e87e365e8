"""Links of a message to what this installation shows itself: the stored copy, and all alerts."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from consumers.alerting.model import Item
from wire.errors import ConfigurationError
from wire.settings import ENV_PREFIX, Settings

# What an address in the settings may ask for.
_FIELD = re.compile(r"\{(\w+)\}")
FIELDS = ("article_id", "alert_id", "story_id", "rule_id")


@dataclass(frozen=True, slots=True)
class Links:
    """`article` is an address with `{article_id}` and the like in it; an empty one makes no link."""

    article: str = ""
    alerts: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "Links":
        """Raises ConfigurationError that names the setting."""
        for name in ("link_article", "link_alerts"):
            try:
                check_link(getattr(settings, name))
            except ValueError as exc:
                raise ConfigurationError(f"{ENV_PREFIX}{name.upper()}: {exc}", {name: str(exc)}) from exc
        return cls(settings.link_article, settings.link_alerts)

    def stored(self, item: Item) -> str:
        """Where the stored article stands."""
        if not self.article or ("{article_id}" in self.article and not item.article_id):
            return ""
        values = {name: str(getattr(item, name)) for name in FIELDS}
        return _FIELD.sub(lambda found: quote(values[found[1]], safe=""), self.article)


def check_link(address: str) -> str:
    """Raises ValueError for what readers could not open, or a field that is unknown."""
    if address and not re.match(r"https?://[^\s<>\"']+$", address):
        raise ValueError("expected http://… or https://… without spaces")
    if unknown := [name for name in _FIELD.findall(address) if name not in FIELDS]:
        raise ValueError(f"{{{unknown[0]}}} is unknown; there are {', '.join(FIELDS)}")
    return address
