"""Writes a rule file whole or not at all, switches a rule on and off, and takes one away."""

import re
from pathlib import Path

from consumers.alerting.rule_folder import SUFFIXES
from consumers.alerting.rule_yaml import dump_rule, read_rules, stem_of
from consumers.alerting.rules import Rule
from wire.errors import ConfigurationError
from wire.files import write_whole

REMOVED = ".removed"
_ENABLED = re.compile(r"^enabled[ \t]*:.*$", re.MULTILINE)


def write_rule(folder: Path, rule: Rule, *, replace: bool = False) -> Path:
    """Write `<id>.yaml`. Raises ConfigurationError when it exists and `replace` is not set."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{rule.id}.yaml"
    _write(path, dump_rule(rule), replace=replace)
    return path


def switch_rule(folder: Path, rule_id: str, *, enabled: bool) -> Path:
    """Change the line `enabled:` of its file and nothing else, so that comments stay.

    Raises ConfigurationError for a rule that is not there or shares its file with others.
    """
    path = _file_of(folder, rule_id)
    text = path.read_text("utf-8")
    line = f"enabled: {str(enabled).lower()}"
    changed, found = _ENABLED.subn(line, text, count=1)
    if not found:
        changed = f"{text.rstrip()}\n{line}\n"
    [before] = read_rules(text.encode(), stem_of(path))
    if _read(path, changed) != [before.model_copy(update={"enabled": enabled})]:
        raise ConfigurationError(f"{path}: write `{line}` into it by hand; it is not written line by line")
    _write(path, changed, replace=True)
    return path


def remove_rule(folder: Path, rule_id: str) -> Path:
    """Put the file aside, where it is no rule any more; returns where. Raises as `switch_rule`."""
    path = _file_of(folder, rule_id)
    aside = path.with_name(path.name + REMOVED)
    path.replace(aside)
    return aside


def _file_of(folder: Path, rule_id: str) -> Path:
    """A file that cannot be read as rules is found by its name."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix not in SUFFIXES or path.name.startswith("."):
            continue
        try:
            ids = [rule.id for rule in read_rules(path.read_bytes(), stem_of(path))]
        except ConfigurationError:
            ids = [stem_of(path)]
        if ids == [rule_id]:
            return path
        if rule_id in ids:
            raise ConfigurationError(f"{path} holds {len(ids)} rules; change {rule_id!r} there by hand")
    raise ConfigurationError(f"no rule is called {rule_id!r}; `kaigong rule list` shows all")


def _read(path: Path, text: str) -> list[Rule]:
    """No rules where the text is broken."""
    try:
        return read_rules(text.encode(), stem_of(path))
    except ConfigurationError:
        return []


def _write(path: Path, content: str, *, replace: bool) -> None:
    try:
        write_whole(path, content.encode(), replace=replace)
    except FileExistsError as exc:
        raise ConfigurationError(
            f"{path} exists already; choose another id or replace it on purpose"
        ) from exc
    except OSError as exc:
        raise ConfigurationError(f"cannot write {path}: {exc.strerror}") from exc
