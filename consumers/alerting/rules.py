"""What a rule says, as its author writes it."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from consumers.alerting.addresses import unique_receivers
from consumers.alerting.amounts import parse_amount
from consumers.alerting.example_model import Example, Examples
from consumers.alerting.times_of_day import Timed
from wire.errors import ConfigurationError
from wire.messages import EventState

_COMMAS = re.compile("[,，、;；]")
_CRITERIA = ("keywords", "places", "industries", "sources", "types", "min_amount")
_EVENTS_ONLY = ("min_amount", "states", "named", "aggregates")
# What the lists of a rule are in a query.
_IN_A_QUERY = {
    "keywords": "its words as they are",
    "exclude": "-演练",
    "places": "place:海州区",
    "industries": "industry:新材料",
    "sources": "source:haizhou-news",
    "types": "type:开工",
    "min_amount": "amount_cny:>=1亿",
    "states": "state:done",
    "named": "named:true",
    "aggregates": "aggregate:*",
}


def _as_list(value: Any) -> Any:
    """A lone word, words between commas, and numbers (codes) count as a list of words."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = _COMMAS.split(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, list | tuple):
        return value
    words = [_as_text(one) for one in value]
    return tuple(dict.fromkeys(word for word in words if word not in {"", None}))


def _as_text(value: Any) -> Any:
    """YAML reads a code or a number-like id as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else value


def _yuan(value: Any) -> Any:
    return None if value is None else parse_amount(value)


Words: TypeAlias = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...],
    BeforeValidator(_as_list),
    Field(max_length=1000),
]
Hours: TypeAlias = Annotated[float, Field(gt=0, le=24 * 366)]


class Rule(BaseModel):
    """Lists, which are alternatives, and all given ones must hold but `exclude`; or a `query`.

    `owner` is for people: whom to ask about the rule.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, BeforeValidator(_as_text)] = Field(pattern=r"^\w[\w.-]{0,99}$")
    name: str = Field("", max_length=100)
    owner: str = Field("", max_length=100)
    enabled: bool = True
    on: Literal["event", "article"] = "event"
    query: Annotated[str | None, Field(min_length=1, max_length=4000)] = None
    keywords: Words = ()
    exclude: Words = ()
    places: Words = ()
    industries: Words = ()
    sources: Words = ()
    types: Words = ()
    min_amount: Annotated[int | None, BeforeValidator(_yuan)] = None
    states: Annotated[tuple[EventState, ...], BeforeValidator(_as_list)] = ("done",)
    named: bool = True
    aggregates: bool = False
    home: Annotated[str | None, BeforeValidator(_as_text)] = None
    to: Annotated[Words, AfterValidator(unique_receivers), Field(max_length=100)] = ()
    notify: Timed | None = None
    first_seen_hours: Hours | None = None
    published_days: Hours | None = None
    examples: Examples = Examples()

    @property
    def title(self) -> str:
        return self.name or self.id

    @model_validator(mode="after")
    def _query_or_lists(self) -> "Rule":
        if self.query is not None:
            for name, instead in _IN_A_QUERY.items():
                if name in self.model_fields_set and getattr(self, name) not in (None, ()):
                    raise ValueError(
                        f"`query` and `{name}` do not go together; "
                        f"say it in the query ({instead}) or use lists only"
                    )
        return self

    @model_validator(mode="after")
    def _says_what(self) -> "Rule":
        if self.query is not None:
            return self
        if not any(getattr(self, name) for name in _CRITERIA):
            raise ValueError(
                f"this would match everything; give a query or at least one of {', '.join(_CRITERIA)}"
            )
        if self.on == "article" and (
            given := [name for name in _EVENTS_ONLY if name in self.model_fields_set]
        ):
            raise ValueError(f"{given[0]} speaks of events; leave it out or write `on: event`")
        return self


def parse_rule(fields: Mapping[str, Any]) -> Rule:
    """Raises ConfigurationError whose `problems` name every field that is unknown or wrong."""
    try:
        return Rule.model_validate(dict(fields))
    except ValidationError as exc:
        problems: dict[str, str] = {}
        for error in exc.errors(include_url=False, include_input=False):
            key = ".".join(str(part) for part in error["loc"]) or "rule"
            unknown = error["type"] == "extra_forbidden"
            problems[key] = _no_field(error["loc"]) if unknown else error["msg"].removeprefix("Value error, ")
        raise rule_error(problems) from exc


def rule_error(problems: Mapping[str, str]) -> ConfigurationError:
    return ConfigurationError("; ".join(f"{key}: {text}" for key, text in problems.items()), problems)


def _no_field(loc: Sequence[int | str]) -> str:
    """`loc` is the way to the field: examples, match, 0, titel."""
    model: type[BaseModel] = Rule
    has = "a rule has"
    if len(loc) > 1:
        model, has = (Examples, "examples have") if len(loc) == 2 else (Example, "an example has")
    known = list(model.model_fields)
    near = difflib.get_close_matches(str(loc[-1]), known, n=1, cutoff=0.5)
    return f"{has} no such field; " + (
        f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    )
