"""鼓楼、台江两区: the word behind a list says what its names are, also those that are common nouns."""

import re
from collections.abc import Iterator, Mapping, Sequence

_KINDS = "[两二三四五六七八九]个?(?P<kinds>县区|区县|县市|市县|[区县市旗])(?![域长委级内外场])"
_LIST = re.compile(rf"(?P<names>[一-鿿]{{2,6}}(?:、[一-鿿]{{2,4}}){{1,11}}?)等?{_KINDS}")
# How every list ends. It begins with a mark: only then does the search skip all else.
_END = re.compile(rf"、[一-鿿]{{2,4}}等?{_KINDS}")
_NAME = re.compile("[一-鿿]+")
_LAST_ITEM = re.compile(r"[一-鿿]+\Z")
_LONGEST = 4


class Enumerations:
    """`shorts` is short name → what it can mean, `names` code → full name."""

    def __init__(self, shorts: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> None:
        self._shorts = shorts
        self._names = names

    def find(self, chars: str) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
        """(name, codes, start, end) of every listed name that is a region of that kind."""
        if _END.search(chars) is None:  # most texts have no list, and this is seen sooner
            return
        for listed in _LIST.finditer(chars):
            for item in _NAME.finditer(chars, *listed.span("names")):
                found = self._named(item.group(), listed["kinds"])
                if found is not None:
                    name, codes = found
                    yield name, codes, item.end() - len(name), item.end()

    def beside(self, chars: str, starts: Sequence[int]) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
        """As `find`: what stands in front of another name of a list, as both words in 前锋、新城、莲湖."""
        for end in (start - 1 for start in starts if chars.startswith("、", start - 1)):
            item = _LAST_ITEM.search(chars, max(end - _LONGEST - 1, 0), end)
            name = item.group() if item else ""
            if name in self._shorts:
                yield name, tuple(self._shorts[name]), end - len(name), end

    def _named(self, item: str, kinds: str) -> tuple[str, tuple[str, ...]] | None:
        """The longest name at the item's end; in front of the first one other words may stand: 福州鼓楼."""
        for length in range(min(len(item), _LONGEST), 1, -1):
            name = item[-length:]
            codes = tuple(
                code for code in self._shorts.get(name, ()) if self._names.get(code, "")[-1:] in kinds
            )
            if codes:
                return name, codes
        return None
