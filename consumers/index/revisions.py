"""What the index must hold of one article, whatever the order in which its revisions came.

An event is as the newest version that has it tells it, and retracted if a newer version of the article does
not have it. A retraction is written one version above that content: above it, and not above any version
that can have the event again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consumers.index.documents import IndexDocument, article_document, event_document, retracted
from consumers.index.port import Write, external_version
from wire.messages import TaggedArticle


def version_of(article: TaggedArticle) -> int:
    return external_version(article.revision, article.tagging.seq)


@dataclass(frozen=True, slots=True)
class Revisions:
    """The revision that the index holds, if any, and the ones that arrived, oldest first."""

    stored: IndexDocument | None
    arrived: Sequence[TaggedArticle]

    @classmethod
    def of(cls, stored: IndexDocument | None, arrived: Iterable[TaggedArticle]) -> "Revisions":
        return cls(stored, sorted(arrived, key=version_of))

    def vanished(self) -> set[str]:
        """Events that only the stored revision has: they are retracted as the index holds them."""
        if self.stored is None or version_of(self.arrived[-1]) <= self._stored_version:
            return set()
        told_anew = {
            event.event_id
            for article in self.arrived
            if version_of(article) >= self._stored_version
            for event in article.events
        }
        return set(self.stored["event_ids"]) - told_anew

    def event_writes(self, stored_events: Mapping[str, IndexDocument]) -> list[Write]:
        """`stored_events` are the documents of `vanished`."""
        writes = [
            Write("events", event_id, self._stored_version + 1, retracted(document))
            for event_id, document in stored_events.items()
        ]
        living = self._living()
        for article in self.arrived:
            version = version_of(article)
            for event in article.events:
                document = event_document(article, event)
                if event.event_id in living:
                    writes.append(Write("events", event.event_id, version, document))
                else:
                    writes.append(Write("events", event.event_id, version + 1, retracted(document)))
        return writes

    def article_write(self) -> Write:
        """The newest arrived revision; the index refuses it if it has a newer one."""
        article = self.arrived[-1]
        return Write("articles", article.article_id, version_of(article), article_document(article))

    @property
    def _stored_version(self) -> int:
        if self.stored is None:
            return 0
        return external_version(self.stored["revision"], self.stored["tagging"]["seq"])

    def _living(self) -> set[str]:
        """The events of the newest revision known."""
        newest = self.arrived[-1]
        if self.stored is not None and version_of(newest) < self._stored_version:
            return set(self.stored["event_ids"])
        return {event.event_id for event in newest.events}
