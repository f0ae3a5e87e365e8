"""The customer's own events.yaml: added to the rules that ship with Kaigong, word by word."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from consumers.tagging.events.cues import Cues, Expression
from consumers.tagging.events.rules import EventRule, EventRules, RuleWords, Sentence
from consumers.tagging.yaml_file import read_yaml, unusable


class OwnRule(RuleWords):
    """What is added to a type, or a type of their own; `drop` are words of the shipped rule not to count."""

    enabled: bool | None = None
    drop: frozenset[str] = frozenset()
    tests: list[Sentence] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_proved(self) -> "OwnRule":
        if not self.tests and self.model_fields_set - {"type", "enabled", "tests"}:
            raise ValueError(f"rule {self.type}: `tests` needs a sentence that shows what the rule changes")
        return self


class OwnEvents(BaseModel):
    """`cues` and `windows` are of the shipped names; expressions are added, numbers replaced."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    windows: dict[str, int] = {}
    cues: dict[str, list[Expression]] = {}
    rules: list[OwnRule] = []


def with_own(shipped: EventRules, path: Path) -> EventRules:
    """Raises ConfigurationError naming the file and what is wrong in it."""
    try:
        own = OwnEvents.model_validate(read_yaml(path) or {})
        return _merged(shipped, own)
    except ValidationError as exc:
        raise unusable(path, _told(exc)) from exc
    except (OSError, yaml.YAMLError, ValueError) as exc:
        raise unusable(path, str(exc)) from exc


def _told(exc: ValidationError) -> str:
    """Where and what, one after the other: rules.0.keyword: Extra inputs are not permitted."""
    told = [(".".join(map(str, error["loc"])), error["msg"]) for error in exc.errors()]
    return "; ".join(f"{where}: {what}" if where else what for where, what in told)


def _merged(shipped: EventRules, own: OwnEvents) -> EventRules:
    types = [rule.type for rule in own.rules]
    if repeated := {kind for kind in types if types.count(kind) > 1}:
        raise ValueError(f"rule {'、'.join(sorted(repeated))} stands there twice")
    theirs = {rule.type: rule for rule in own.rules}
    rules = [_extended(rule, theirs.pop(rule.type, None)) for rule in shipped.rules]
    return EventRules(
        plan_titles=shipped.plan_titles,
        news_titles=shipped.news_titles,
        windows=type(shipped.windows).model_validate({**shipped.windows.model_dump(), **own.windows}),
        cues=_with_cues(shipped.cues, own.cues),
        rules=[*rules, *(_new(rule) for rule in theirs.values())],
    )


def _with_cues(shipped: Cues, own: dict[str, list[str]]) -> Cues:
    known = shipped.model_dump()
    if unknown := own.keys() - known.keys():
        raise ValueError(f"cues.{min(unknown)} is none of {', '.join(known)}")
    return Cues.model_validate({name: [*words, *own.get(name, [])] for name, words in known.items()})


def _extended(shipped: EventRule, own: OwnRule | None) -> EventRule:
    if own is None:
        return shipped
    unknown = own.drop - {*shipped.keywords, *shipped.weak, *shipped.followed_by, *_masks(shipped)}
    if unknown:
        raise ValueError(
            f"rule {own.type}: {'、'.join(sorted(unknown))} cannot be dropped, it is no word of it"
        )
    fields: dict[str, Any] = shipped.model_dump()
    for name, added in own.model_dump(exclude={"type", "enabled", "drop"}).items():
        fields[name] = _added(fields[name], added, own.drop)
    fields["tests"] = [test for test in fields["tests"] if not _is_overridden(test, own)]
    return _rule({**fields, "enabled": shipped.enabled if own.enabled is None else own.enabled})


def _is_overridden(test: dict[str, Any], own: OwnRule) -> bool:
    """A shipped sentence is proof no more where the customer says otherwise of it, or drops its word."""
    said = {sentence.text: sentence.model_dump() for sentence in own.tests}
    if test["text"] in said:
        return bool(test != said[test["text"]])
    return any(word in test["text"] for word in own.drop)


def _added(shipped: Any, own: Any, drop: frozenset[str]) -> Any:
    if isinstance(shipped, dict):
        names = dict.fromkeys([*shipped, *own])
        merged = {
            name: _added(shipped[name], own[name], drop) if name in shipped and name in own
            else own.get(name, shipped.get(name)) for name in names if name not in drop
        }  # fmt: skip
        return {name: _without(value, drop) for name, value in merged.items()}
    return [*_without(shipped, drop), *own] if isinstance(shipped, list) else own


def _without(value: Any, drop: frozenset[str]) -> Any:
    if not isinstance(value, list):
        return value
    return [word for word in value if not (isinstance(word, str) and word in drop)]


def _masks(rule: EventRule) -> list[str]:
    return [word for words in rule.masks.values() for word in words]


def _new(own: OwnRule) -> EventRule:
    fields = own.model_dump(exclude={"drop", "enabled"})
    return _rule({**fields, "enabled": own.enabled is not False})


def _rule(fields: dict[str, Any]) -> EventRule:
    try:
        return EventRule.model_validate(fields)
    except ValidationError as exc:
        raise ValueError(f"rule {fields['type']}: {_told(exc)}") from exc
