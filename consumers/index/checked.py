"""A write as every engine can take it: the same documents are invalid everywhere."""

import msgspec

from consumers.index.port import Write
from consumers.query.document import LONG_MAX, Document, prepare
from wire.errors import InvalidMessageError

_MAX_ID_BYTES = 512


def checked(write: Write) -> Document:
    """The document made ready for indexing. Raises InvalidMessageError for what some engine would refuse."""
    try:
        size = len(write.id.encode())
    except UnicodeEncodeError as exc:
        raise InvalidMessageError(f"the id {write.id!r} is no text") from exc
    if not 0 < size <= _MAX_ID_BYTES:
        raise InvalidMessageError(f"an id of {size} bytes: expected 1 to {_MAX_ID_BYTES}")
    if not 0 <= write.version <= LONG_MAX:
        raise InvalidMessageError(f"the version {write.version} is out of range")
    return prepare(write.kind, write.document)


def encoded(document: object) -> bytes:
    """The document as JSON. Raises InvalidMessageError for text that is none (half a surrogate pair)."""
    try:
        return msgspec.json.encode(document)
    except UnicodeEncodeError as exc:
        raise InvalidMessageError(str(exc)) from exc
