"""Examples that a rule carries: texts that it must match and texts that it must not."""

from datetime import date, datetime
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_MAX_EXAMPLES = 50


def _as_fields(value: Any) -> Any:
    """A lone text is an example that has nothing else."""
    return {"text": value} if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    """A lone example is a list of one."""
    if value is None:
        return ()
    return [value] if isinstance(value, str | dict) else value


def _as_text(value: Any) -> Any:
    """YAML reads codes as numbers and dates as dates."""
    if isinstance(value, bool):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


def _as_date(value: Any) -> Any:
    try:
        return None if value is None else datetime.fromisoformat(_as_text(value)).isoformat()
    except (TypeError, ValueError) as exc:
        raise ValueError(f"{value!r} is no date; write 2026-03-02 or 2026-03-02T08:30") from exc


class Example(BaseModel):
    """An article in short. `home` is the region of its source, a name or a code."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    text: str = Field(min_length=1, max_length=20_000)
    title: str = Field("", max_length=300)
    home: Annotated[str | None, BeforeValidator(_as_text), Field(max_length=100)] = None
    source: Annotated[str | None, BeforeValidator(_as_text), Field(max_length=100)] = None
    published: Annotated[str | None, BeforeValidator(_as_date)] = None


Texts: TypeAlias = Annotated[
    tuple[Annotated[Example, BeforeValidator(_as_fields)], ...],
    BeforeValidator(_as_list),
    Field(max_length=_MAX_EXAMPLES),
]


class Examples(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    match: Texts = ()
    no_match: Texts = ()

    @model_validator(mode="before")
    @classmethod
    def _two_lists(cls, value: Any) -> Any:
        if value is not None and not isinstance(value, dict | Examples):
            raise ValueError("write `match:` and `no_match:` under it, each with a list of texts")
        return value or {}

    def __bool__(self) -> bool:
        return bool(self.match or self.no_match)
