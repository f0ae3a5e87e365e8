"""Counts, logs and reports what became of every link."""

from loguru import logger

from crawler.look import Look
from crawler.records import Disposition, Link
from crawler.report import CrawlReport, Progress
from crawler.sources import Source
from wire.metrics import Metrics


class Outcomes:
    def __init__(self, report: CrawlReport, metrics: Metrics, on_progress: Progress | None = None) -> None:
        self.report = report
        self._metrics = metrics
        self._on_progress = on_progress

    def looked(self, look: Look, new: int) -> None:
        report = self.report.source(look.source.id)
        report.listed += len(look.items)
        report.new += new
        if look.problems:
            report.error("; ".join(look.problems))

    def planned(self, source: Source, links: int) -> None:
        self.report.source(source.id).planned += links
        self._progress(source)

    def settled(self, source: Source, link: Link, disposition: Disposition, reason: str = "") -> None:
        """The one outcome of one fetch."""
        self._metrics.count("kaigong_dispositions_total", labels={"disposition": disposition})
        logger.bind(source_id=source.id, url=link.url, disposition=disposition, reason=reason).info(
            "article done"
        )
        report = self.report.source(source.id)
        report.dispositions[disposition] = report.dispositions.get(disposition, 0) + 1
        report.fetched += 1
        if disposition in ("blocked", "failed", "invalid", "refused"):
            report.error(f"{link.url}: {reason}")
        self._progress(source)

    def put_off(self, source: Source, reason: str) -> None:
        """A link stays due, because nothing may be fetched now."""
        report = self.report.source(source.id)
        report.planned -= 1
        if reason not in report.errors:
            report.error(reason)
        self._progress(source)

    def error(self, source: Source, reason: str) -> None:
        self.report.source(source.id).error(reason)

    def _progress(self, source: Source) -> None:
        if self._on_progress is not None:
            report = self.report.source(source.id)
            self._on_progress(source.id, report.fetched, report.planned)
