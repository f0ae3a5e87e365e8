"""Source files: one YAML file per source, merged over the preset of its family."""

import difflib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from crawler.source_model import Source
from wire.errors import ConfigurationError

__all__ = ["Source", "load_sources", "read_source", "shipped_catalog", "source_of", "source_schema"]


def shipped_catalog() -> Path:
    return Path(__file__).parent / "catalog"


def source_schema() -> dict[str, Any]:
    """The JSON Schema of a source file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Source.model_json_schema()}


def load_sources(directories: Iterable[Path]) -> list[Source]:
    """Read every `*.yaml` below the directories, each merged over its preset; a missing directory is empty.

    Raises ConfigurationError that lists what is wrong in which file, for all files at once.
    """
    sources: dict[str, Source] = {}
    origins: dict[str, Path] = {}
    problems: dict[str, str] = {}
    for path in (path for directory in directories for path in sorted(directory.rglob("*.yaml"))):
        try:
            source = read_source(path)
        except ConfigurationError as exc:
            problems |= exc.problems or {str(path): str(exc)}
            continue
        if source.id in sources:
            problems[f"{path}: id"] = f"{source.id!r} is also the id of {origins[source.id]}; give it another"
            continue
        sources[source.id], origins[source.id] = source, path
    if problems:
        lines = "\n  ".join(f"{where}: {what}" for where, what in problems.items())
        raise ConfigurationError(f"The source files cannot be used:\n  {lines}", problems)
    return list(sources.values())


def read_source(path: Path) -> Source:
    """Read one file; raises ConfigurationError."""
    return source_of(_read_yaml(path), path)


def source_of(content: dict[str, Any], path: Path) -> Source:
    """The source that these keys make, merged over their preset; `path` is named in ConfigurationError."""
    preset = content.get("preset", Source.model_fields["preset"].default)
    file = Path(__file__).parent / "presets" / f"{preset}.yaml"
    known = [found.stem for found in sorted(file.parent.glob("*.yaml"))]
    if preset not in known:
        raise _problem(path, "preset", f"no preset is called {preset!r}; {_nearest(str(preset), known)}")
    try:
        return Source.model_validate(_merged(_read_yaml(file), content))
    except ValidationError as exc:
        problems = {}
        for error in exc.errors(include_url=False):
            keys = [str(key) for key in error["loc"]]
            what = error["msg"].removeprefix("Value error, ")
            if error["type"] == "extra_forbidden":
                what = f"no such key; {_nearest(keys[-1], _keys_at(keys[:-1]))}"
            problems[f"{path}: {'.'.join(keys)}"] = what
        raise ConfigurationError(f"{path} is not a source", problems) from exc


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError as exc:
        raise _problem(path, None, f"cannot be read: {exc.strerror}") from exc
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise _problem(path, None, f"not valid YAML: {exc}") from exc
    if not isinstance(content, dict):
        raise _problem(path, None, "expected lines of `key: value`")
    return {str(key): value for key, value in content.items()}


def _problem(path: Path, key: str | None, what: str) -> ConfigurationError:
    where = f"{path}: {key}" if key else str(path)
    return ConfigurationError(f"{where}: {what}", {where: what})


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(base[key], over[key])
        for key in base.keys() & over.keys()
        if isinstance(base[key], dict) and isinstance(over[key], dict)
    }
    return {**base, **over, **both}


def _keys_at(keys: list[str]) -> list[str]:
    """The keys that a source file may have below this path."""
    model: type[BaseModel] = Source
    for key in keys:
        annotation = model.model_fields[key].annotation if key in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return [field.alias or name for name, field in model.model_fields.items()]


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(source_schema(), ensure_ascii=False, indent=2) + "\n")
