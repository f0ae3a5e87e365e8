"""Draws what each dashboard shows of the demo's news: plain charts of its queries, no pictures of Kibana.

PYTHONPATH=tests:tests/differential:tests/integration python docs/kibana/pictures.py http://localhost:9200
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from html import escape
from pathlib import Path

from demo_corpus import NOW
from kibana_corpus import Corpus, indexed_corpus

from consumers.tagging import Knowledge
from kaigong.kibana.board import GRID_COLUMNS, Board, Panel
from kaigong.kibana.boards import BOARDS
from kaigong.kibana.bundle import place_names
from kaigong.kibana.dsl import Period, Row, filtered, panel_request, rows
from kaigong.kibana.labels import FIELDS, VALUES
from kaigong.kibana.lens import Lens
from kaigong.kibana.searches import Search
from mappings import Kind

FOLDER = Path(__file__).parent
CELL_WIDTH, CELL_HEIGHT, HEAD = 24, 20, 74
COLOURS = ("#2f6db5", "#d9822b", "#4a9c6d", "#a64d79", "#7a6bb0", "#b8a13a", "#5aa6b8", "#8c6d5a", "#999999")
_BACK = re.compile(r"now-(\d+)d/d")

Namer = Callable[[str, str], str]
Box = tuple[float, float, float, float]


def main(url: str) -> None:
    places = place_names(Knowledge.load().gazetteer)
    with indexed_corpus(url) as corpus:
        for board in BOARDS:
            path = FOLDER / f"{board.name}.svg"
            path.write_text(_picture(corpus, board, partial(_named, places)), "utf-8")
            print(path)


def _named(places: dict[str, str], kind: Kind, field: str, value: str) -> str:
    if field == "main_place":
        return places.get(value, value)
    return VALUES[kind].get(field, {}).get(value, value)


def _picture(corpus: Corpus, board: Board, named: Callable[[Kind, str, str], str]) -> str:
    period = _period(board)
    width = GRID_COLUMNS * CELL_WIDTH
    pieces: list[str] = []
    y = float(HEAD)
    for row in board.rows:
        x = 0.0
        height = max(panel.height for panel in row) * CELL_HEIGHT
        for panel in row:
            box = (x + 4, y + 4, panel.width * CELL_WIDTH - 8, height - 8)
            pieces += _panel(corpus, board, panel, period, named, box)
            x += panel.width * CELL_WIDTH
        y += height
    head = [
        _text(8, 26, f"{board.title} — 演示数据", size=20, weight="bold"),
        _text(8, 46, board.question, size=13),
        _text(
            8,
            64,
            "Plain charts of the dashboard's own queries over the demo's news; not pictures of Kibana.",
            size=11,
        ),
    ]
    fonts = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y:.0f}" font-family="{fonts}">',
        f'<rect width="{width}" height="{y:.0f}" fill="#f5f6f8"/>',
    )
    return "\n".join([*start, *head, *pieces, "</svg>\n"])


def _period(board: Board) -> Period:
    """As the dashboard's time says, on the day of the demo."""
    found = _BACK.fullmatch(board.time_from)
    assert found is not None
    return Period((NOW - timedelta(days=int(found[1]))).replace(hour=0, minute=0), NOW + timedelta(hours=1))


def _panel(
    corpus: Corpus,
    board: Board,
    panel: Panel,
    period: Period,
    named: Callable[[Kind, str, str], str],
    box: Box,
) -> Iterator[str]:
    x, y, width, height = box
    yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" fill="white" stroke="#d8dbe0"/>'
    yield _text(x + 10, y + 20, panel.title, size=13, weight="bold")
    inside = (x + 10, y + 30, width - 20, height - 40)
    if isinstance(panel.shows, Search):
        yield from _list(corpus, panel.shows, period, named, inside)
        return
    lens = panel.shows
    found = rows(lens, corpus.ask(lens.kind, panel_request(lens, board.query, period, "Asia/Shanghai")))
    labelled = [_labelled(lens, row, partial(named, lens.kind)) for row in found]
    match lens.type:
        case "lnsMetric":
            yield _text(inside[0], inside[1] + 40, _number(labelled[0][0]), size=34, weight="bold")
        case "lnsHeatmap":
            yield from _heat(labelled, inside)
        case "lnsDatatable":
            cells = [[cell if isinstance(cell, str) else _number(cell) for cell in row] for row in labelled]
            yield from _cells([[column.label for column in lens.columns], *cells], inside)
        case _ if len(lens.buckets) == 2:
            along = lens.buckets[1] if lens.buckets[1].operation == "date_histogram" else lens.buckets[0]
            turned = along is lens.buckets[1]
            yield from _stacked([(row[1], row[0], row[2]) if turned else row for row in labelled], inside)
        case _ if lens.buckets[0].operation == "date_histogram":
            yield from _stacked([(row[0], lens.metrics[0].label, row[1]) for row in labelled], inside)
        case _:
            yield from _bars(labelled, [metric.label for metric in lens.metrics], inside)


def _labelled(lens: Lens, row: Row, named: Namer) -> Row:
    keys = tuple(
        str(key)[5:10] if column.operation == "date_histogram" else named(column.field or "", str(key))
        for column, key in zip(lens.buckets, row, strict=False)
    )
    return keys + row[len(lens.buckets) :]


