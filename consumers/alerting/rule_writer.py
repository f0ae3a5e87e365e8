"""Writes a rule file whole or not at all."""

import os
import secrets
from pathlib import Path

from consumers.alerting.rule_yaml import dump_rule
from consumers.alerting.rules import Rule
from wire.errors import ConfigurationError


def write_rule(folder: Path, rule: Rule, *, replace: bool = False) -> Path:
    """Write `<id>.yaml`. Raises ConfigurationError when it exists and `replace` is not set."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{rule.id}.yaml"
    draft = folder / f".{rule.id}.{secrets.token_hex(4)}.tmp"
    try:
        with draft.open("x", encoding="utf-8") as file:
            file.write(dump_rule(rule))
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            path.hardlink_to(draft)
    except FileExistsError as exc:
        raise ConfigurationError(
            f"{path} exists already; choose another id or replace it on purpose"
        ) from exc
    except OSError as exc:
        raise ConfigurationError(f"cannot write {path}: {exc.strerror}") from exc
    finally:
        draft.unlink(missing_ok=True)
    return path
