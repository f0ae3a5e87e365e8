"""The text of a rule file: one rule or a list of them."""

from pathlib import Path
from typing import Any

import yaml

from consumers.alerting.rules import Rule, parse_rule
from consumers.alerting.yaml_text import load_yaml
from wire.errors import ConfigurationError


def read_rules(content: bytes, stem: str) -> list[Rule]:
    """The rules of one file. Raises ConfigurationError that says which rule and field is wrong."""
    data = load_yaml(content)
    if not isinstance(data, dict):
        raise ConfigurationError("expected lines of `field: value`, or a list under `rules:`")
    if "rules" not in data:
        return [parse_rule({"id": stem, **_keyed(data)})]
    if len(data) > 1 or not isinstance(data["rules"], list):
        raise ConfigurationError("`rules:` is a list of rules and stands alone")
    return [_numbered(number, fields) for number, fields in enumerate(data["rules"], 1)]


def dump_rule(rule: Rule) -> str:
    """What a person would have written: only the fields that were given."""
    given = rule.model_dump(mode="json", exclude_unset=True)
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False)


def stem_of(path: Path) -> str:
    return path.name.removesuffix(path.suffix)


def _numbered(number: int, fields: Any) -> Rule:
    if not isinstance(fields, dict):
        raise ConfigurationError(f"rule {number}: expected lines of `field: value`")
    if "id" not in fields:
        raise ConfigurationError(f"rule {number}: id: a rule in a list needs one")
    try:
        return parse_rule(_keyed(fields))
    except ConfigurationError as exc:
        raise ConfigurationError(f"rule {number} ({fields['id']}): {exc}", exc.problems) from exc


def _keyed(data: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in data.items()}
