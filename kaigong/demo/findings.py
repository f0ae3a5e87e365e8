"""What the demo has found so far, read from the stream as any downstream program would."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from kaigong.app import App
from wire import codec
from wire.messages import Alert, Article, TaggedArticle
from wire.stream import Partition, Reader, Record
from wire.topics import ALERTS, ARTICLES, TAGGED_ARTICLES


@dataclass(slots=True)
class Findings:
    """Everything by its id; `new_articles` and `new_alerts` are those of the last look."""

    articles: dict[str, Article] = field(default_factory=dict)
    tagged: dict[str, TaggedArticle] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    new_articles: list[TaggedArticle] = field(default_factory=list)

    def per_source(self) -> Counter[str]:
        return Counter(article.source_id for article in self.articles.values())

    def held_back(self) -> Counter[str]:
        return Counter(hit.reason for article in self.tagged.values() for hit in article.held_back)

    def events(self) -> Counter[tuple[str, str]]:
        """How many per type and state, of named projects."""
        named = (event for article in self.tagged.values() for event in article.events if event.named)
        return Counter((event.type, event.state) for event in named)


class Watcher:
    """Reads on where it stopped."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._offsets: dict[Partition, int] = {}
        self.findings = Findings()

    def look(self) -> Findings:
        found = self.findings
        found.new_articles = []
        with self._app.stream() as stream, closing(stream.reader()) as reader:
            for record in self._new(reader, ARTICLES):
                article = codec.decode_as(Article, record.value).payload
                found.articles[article.article_id] = article
            for record in self._new(reader, TAGGED_ARTICLES):
                tagged = codec.decode_as(TaggedArticle, record.value).payload
                found.tagged[tagged.article_id] = tagged
                found.new_articles.append(tagged)
            for record in self._new(reader, ALERTS):
                alert = codec.decode_as(Alert, record.value).payload
                found.alerts[alert.alert_id] = alert
        return found

    def _new(self, reader: Reader, topic: str) -> Iterator[Record]:
        for record in reader.read(topic, offsets=self._offsets):
            self._offsets[record.partition] = record.next_offset
            yield record
