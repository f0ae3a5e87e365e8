"""One export: page by page, noted after each, and gone on with where it was cut off."""

from collections.abc import Callable
from dataclasses import replace

from consumers.index.port import Index, Search
from kaigong.exporting.progress import Progress, ProgressFile
from kaigong.exporting.target import Target


def run(
    index: Index,
    search: Search,
    target: Target,
    notes: ProgressFile,
    asked: str,
    on_rows: Callable[[int, int], None],
) -> int:
    """How many rows the export has in the end. `on_rows` is told how many it has and how many there will be.

    An export that was finished goes on with what came since: its last page is asked for once more, as that
    one had no cursor behind it.
    """
    progress = notes.load(asked)
    if progress is None:
        progress = Progress(asked=asked)
        notes.save(progress)
    target.back_to(progress.mark)
    while True:
        page = index.search(replace(search, cursor=progress.cursor))
        mark = target.write([hit.document for hit in page.hits])
        rows = progress.rows + len(page.hits)
        on_rows(rows, max(rows, page.total))
        if page.cursor is None:
            return rows
        progress = Progress(asked=asked, cursor=page.cursor, rows=rows, mark=mark)
        notes.save(progress)
