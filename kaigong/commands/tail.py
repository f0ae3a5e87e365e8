"""`kaigong tail`: what is on a topic, and what comes."""

import time
from contextlib import closing
from typing import Annotated

import typer

from kaigong.app import App
from kaigong.output import out, print_line, safe
from wire import codec, settings
from wire.errors import ConfigurationError, InvalidMessageError
from wire.stream import Partition, Reader, Record
from wire.topics import TOPICS

_LOOK_SECONDS = 0.3


def register(app: typer.Typer) -> None:
    app.command()(tail)


def tail(
    topic: Annotated[str, typer.Argument(help="A topic, as articles.v1 or tagger.dead-letters.v1.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Envelopes, one a line.")] = False,
    last: Annotated[
        int | None, typer.Option("-n", "--last", help="Begin with the last N records.", min=0)
    ] = None,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on until Ctrl-C.")] = False,
) -> None:
    """Print the records of a topic, oldest first; --follow waits for more."""
    if topic not in TOPICS:
        raise ConfigurationError(f"no topic is called {topic!r}; there are {', '.join(TOPICS)}")
    with App(settings.load()).stream() as stream, closing(stream.reader()) as reader:
        offsets = dict.fromkeys(reader.end_offsets(topic), 0)
        _show(_new(reader, topic, offsets, last), jsonl)
        while follow:
            try:
                time.sleep(_LOOK_SECONDS)
            except KeyboardInterrupt:
                return
            _show(_new(reader, topic, offsets), jsonl)


def _new(reader: Reader, topic: str, offsets: dict[Partition, int], last: int | None = None) -> list[Record]:
    """The records after `offsets`, in the order they were written; `offsets` moves on."""
    records = sorted(
        reader.read(topic, offsets=offsets), key=lambda record: (record.timestamp, record.offset)
    )
    for record in records:
        offsets[record.partition] = max(offsets[record.partition], record.next_offset)
    return records if last is None else records[max(0, len(records) - last) :]


def _show(records: list[Record], jsonl: bool) -> None:
    for record in records:
        if jsonl:
            # A dead letter may be anything; a line must be JSON all the same.
            print_line(record.value if _is_json(record.value) else {"key": record.key, "invalid": True})
        else:
            out.print(_line(record), soft_wrap=True)


def _is_json(value: bytes | None) -> bool:
    try:
        codec.decode(value)
    except InvalidMessageError:
        return False
    return True


def _line(record: Record) -> str:
    when = record.timestamp.astimezone().strftime("%m-%d %H:%M:%S")
    place = f"{record.partition.index}@{record.offset}"
    notes = " ".join(f"{k}={v}" for k, v in record.headers.items() if k.startswith("dead-letter-"))
    size = "null" if record.value is None else f"{len(record.value):,} B"
    return safe(f"{when} {place:>8} {record.key} {record.headers.get('schema', '?')} {size} {notes}".rstrip())
