"""Orders to go back through a source, left as files for a crawler that runs: it alone may ask its hosts."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from loguru import logger
from msgspec import Struct

from wire.messages import Utc

_FOLDER = "backfill-orders"


class Order(Struct, frozen=True):
    source_id: str
    since: Utc


def leave(data_dir: Path, order: Order) -> None:
    """A later order for the same source takes the place of one that nobody took yet."""
    folder = data_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{order.source_id}"
    unfinished.write_bytes(msgspec.json.encode(order))
    os.replace(unfinished, folder / f"{order.source_id}.json")


def take(data_dir: Path) -> Iterator[Order]:
    """The orders that wait; each is removed once the caller has dealt with it."""
    for path in sorted((data_dir / _FOLDER).glob("*.json")):
        try:
            yield msgspec.json.decode(path.read_bytes(), type=Order)
        except msgspec.MsgspecError as exc:
            logger.bind(path=str(path), error=str(exc)).error("not an order to go back")
        path.unlink(missing_ok=True)
