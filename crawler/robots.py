"""robots.txt by RFC 9309: what an answer means and what its rules say. Pure."""

import math
from datetime import timedelta

from protego import Protego

USER_AGENT_TOKEN = "Kaigong"  # noqa: S105 - the product token of RFC 9309
KEPT_FOR = timedelta(hours=24)
# An unreachable robots.txt forbids everything; it is asked for again sooner than a good one.
UNREACHABLE_KEPT_FOR = timedelta(minutes=15)
UNREACHABLE = "unreachable"
HTML_ANSWER = "no rules: the answer is a web page"
_MAX_BYTES = 512 * 1024


class Rules:
    def __init__(self, text: str) -> None:
        self._parser = Protego.parse(text)

    def allows(self, url: str) -> bool:
        return bool(self._parser.can_fetch(url, USER_AGENT_TOKEN))

    def crawl_delay(self) -> float:
        """Seconds the site wants between two requests; 0 when it says nothing sensible."""
        delay = self._parser.crawl_delay(USER_AGENT_TOKEN)
        return float(delay) if delay is not None and math.isfinite(delay) and delay > 0 else 0.0


def read_answer(status: int, body: bytes) -> tuple[str, str | None]:
    """The decision in words, and the rules' text; None when the answer forbids everything."""
    if 200 <= status < 300:
        text = body[:_MAX_BYTES].decode("utf-8-sig", "replace")
        if _is_html(text):
            return HTML_ANSWER, ""
        return "rules", text
    if status == 429 or status >= 500:
        return f"{UNREACHABLE}: status {status}", None
    return f"no rules: status {status}", ""


def _is_html(text: str) -> bool:
    start = text.lstrip()[:2000].lower()
    return start.startswith("<") or "<html" in start
