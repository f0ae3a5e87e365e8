"""The rules that a person names on the command line."""

from pathlib import Path

from consumers.alerting.compile import compile_rule
from consumers.alerting.compiled import CompiledRule
from consumers.alerting.rule_files import RuleSet
from consumers.alerting.rule_folder import SUFFIXES
from consumers.alerting.rule_yaml import read_rules, stem_of
from consumers.alerting.vocabulary import Vocabulary
from wire.errors import ConfigurationError


def named(name: str, current: RuleSet, words: Vocabulary) -> list[CompiledRule]:
    """Those of a file, or the one of this id. Raises ConfigurationError."""
    path = Path(name)
    if path.suffix in SUFFIXES:
        try:
            return [compile_rule(one, words) for one in read_rules(path.read_bytes(), stem_of(path))]
        except OSError as exc:
            raise ConfigurationError(f"Cannot read {path}: {exc.strerror}") from exc
    found = [one for one in (*current.rules, *current.disabled) if one.rule.id == name]
    if not found:
        raise ConfigurationError(f"no rule is called {name!r}; `kaigong rule list` shows all")
    return found
