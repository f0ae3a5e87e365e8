"""A document as somebody has it, before it is an article."""

from dataclasses import dataclass, replace
from datetime import datetime

from wire.messages import Attachment, Precision


@dataclass(frozen=True, slots=True)
class Document:
    """`name` says where it came from (path:line) for messages to a person."""

    name: str
    title: str
    text: str
    url: str | None = None
    published: datetime | None = None
    precision: Precision = "none"
    source_id: str | None = None
    region: str | None = None
    publisher: str | None = None
    column: str | None = None
    doc_no: str | None = None
    kind: str | None = None
    attachments: tuple[Attachment, ...] = ()
    images: tuple[str, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()

    def dated(self, default: "Document") -> "Document":
        """With the default's date, where this one has none."""
        if self.published is not None:
            return self
        return replace(self, published=default.published, precision=default.precision)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or line that is no document, with the reason."""

    name: str
    error: str
