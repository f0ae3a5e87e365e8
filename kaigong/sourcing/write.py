"""Writes a source file whole or not at all, and its fixture before it: the file is what makes it watched."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kaigong.sourcing.draft import Draft
from kaigong.sourcing.fixture import Fixture
from wire.errors import ConfigurationError
from wire.files import write_whole


def write_draft(folder: Path, draft: Draft, day: date, *, replace: bool, confirmed: bool) -> Path:
    """Write `<id>.yaml` and `fixtures/<id>/`; `confirmed`: a person has looked at the preview.

    Raises ConfigurationError when the file exists and `replace` is not set.
    """
    assert draft.seen is not None
    content = draft.content | ({"verified": True} if confirmed else {})
    path = folder / f"{content['id']}.yaml"
    if path.exists() and not replace:
        raise ConfigurationError(f"{path} exists already; give another --id, or --replace it on purpose")
    Fixture(folder, content["id"]).write(draft.seen, draft.answers)
    _write(path, _text(content, day), replace=replace)
    return path


def _text(content: dict[str, Any], day: date) -> str:
    shown = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return (
        f"# Written by `kaigong source add` on {day}. `kaigong source check {content['id']}` tells what has "
        f"changed since.\n{shown}"
    )


def _write(path: Path, text: str, *, replace: bool) -> None:
    try:
        write_whole(path, text.encode(), replace=replace)
    except FileExistsError as exc:
        raise ConfigurationError(f"{path} exists already; give another --id, or --replace it") from exc
    except OSError as exc:
        raise ConfigurationError(f"Cannot write {path}: {exc.strerror}") from exc
