"""The signs of the language: what Chinese keyboards give for them, and signs that mean nothing in it."""

import re

from wire.broken_lines import HAN

# What opens a quotation, and what closes it. A text in one kind of quotation marks may hold the others.
QUOTES = {
    '"': '"',
    "“": '”“"',
    "”": '”“"',
    "＂": '＂"',
    "「": "」",
    "『": "』",
    "‘": "’‘",
    "’": "’‘",
}
# One for one, so that positions hold.
USUAL = str.maketrans("（）［］｛｝：＞＜＝－−＋～〜＊＾／＼＆｜", "()[]{}:><=--+~~*^/\\&|")

_COMMA = (
    "write a space for both words, OR for either; put the text in quotation marks if the mark is part of it"
)
_QUOTE = "put the text in quotation marks"
_WILDCARD = "only an * at the end of a value of a keyword field is understood: publisher:连云港*"

# Between characters, where nobody writes a Latin word of these letters.
_GLUED = re.compile(rf"(?<=[{HAN}])(?:AND|OR|NOT)(?=[{HAN}])|^NOT(?=[{HAN}])", re.IGNORECASE)

# The first that is found in a word is told.
REFUSED = (
    (re.compile(r"^/"), "regular expressions are not supported", _QUOTE),
    (re.compile(r"^\+"), "'+' is not supported", "leave it out: every word is asked for anyway"),
    (re.compile(r"^[‐-―﹣]"), "this dash leaves nothing out", "write -word or NOT word"),
    (re.compile(r"&&|\|\||^[!！]"), "{0!r} is no operator", "write AND, OR or NOT"),
    (re.compile(r"\^"), "boosts are not supported", "leave it out: a query is met or not"),
    (re.compile(r"~"), "fuzzy words are not supported", 'nearness is "签约 项目"~10'),
    (re.compile(r"\\"), "{0!r} is not supported", _QUOTE),
    (re.compile(r"[?？]"), "{0!r} is not supported", _WILDCARD),
    (re.compile(r"\*(?=.)"), "'*' is only understood at the end", _WILDCARD),
    (re.compile(r"(?<!\d)[,，]|[,，](?!\d{3})|[、;；]"), "{0!r} joins nothing", _COMMA),
    (re.compile("[。！!…《》〈〉【】〔〕〖〗｢｣]"), "{0!r} is part of no word", _QUOTE),
    (re.compile(r"[≥≤≧≦≠]"), "{0!r} is not supported", "write >= or <=: amount>=1亿"),
    (_GLUED, "{0!r} stands inside a word", "put spaces around it, or the text in quotation marks"),
    (re.compile(r"[<>=]"), "{0!r} stands behind no field", "write for example amount>=1亿"),
    (re.compile(r"'"), "{0!r} is no quotation mark", 'write "…"'),
)
# Words that people write for an operator; they would have to stand in every text.
OPERATOR_WORDS = {
    "和": "AND",
    "与": "AND",
    "且": "AND",
    "并且": "AND",
    "或": "OR",
    "或者": "OR",
    "非": "NOT",
    "不": "NOT",
}