def _bars(found: Sequence[Row], labels: Sequence[str], box: Box) -> Iterator[str]:
    x, y, width, height = box
    most = (
        max((value or 0 for row in found for value in row[1:] if not isinstance(value, str)), default=0) or 1
    )
    step = min(24.0, height / max(len(found) * len(labels), 1))
    for place, row in enumerate(found):
        for number, value in enumerate(row[1:]):
            top = y + (place * len(labels) + number) * step
            length = (float(value or 0) / most) * (width - 190)
            label = f"{row[0]}" if len(labels) == 1 else f"{row[0]} {labels[number]}"
            yield _text(x + 120, top + step * 0.7, _cut(label, 10), size=min(12, step * 0.75), anchor="end")
            yield _bar(x + 126, top + 2, length, step - 4, COLOURS[number])
            yield _text(x + 132 + length, top + step * 0.7, _number(value), size=min(12, step * 0.75))


def _stacked(found: Sequence[Row], box: Box) -> Iterator[str]:
    """Rows of (moment, part, value)."""
    x, y, width, height = box
    moments = sorted({str(row[0]) for row in found})
    parts = list(dict.fromkeys(str(row[1]) for row in found))
    sums = {moment: sum(float(row[2] or 0) for row in found if row[0] == moment) for moment in moments}
    most = max(sums.values(), default=0) or 1
    drawn = width - (150 if len(parts) > 1 else 0)
    step = drawn / max(len(moments), 1)
    for place, moment in enumerate(moments):
        bottom = y + height - 18
        for row in found:
            if row[0] == moment:
                length = float(row[2] or 0) / most * (height - 34)
                bottom -= length
                colour = COLOURS[parts.index(str(row[1])) % len(COLOURS)]
                yield _bar(x + place * step + 1, bottom, step - 2, length, colour)
        if place % max(len(moments) // 12, 1) == 0:
            yield _text(x + place * step, y + height - 4, moment, size=10)
    if len(parts) > 1:
        for number, part in enumerate(parts):
            top = y + 12 + number * 18
            yield _bar(x + width - 140, top - 9, 10, 10, COLOURS[number % len(COLOURS)])
            yield _text(x + width - 124, top, _cut(part, 10), size=11)


def _heat(found: Sequence[Row], box: Box) -> Iterator[str]:
    """Rows of (across, down, value)."""
    x, y, width, height = box
    across = list(dict.fromkeys(str(row[0]) for row in found))
    down = list(dict.fromkeys(str(row[1]) for row in found))
    most = max((float(row[2] or 0) for row in found), default=0) or 1
    step_x, step_y = (width - 120) / max(len(across), 1), min((height - 24) / max(len(down), 1), 28.0)
    for row in found:
        share = float(row[2] or 0) / most
        left, top = x + 120 + across.index(str(row[0])) * step_x, y + down.index(str(row[1])) * step_y
        if share:
            yield _bar(left, top, step_x - 2, step_y - 2, COLOURS[0], opacity=0.12 + 0.88 * share)
            yield _text(left + step_x / 2, top + step_y * 0.65, _number(row[2]), size=10, anchor="middle")
    for number, name in enumerate(down):
        yield _text(x + 114, y + number * step_y + step_y * 0.65, _cut(name, 10), size=11, anchor="end")
    for number, name in enumerate(across):
        fits = max(int(step_x // 11), 2)
        left = x + 120 + (number + 0.5) * step_x
        yield _text(left, y + len(down) * step_y + 14, _cut(name, fits), size=10, anchor="middle")


def _list(
    corpus: Corpus, search: Search, period: Period, named: Callable[[Kind, str, str], str], box: Box
) -> Iterator[str]:
    shown = [column for column in search.columns if column not in ("url", "sentence", "article_id")]
    answer = corpus.ask(
        search.kind,
        {
            "query": filtered(search.kind, (search.query,), period),
            "sort": [{search.sort: "desc"}],
            "size": 12,
        },
    )
    found = [
        [_field(hit["_source"], column, partial(named, search.kind)) for column in shown]
        for hit in answer["hits"]["hits"]
    ]
    yield from _cells([[FIELDS[column] for column in shown], *found], box)


def _field(document: dict[str, object], path: str, named: Namer) -> str:
    value: object = document
    for part in path.split("."):
        if isinstance(value, list):
            value = [one.get(part) for one in value]
        elif isinstance(value, dict):
            value = value.get(part)
    listed = value if isinstance(value, list) else [value]
    return "、".join(
        named(path, _number(one) if isinstance(one, float) else str(one)) for one in listed if one is not None
    )


def _cells(table: Sequence[Sequence[str]], box: Box) -> Iterator[str]:
    x, y, width, height = box
    step = width / len(table[0])
    for place, row in enumerate(table[: int(height // 18)]):
        for number, cell in enumerate(row):
            weight = "bold" if place == 0 else "normal"
            yield _text(
                x + number * step, y + 14 + place * 18, _cut(cell, int(step // 11)), size=11, weight=weight
            )


def _bar(x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{colour}" fill-opacity="{opacity:.2f}"/>'


def _text(
    x: float, y: float, text: str, *, size: float, weight: str = "normal", anchor: str = "start"
) -> str:
    style = f'font-size="{size:.1f}" font-weight="{weight}" text-anchor="{anchor}" fill="#1f2430"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _number(value: object) -> str:
    if value is None:
        return "–"
    number = float(str(value))
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


if __name__ == "__main__":
    main(sys.argv[1])
