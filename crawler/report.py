"""What one crawl came to, for a person and for tests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from crawler.records import Disposition

_MOST_ERRORS = 100

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class SourceReport:
    """`listed` are links on the listing, `new` those that were unknown, `planned` those to fetch."""

    source_id: str
    listed: int = 0
    new: int = 0
    planned: int = 0
    fetched: int = 0
    dispositions: dict[Disposition, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def error(self, message: str) -> None:
        if len(self.errors) < _MOST_ERRORS:
            self.errors.append(message)

    @property
    def published(self) -> int:
        return self.dispositions.get("published", 0) + self.dispositions.get("link_only", 0)

    @property
    def unchanged(self) -> int:
        return self.dispositions.get("unchanged", 0)


@dataclass(slots=True)
class CrawlReport:
    sources: dict[str, SourceReport] = field(default_factory=dict)

    @classmethod
    def of(cls, source_ids: Iterable[str]) -> "CrawlReport":
        return cls({source_id: SourceReport(source_id) for source_id in source_ids})

    def source(self, source_id: str) -> SourceReport:
        return self.sources.setdefault(source_id, SourceReport(source_id))

    @property
    def published(self) -> int:
        return sum(source.published for source in self.sources.values())

    @property
    def errors(self) -> list[str]:
        return [f"{source.source_id}: {error}" for source in self.sources.values() for error in source.errors]
