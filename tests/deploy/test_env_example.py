""".env.example names every setting, with the default it really has."""

import re

from compose_project import ROOT

from wire import settings
from wire.settings import ENV_PREFIX, Settings

EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
ASSIGNED = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
DEFAULTS = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def of_ours(text: str) -> set[str]:
    return set(re.findall(r"\bKAIGONG_[A-Z_]+", text))


def test_every_variable_is_a_setting() -> None:
    known = {f"{ENV_PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert of_ours(EXAMPLE) <= known
    assert of_ours(COMPOSE) <= known


def test_every_setting_is_named() -> None:
    assert {f"{ENV_PREFIX}{name.upper()}" for name in Settings.model_fields} <= of_ours(EXAMPLE)


def test_every_variable_of_the_compose_file_is_explained() -> None:
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE))
    assert used <= ASSIGNED.keys() | DEFAULTS.keys()


def test_defaults_are_those_of_the_program() -> None:
    ours = {name: value for name, value in DEFAULTS.items() if name.startswith(ENV_PREFIX)}
    assert len(ours) > 20
    default = Settings()
    for name, value in ours.items():
        key = name.removeprefix(ENV_PREFIX).lower()
        if value:
            assert getattr(settings.load({name: value}), key) == getattr(default, key), name
        else:
            # Not set at all; an empty value is not always one.
            assert not settings.masked(default)[key], name


def test_defaults_of_the_compose_file_are_those_it_uses() -> None:
    others = {name: value for name, value in DEFAULTS.items() if not name.startswith(ENV_PREFIX)}
    assert dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", COMPOSE)) == others | {"KAIGONG_PREFIX": "kaigong"}


def test_what_is_assigned_can_be_used() -> None:
    loaded = settings.load({name: value for name, value in ASSIGNED.items() if name.startswith(ENV_PREFIX)})
    assert (loaded.smtp_host, loaded.smtp_port, loaded.smtp_security) == ("mailpit", 1025, "none")
