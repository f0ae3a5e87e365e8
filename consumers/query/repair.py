"""Makes Lucene syntax of what people type, and refuses what would silently mean something else."""

import re
import unicodedata

from consumers.query.errors import QueryError
from consumers.query.repaired import Draft, Repaired
from consumers.query.signs import OPERATOR_WORDS, QUOTES, REFUSED, USUAL

MAX_CHARS = 20_000
# Deeper nesting is a mistake; Elasticsearch takes 30 levels, of which nearness of 8 words needs 9.
_MAX_DEPTH = 15
_CLOSING = {"(": ")", "[": "]}", "{": "]}"}
_QUOTE = re.compile(f"[{''.join(QUOTES)}]")
_PLAIN_QUOTED = re.compile(r'"(?:[^\\"]|\\.)*"', re.DOTALL)
_LEXEME = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<near>~[^\s()]*)
    | (?P<compared>(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?: \s*(?::\s*)?(?P<sign>[<>]=?)\s* | =))
    | (?P<colon>:)
    | (?P<bound>[<>]=?)
    | (?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:?[0-9]{2})?)
    | (?P<negative>-[0-9][^\s()\[\]{}:~]*)
    | (?P<minus>-)
    | (?P<word>[^\s()\[\]{}:~]+)
    """,
    re.VERBOSE,
)


def repair(query: str) -> Repaired:
    """Raises QueryError with the position and a hint."""
    if len(query) > MAX_CHARS:
        raise QueryError(f"a query of {len(query):,} characters", hint=f"write no more than {MAX_CHARS:,}")
    try:
        query.encode()
    except UnicodeEncodeError as exc:
        raise QueryError(f"{query[exc.start]!r} is no character", position=exc.start) from exc
    return _Repair(query).run()


class _Repair:
    def __init__(self, query: str) -> None:
        self._query = query
        self._draft = Draft()
        self._brackets: list[tuple[str, int]] = []

    def run(self) -> Repaired:
        at = 0
        while at < len(self._query):
            if self._query[at] in QUOTES:
                at = self._quoted(at)
            else:
                quote = _QUOTE.search(self._query, at)
                end = quote.start() if quote else len(self._query)
                self._bare(at, end)
                at = end
        if self._brackets:
            bracket, position = self._brackets[-1]
            raise QueryError(f"{bracket!r} is never closed", position=position)
        return self._draft.finished(len(self._query))

    def _quoted(self, start: int) -> int:
        """Returns where the quotation ends."""
        end = self._closing(start)
        if not re.match(r"[\s:(\[{<>=-]|$", self._draft.last):
            self._draft.emit(" ", start)
        if self._query[start] == '"':
            for i in range(start, end):
                self._draft.emit(self._query[i], i)
            return end
        self._draft.tell(self._query[start], '"', start)
        self._draft.emit('"', start)
        for i in range(start + 1, end - 1):
            self._draft.emit(re.sub(r'(["\\])', r"\\\1", self._query[i]), i)
        self._draft.emit('"', end - 1)
        return end

    def _closing(self, start: int) -> int:
        opening = self._query[start]
        if opening == '"':
            found = _PLAIN_QUOTED.match(self._query, start)
        else:
            found = re.compile(f"[{QUOTES[opening]}]").search(self._query, start + 1)
        if found is None:
            raise QueryError("the quotation mark is never closed", position=start)
        return found.end()

    def _bare(self, start: int, end: int) -> None:
        """What stands between two quotations."""
        usual = self._query[start:end].translate(USUAL)
        for offset, (typed, sign) in enumerate(zip(self._query[start:end], usual, strict=True)):
            if typed != sign:
                self._draft.tell(typed, sign, start + offset)
        for match in _LEXEME.finditer(usual):
            position = start + match.start()
            following = usual[match.end() : match.end() + 1] or self._query[end : end + 1]
            self._lexeme(match, position, following)

    def _lexeme(self, match: re.Match[str], position: int, following: str) -> None:
        match match.lastgroup:
            case "open":
                self._open(match[0], position)
            case "close":
                self._close(match[0], position)
            case "near":
                self._near(match[0], position)
            case "compared":
                self._compared(match, position)
            case "time":
                # Its colons are not those of fields.
                self._draft.emit(f'"{match[0]}"', position)
            case "negative" | "minus":
                self._minus(match[0], position, following)
            case "word":
                self._word(match[0], position, following)
            case _:
                self._draft.copy(match[0], position)

    def _open(self, bracket: str, position: int) -> None:
        self._brackets.append((bracket, position))
        if len(self._brackets) > _MAX_DEPTH:
            raise QueryError(f"more than {_MAX_DEPTH} nested parentheses", position=position)
        self._draft.copy(bracket, position)

    def _close(self, bracket: str, position: int) -> None:
        if not self._brackets or bracket not in _CLOSING[self._brackets[-1][0]]:
            raise QueryError(f"{bracket!r} without {'(' if bracket == ')' else '['!r}", position=position)
        self._brackets.pop()
        self._draft.copy(bracket, position)

    def _near(self, text: str, position: int) -> None:
        if self._draft.last != '"':
            raise QueryError(
                "fuzzy words are not supported", position=position, hint='nearness is "签约 项目"~10'
            )
        text = _usual_letters(text)
        if not re.fullmatch(r"~\d{1,6}", text, re.ASCII):
            raise QueryError(
                f"{text!r} is no distance",
                position=position,
                hint='write how many tokens may stand between the words: "签约 项目"~10',
            )
        self._draft.copy(text, position)

    def _compared(self, match: re.Match[str], position: int) -> None:
        self._draft.copy(match["name"], position)
        sign = match["sign"] or ""
        at = position + (match.start("sign") - match.start() if sign else len(match["name"]))
        if not sign:
            self._draft.tell("=", ":", at)
        self._draft.emit(":" + sign, at)

    def _minus(self, text: str, position: int, following: str) -> None:
        if self._draft.awaits_value and text != "-":
            self._draft.emit(f'"{text}"', position)
            return
        if self._draft.awaits_value:
            raise QueryError(
                "a value cannot be left out",
                position=position,
                hint="put the minus before the field: -type:开工",
            )
        if text == "-" and (not following or following.isspace() or following in ")]}"):
            raise QueryError(
                "nothing stands behind '-'", position=position, hint="write -word, without a space"
            )
        self._draft.copy("-", position)
        if len(text) > 1:
            self._word(text[1:], position + 1, following)

    def _word(self, word: str, position: int, following: str) -> None:
        if operator := None if self._draft.awaits_value else self._operator(word, position):
            self._draft.copy(operator, position)
            return
        _refuse(word, position)
        if word.endswith("-") and following and following in f"({''.join(QUOTES)}":
            raise QueryError(
                "is this minus a hyphen?", position=position + len(word) - 1, hint="put a space before it"
            )
        self._draft.copy(_usual_letters(word) if following == ":" else word, position)

    def _operator(self, word: str, position: int) -> str | None:
        usual = _usual_letters(word).upper()
        if usual in (("TO",) if self._brackets and self._brackets[-1][0] in "[{" else ("AND", "OR", "NOT")):
            if word != usual:
                self._draft.tell(word, usual, position)
            return usual
        if operator := OPERATOR_WORDS.get(word):
            raise QueryError(
                f"{word} is neither an operator nor a word to look for",
                position=position,
                hint=f'write {operator}, or "{word}" for the word',
            )
        return None


def _usual_letters(word: str) -> str:
    """Full-width letters as the usual ones, where this keeps every position."""
    usual = unicodedata.normalize("NFKC", word)
    return usual if len(usual) == len(word) else word


def _refuse(word: str, position: int) -> None:
    for pattern, message, hint in REFUSED:
        if found := pattern.search(word):
            raise QueryError(message.format(found[0]), position=position + found.start(), hint=hint)
