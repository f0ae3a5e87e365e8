"""What is said to Elasticsearch about documents to write: two lines each, in requests of bounded size."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from consumers.index.checked import checked, encoded
from consumers.index.port import Write
from consumers.query.elastic_text import engine_tokens
from consumers.query.tokens import BREAK, SEPARATOR
from mappings import TOKENS_FIELD

_BETWEEN_RUNS = f"{SEPARATOR}{BREAK}{SEPARATOR}"


@dataclass(frozen=True, slots=True)
class Item:
    """A write at its place in the batch."""

    place: int
    write: Write
    lines: bytes


def item(place: int, write: Write, index: str) -> Item:
    """Raises InvalidMessageError for a document that no engine takes."""
    prepared = checked(write)
    action = {"_index": index, "_id": write.id, "version": write.version, "version_type": "external"}
    runs = {field: _runs(tokens) for field, tokens in prepared.tokens.items()}
    document = write.document | {TOKENS_FIELD: runs} if runs else write.document
    return Item(place, write, b"%b\n%b\n" % (msgspec.json.encode({"index": action}), encoded(document)))


# The events of an article come one after the other, each with the article's text.
@lru_cache(maxsize=16)
def _runs(tokens: str) -> msgspec.Raw:
    """An array in JSON: the engine keeps a gap between its elements, which no phrase crosses."""
    return msgspec.Raw(msgspec.json.encode(engine_tokens(tokens.strip()).split(_BETWEEN_RUNS)))


def requests(items: Iterable[Item], max_bytes: int) -> Iterator[Sequence[Item]]:
    """The items in order, in requests that are not larger unless a single item is."""
    request: list[Item] = []
    size = 0
    for one in items:
        if request and size + len(one.lines) > max_bytes:
            yield request
            request, size = [], 0
        request.append(one)
        size += len(one.lines)
    if request:
        yield request
