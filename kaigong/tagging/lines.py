"""Documents as JSON lines in, their tags as JSON lines out: for scripts, scorers and a look from outside."""

from dataclasses import replace
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from kaigong.intake.dates import parse_date
from kaigong.intake.document import Document
from kaigong.json_lines import Asked, JsonLines
from kaigong.tagging.answer import answer
from kaigong.tagging.one import Trial
from wire.messages import MAX_TEXT_CHARS, RegionCode

MOST_BYTES = 8 * 1024 * 1024


class Line(Struct, frozen=True):
    """`home` is the region code of the source, `published` a date."""

    id: str | int
    text: Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
    title: Annotated[str, Meta(max_length=1_000)] | None = None
    home: RegionCode | None = None
    published: str | None = None


def tag_lines(trial: Trial, zone: ZoneInfo) -> JsonLines:
    def answered(asked: Asked) -> Asked:
        return answer(trial.tagged(_document(asked, zone)))

    return JsonLines(answered, expected="`id` and `text`", most_bytes=MOST_BYTES)


def _document(asked: Asked, zone: ZoneInfo) -> Document:
    try:
        line = msgspec.convert(asked, Line)
    except msgspec.MsgspecError as exc:
        raise ValueError(str(exc)) from exc
    document = Document(name=str(line.id), title=line.title or "", text=line.text, region=line.home)
    if not line.published:
        return document
    published, precision = parse_date(line.published, zone)
    return replace(document, published=published, precision=precision)
