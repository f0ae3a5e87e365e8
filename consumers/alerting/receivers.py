"""Who is told, over which channel and when, as `receivers.yaml` says it."""

import difflib
from collections.abc import Mapping
from datetime import date, datetime
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

from consumers.alerting.addresses import RECEIVER_NAME, check_address, unique_receivers
from consumers.alerting.rules import Words
from consumers.alerting.times_of_day import NOW, Rest, Timed
from wire.errors import ConfigurationError
from wire.settings import ENV_PREFIX

ChannelName = Literal["smtp", "apprise", "webhook"]
_VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]{0,99}$"
_DEFAULT_DIGEST_ROWS = 30


def _no_setting(name: str) -> str:
    if name.upper().startswith(ENV_PREFIX):
        raise ValueError(f"{name} would be taken for a setting of Kaigong; give the variable another name")
    return name


def _moment(value: Any) -> Any:
    """YAML makes a date of 2026-12-01 by itself; a quoted one is text."""
    if isinstance(value, datetime | date) or not isinstance(value, str):
        return value
    return datetime.fromisoformat(value) if len(value) > len("2026-12-01") else date.fromisoformat(value)


Variable: TypeAlias = Annotated[str, Field(pattern=_VARIABLE), AfterValidator(_no_setting)]
Receivers: TypeAlias = Annotated[Words, AfterValidator(unique_receivers)]


class Manner(BaseModel):
    """How a receiver is told; each of it may also stand under `defaults:`."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    when: Timed = NOW
    quiet: Rest | None = None
    workdays: bool = False
    rate: int | None = Field(default=None, ge=1, le=10_000)
    empty_digest: bool = False
    digest_rows: int = Field(default=_DEFAULT_DIGEST_ROWS, ge=1, le=200)
    template: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")

    @model_validator(mode="after")
    def _digest_outside_rest(self) -> "Manner":
        if self.quiet and (resting := [one for one in self.when.times if one in self.quiet]):
            raise ValueError(f"the digest of {resting[0]:%H:%M} falls into the quiet hours {self.quiet}")
        if self.empty_digest and not self.when.is_digest:
            raise ValueError("empty_digest speaks of digests; write `when: daily 08:30` with it")
        return self


class Receiver(Manner):
    """A person, a list or a program. Secrets are named, never written here."""

    id: str
    name: str = Field(default="", max_length=100)
    channel: ChannelName = "smtp"
    to: Annotated[str, AfterValidator(check_address)] | None = None
    url: str | None = Field(default=None, max_length=2_000, pattern=r"^https?://[^\s@]+$")
    url_env: Variable | None = None
    url_file: str | None = None
    secret_env: Variable | None = None
    secret_file: str | None = None
    paused: bool = False
    paused_until: Annotated[datetime | date | None, BeforeValidator(_moment)] = None

    @property
    def title(self) -> str:
        return self.name or self.id

    @model_validator(mode="after")
    def _says_where(self) -> "Receiver":
        _check_where(self)
        return self


class Subscription(BaseModel):
    """These receivers are told by these rules: ids, or patterns as in `haizhou-*`; `*` is every rule."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    to: Receivers = Field(min_length=1)
    rules: Words = Field(min_length=1)
    when: Timed | None = None


def _check_where(receiver: Receiver) -> None:
    """Each channel needs its own kind of address, and no other."""
    given = {name for name in ("to", "url", "url_env", "url_file") if getattr(receiver, name)}
    secrets = {name for name in ("secret_env", "secret_file") if getattr(receiver, name)}
    if receiver.channel == "smtp" and (given != {"to"} or secrets):
        raise ValueError("channel smtp needs `to:`, a mail address, and nothing else of the kind")
    if receiver.channel == "apprise" and (len(given & {"url_env", "url_file"}) != 1 or len(given) > 1):
        raise ValueError("channel apprise needs `url_env:` or `url_file:`: its URL is a secret")
    if receiver.channel == "webhook" and (len(given) != 1 or "to" in given or len(secrets) != 1):
        raise ValueError(
            "channel webhook needs one of `url:`, `url_env:`, `url_file:`, and one of `secret_env:`, "
            "`secret_file:`"
        )


class ReceiversFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    defaults: Manner = Field(default_factory=Manner)
    receivers: dict[str, Receiver] = {}
    subscriptions: tuple[Subscription, ...] = ()
    operators: Receivers = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> "ReceiversFile":
        named = {name for one in self.subscriptions for name in one.to} | set(self.operators)
        for name in sorted(named):
            if "@" not in name and name not in self.receivers:
                raise ValueError(f"no receiver is called {name!r}{_nearest(name, self.receivers)}")
        return self


def parse_receivers(data: Any) -> ReceiversFile:
    """Raises ConfigurationError whose `problems` name every place that is wrong."""
    if data is None:
        return ReceiversFile()
    if not isinstance(data, dict):
        raise ConfigurationError("expected `receivers:`, `subscriptions:`, `operators:` or `defaults:`")
    try:
        return ReceiversFile.model_validate(_with_names(data))
    except ValidationError as exc:
        problems: dict[str, str] = {}
        for error in exc.errors(include_url=False, include_input=False):
            where = ".".join(str(part) for part in error["loc"]) or "receivers"
            message = error["msg"].removeprefix("Value error, ")
            problems[where] = _unknown(error["loc"]) if error["type"] == "extra_forbidden" else message
        raise ConfigurationError(
            "; ".join(f"{key}: {text}" for key, text in problems.items()), problems
        ) from exc


def _with_names(data: Mapping[Any, Any]) -> dict[str, Any]:
    """Each receiver knows its name, and has of `defaults:` what it does not say itself."""
    whole = {str(key): value for key, value in data.items()}
    defaults, receivers = whole.get("defaults"), whole.get("receivers")
    whole = {key: value for key, value in whole.items() if value is not None}
    if not isinstance(receivers, dict):
        return whole
    common = defaults if isinstance(defaults, dict) else {}
    whole["receivers"] = {
        str(name): {**common, **fields, "id": _checked(str(name))} if isinstance(fields, dict) else fields
        for name, fields in receivers.items()
    }
    return whole


def _checked(name: str) -> str:
    if not RECEIVER_NAME.fullmatch(name):
        raise ConfigurationError(f"receivers: {name!r} is no name; use letters, digits, - and _")
    return name


def _unknown(loc: tuple[int | str, ...]) -> str:
    *path, key = (str(part) for part in loc)
    known: dict[str, type[BaseModel]] = {
        "receivers": Receiver,
        "subscriptions": Subscription,
        "defaults": Manner,
    }
    fields = known.get(path[0] if path else "", ReceiversFile).model_fields
    return f"there is no such field{_nearest(key, fields) or '; there are ' + ', '.join(fields)}"


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""
