"""Settings: `KAIGONG_*` variables over one optional YAML file, validated once at start.

A secret may also come from a file: `KAIGONG_SMTP_PASSWORD_FILE=/run/secrets/smtp` sets `smtp_password`.
"""

import difflib
import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from wire.errors import ConfigurationError

ENV_PREFIX = "KAIGONG_"
CONFIG_VARIABLE = "KAIGONG_CONFIG"
DEFAULT_FILE = Path("kaigong.yaml")
# Read by tests and tools, no settings of the program.
_NOT_SETTINGS = ("KAIGONG_TEST_",)
# What every program takes from the environment, unless it is told otherwise.
_SYSTEM_SETTINGS = ("http_proxy", "https_proxy", "no_proxy")
# Stands for several settings that do not go together.
_TOGETHER = "settings"
_YEAR_HOURS = 366 * 24


class Settings(BaseModel):
    """Every setting, with its default and unit. Frozen: a process has one set for its whole life."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: str = Field("kaigong", pattern=r"^[a-z0-9][a-z0-9._-]{0,60}$", description="begins every name")
    data_dir: Path = Field(Path("data"), description="the one folder that Kaigong writes to")
    timezone: str = Field("Asia/Shanghai", description="for day borders, digests and display")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least level shown")
    log_form: Literal["person", "json"] = Field("person", description="lines for a person or for a program")

    kafka_bootstrap: list[str] = Field([], description="host:port of Kafka; empty: SQLite")
    kafka_security: Literal["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"] = Field(
        "plaintext", description="how the line to Kafka is secured"
    )
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="how the user is proved, with sasl_plaintext and sasl_ssl"
    )
    kafka_user: str = Field("", description="user, with sasl_plaintext and sasl_ssl")
    kafka_password: SecretStr = Field(SecretStr(""), description="its password")
    kafka_ca_file: Path | None = Field(None, description="certificates to trust; or the system's")
    kafka_cert_file: Path | None = Field(None, description="certificate to show, where Kafka asks for one")
    kafka_key_file: Path | None = Field(None, description="its key")
    kafka_replication: int = Field(1, ge=1, le=32_767, description="copies of every topic's partitions")
    kafka_max_poll_seconds: float = Field(
        300.0, gt=0, description="time for one batch; a stage that takes longer loses its partitions"
    )

    elasticsearch_url: list[str] = Field([], description="http(s)://host:port; empty: SQLite")
    elasticsearch_user: str = Field("", description="user, where security is on")
    elasticsearch_password: SecretStr = Field(SecretStr(""), description="its password")
    elasticsearch_api_key: SecretStr = Field(SecretStr(""), description="API key, instead of a user")
    elasticsearch_ca_file: Path | None = Field(
        None, description="certificates to trust; default the system's"
    )
    elasticsearch_timeout: float = Field(30.0, gt=0, description="seconds to wait for an answer")
    elasticsearch_shards: int = Field(1, ge=1, le=1024, description="shards of every new index")
    elasticsearch_replicas: int = Field(0, ge=0, le=32, description="copies of every shard of a new index")

    kibana_url: str = Field("", description="http(s)://host:port of Kibana, for `kaigong kibana install`")
    kibana_user: str = Field("", description="user who may manage saved objects, where security is on")
    kibana_password: SecretStr = Field(SecretStr(""), description="its password")
    kibana_api_key: SecretStr = Field(SecretStr(""), description="API key, instead of a user")
    kibana_ca_file: Path | None = Field(None, description="certificates to trust; default the system's")

    sources_dir: Path | None = Field(None, description="your source files; default <data_dir>/sources")
    catalog: bool = Field(True, description="also watch the sources that ship with Kaigong")
    crawl_contact: str = Field("", description="address in the User-Agent that a site's owner can write to")
    crawl_delay: float = Field(1.0, ge=0, description="least seconds between two requests to a host")
    crawl_timeout: float = Field(30.0, gt=0, description="seconds for one page")
    crawl_max_bytes: int = Field(10_000_000, gt=0, description="largest page in bytes")
    crawl_interval: float = Field(900.0, gt=0, description="seconds between two looks at a source's list")
    crawl_revisit_hours: list[float] = Field(
        [1, 6, 24, 72, 168, 720],
        description="hours after its discovery at which an article is looked at again; empty: never",
    )
    crawl_withdraw_hours: float = Field(
        24.0, gt=0, description="an article that stays gone for so long counts as withdrawn"
    )
    crawl_allow_networks: list[IPv4Network | IPv6Network] = Field(
        [], description="private networks that may be crawled"
    )

    http_proxy: SecretStr = Field(
        SecretStr(""), description="proxy for http pages, http://host:port; default: the system's http_proxy"
    )
    https_proxy: SecretStr = Field(
        SecretStr(""),
        description="proxy for https pages, http://host:port; default: the system's https_proxy",
    )
    no_proxy: list[str] = Field(
        [], description="hosts that are asked without a proxy; default: the system's no_proxy"
    )

    rules_dir: Path | None = Field(None, description="your rules; default <data_dir>/rules")
    receivers_file: Path | None = Field(
        None, description="who is told, how and when; default <data_dir>/receivers.yaml"
    )
    alert_first_seen_hours: float = Field(24.0, gt=0, description="an older find is late: no mail at once")
    alert_published_days: float = Field(3.0, gt=0, description="an older publication is late")
    operators: list[str] = Field([], description="mail addresses told of sick sources and stopped stages")

    smtp_host: str = Field("", description="mail server; empty: mails wait in the outbox")
    smtp_port: int = Field(587, ge=1, le=65_535, description="its port")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="how the line is secured"
    )
    smtp_user: str = Field("", description="user, where the server asks for one")
    smtp_password: SecretStr = Field(SecretStr(""), description="its password")
    smtp_timeout: float = Field(30.0, gt=0, description="seconds to wait for the server")
    mail_from: str = Field("kaigong@localhost", description="sender address of every mail")
    mail_contact: str = Field(
        "", description="address that answers and wishes to leave go to; default: mail_from"
    )
    link_article: str = Field(
        "", description="where readers open a stored article: an address with {article_id} in it"
    )
    link_alerts: str = Field("", description="where readers see all alerts; empty: no link in the mails")

    webhook_timeout: float = Field(
        10.0, gt=0, le=60, description="seconds for one call of a webhook or a chat service"
    )
    webhook_allow_networks: list[IPv4Network | IPv6Network] = Field(
        [], description="private networks in which webhooks may be"
    )

    slot: str = Field(
        "0",
        pattern=r"^[A-Za-z0-9._-]{1,40}$",
        description="names a process among several of one stage; each has a data_dir of its own",
    )
    batch_records: int = Field(100, ge=1, le=10_000, description="most records a stage takes at once")
    index_batch_records: int = Field(
        500, ge=1, le=10_000, description="most records the indexer takes at once: larger batches are faster"
    )
    drain_seconds: float = Field(20.0, gt=0, description="time to finish the batch in work after SIGTERM")
    session_seconds: float = Field(10.0, gt=0, description="silence after which a member of a group is dead")
    dead_letter_limit: int = Field(100, ge=1, description="dead letters within the window that stop a stage")
    dead_letter_window: float = Field(600.0, gt=0, description="that window, in seconds")

    @field_validator(
        *("kafka_bootstrap", "elasticsearch_url", "operators"),
        *("crawl_revisit_hours", "crawl_allow_networks", "no_proxy", "webhook_allow_networks"),
        mode="before",
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("kafka_bootstrap")
    @classmethod
    def _hosts_and_ports(cls, value: list[str]) -> list[str]:
        for one in value:
            host, _, port = one.rpartition(":")
            if not host or not port.isdigit() or "/" in one or "@" in one:
                raise ValueError(f"expected host:port, several with commas, not {one!r}")
        return value

    @field_validator("elasticsearch_url")
    @classmethod
    def _plain_urls(cls, value: list[str]) -> list[str]:
        for one in value:
            _check_url(one, "ELASTICSEARCH", 9200)
        return value

    @field_validator("kibana_url")
    @classmethod
    def _plain_url(cls, value: str) -> str:
        if value:
            _check_url(value, "KIBANA", 5601)
        return value

    @field_validator("http_proxy", "https_proxy")
    @classmethod
    def _proxy_url(cls, value: SecretStr) -> SecretStr:
        """Raises ValueError that does not repeat the value: it may hold a password."""
        url = value.get_secret_value()
        if not url:
            return value
        url = url if "://" in url else f"http://{url}"
        try:
            parts = urlsplit(url)
            usable = parts.scheme == "http" and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("expected http://[user:password@]host:port; empty means no proxy")
        return SecretStr(url)

    @field_validator("crawl_revisit_hours")
    @classmethod
    def _ahead(cls, value: list[float]) -> list[float]:
        if any(not 0 < hours <= _YEAR_HOURS for hours in value):
            raise ValueError("expected hours between 0 and a year, as 1,6,24")
        return sorted(value)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as exc:
            raise ValueError(f"no time zone is called {value!r}; try Asia/Shanghai") from exc
        return value

    @model_validator(mode="after")
    def _waits_fit(self) -> Self:
        if self.elasticsearch_timeout >= self.kafka_max_poll_seconds:
            raise ValueError(
                "KAIGONG_ELASTICSEARCH_TIMEOUT must be shorter than KAIGONG_KAFKA_MAX_POLL_SECONDS: whoever "
                "waits longer for Elasticsearch loses its partitions"
            )
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def sources_path(self) -> Path:
        return self.sources_dir or self.data_dir / "sources"

    @property
    def rules_path(self) -> Path:
        return self.rules_dir or self.data_dir / "rules"

    @property
    def receivers_path(self) -> Path:
        return self.receivers_file or self.data_dir / "receivers.yaml"

    @property
    def templates_path(self) -> Path:
        """Templates that receivers name, beside the file in which they do."""
        return self.receivers_path.parent / "templates"


def load(environ: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """Read the settings; environment beats file.

    Raises ConfigurationError that names every key that is unknown (with the nearest one) or has a bad value.
    """
    environ = os.environ if environ is None else environ
    from_file = _read_file(file or _config_file(environ))
    from_env = _read_environment(environ)
    values = {**from_file, **from_env}
    origins = dict.fromkeys(from_file, "the configuration file") | dict.fromkeys(from_env, "the environment")
    problems = {key: _unknown(key) for key in values if key not in Settings.model_fields}
    known = {key: value for key, value in values.items() if key in Settings.model_fields}
    try:
        settings = Settings(**known)
    except ValidationError as exc:
        for error in exc.errors(include_url=False, include_input=False):
            message = error["msg"].removeprefix("Value error, ")
            key = str(error["loc"][0]) if error["loc"] else _TOGETHER
            problems[key] = f"{message} (in {origins[key]})" if key in origins else message
        settings = None
    if problems or settings is None:
        lines = [
            problem if key == _TOGETHER else f"{ENV_PREFIX}{key.upper()}: {problem}"
            for key, problem in sorted(problems.items())
        ]
        raise ConfigurationError("The settings cannot be used:\n  " + "\n  ".join(lines), problems)
    return settings


def _check_url(url: str, server: str, port: int) -> None:
    """Raises ValueError that does not repeat a password."""
    parts = urlsplit(url)
    if "@" in parts.netloc:
        user = f"{ENV_PREFIX}{server}_USER and {ENV_PREFIX}{server}_PASSWORD"
        raise ValueError(f"a password in the URL would be shown: give it as {user}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"expected a URL like http://localhost:{port}, not {url!r}")


def masked(settings: Settings) -> dict[str, Any]:
    """The settings for showing to a person; secrets are asterisks."""
    shown = settings.model_dump(mode="json")
    for key in secret_keys():
        shown[key] = "********" if getattr(settings, key).get_secret_value() else ""
    return shown


def secret_keys() -> list[str]:
    return [key for key, field in Settings.model_fields.items() if field.annotation is SecretStr]


def _config_file(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get(CONFIG_VARIABLE):
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def _read_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError as exc:
        raise ConfigurationError(f"Cannot read the configuration file {path}: {exc.strerror}") from exc
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"{path} is not valid YAML: {exc}") from exc
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigurationError(f"{path}: expected lines of `setting: value`")
    if found := [key for key in secret_keys() if key in content]:
        raise ConfigurationError(
            f"{path}: {found[0]} is a secret; give it as {ENV_PREFIX}{found[0].upper()} or "
            f"{ENV_PREFIX}{found[0].upper()}_FILE"
        )
    return {str(key).lower(): value for key, value in content.items()}


def _read_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in environ.items():
        if not name.startswith(ENV_PREFIX) or name == CONFIG_VARIABLE or name.startswith(_NOT_SETTINGS):
            continue
        key = name.removeprefix(ENV_PREFIX).lower()
        secret = key.removesuffix("_file")
        if key.endswith("_file") and secret in secret_keys():
            values[secret] = _read_secret(name, Path(value))
        else:
            values[key] = value
    for key in _SYSTEM_SETTINGS:
        system = environ.get(key) or environ.get(key.upper())
        if system and key not in values:
            values[key] = system
    return values


def _read_secret(name: str, path: Path) -> str:
    try:
        return path.read_text("utf-8").rstrip("\r\n")
    except OSError as exc:
        raise ConfigurationError(f"{name}: cannot read {path}: {exc.strerror}") from exc


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, list(Settings.model_fields), n=1, cutoff=0.5)
    hint = f"did you mean {ENV_PREFIX}{near[0].upper()}?" if near else "`kaigong config show` lists all"
    return f"no such setting; {hint}"
