"""Publishes a soak's records as the crawler does: the note of what was published follows the acknowledgement.

Killed in between, it publishes the last records again: the same messages, with the same ids.
"""

import base64
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from chaos.plan import RECORDS

from kaigong.app import App
from wire import settings
from wire.errors import TemporaryError
from wire.stream import NewRecord, Producer
from wire.topics import ARTICLES

PUBLISHED, ALLOWED = "published", "allowed"
_BATCH = 25
_LOOK_SECONDS = 0.05


def number_in(path: Path) -> int:
    return int(path.read_text()) if path.exists() else 0


def note(path: Path, number: int) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(str(number))
    os.replace(draft, path)


def main(folder: Path) -> None:
    """Until it is killed: there may always be more to be allowed."""
    app = App(settings.load())
    while True:
        try:
            with app.stream() as stream, closing(stream.producer()) as producer:
                _publish(folder, producer)
        except TemporaryError as exc:
            print(f"producer: {exc}", file=sys.stderr, flush=True)
            time.sleep(0.5)


def _publish(folder: Path, producer: Producer) -> None:
    done = number_in(folder / PUBLISHED)
    with (folder / RECORDS).open(encoding="utf-8") as file:
        lines = islice(file, done, None)
        while True:
            allowed = number_in(folder / ALLOWED)
            if done >= allowed:
                time.sleep(_LOOK_SECONDS)
                continue
            batch = list(_records(lines, min(_BATCH, allowed - done)))
            producer.publish(batch)
            done += len(batch)
            note(folder / PUBLISHED, done)


def _records(lines: Iterator[str], count: int) -> Iterator[NewRecord]:
    for line in islice(lines, count):
        one: dict[str, Any] = json.loads(line)
        yield NewRecord(ARTICLES, one["key"], base64.b64decode(one["value"]), one["headers"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
