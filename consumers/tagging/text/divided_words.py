"""Stages that the end of a line or the spacing of a headline divides: 开↵工, 封　顶."""

import re

_BLANK = r"[ \t\u3000]"
# The first blank comes first: only then does the search skip all else.
_GAP = re.compile(
    r"[ \t\u3000\n](?<=[簽签開开動动竣完封投達达奠][ \t\u3000\n])"
    rf"(?:(?:(?<=\n)|(?<!\n){_BLANK}*\n){_BLANK}*|(?<=[ \u3000])[ \u3000]{{0,2}})(?=[約约工頂顶產产基])"
)
_WORDS = frozenset(
    "签约 簽約 开工 開工 动工 動工 竣工 完工 封顶 封頂 投产 投產 达产 達產 奠基".split()  # noqa: SIM905
)


def divided_words(text: str) -> list[tuple[int, int]]:
    """Spans of what divides them, in order."""
    return [
        match.span() for match in _GAP.finditer(text) if text[match.start() - 1] + text[match.end()] in _WORDS
    ]
