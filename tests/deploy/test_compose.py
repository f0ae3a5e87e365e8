"""What docker-compose.yml comes to when Docker Compose reads it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_project import ROOT, Service, copy_project, environment_of, new_env, resolve, services_of

from kaigong.stages import STAGES
from wire import settings
from wire.settings import ENV_PREFIX, Settings

MIB = 1024 * 1024
# Compose fixes these, or they have no meaning beside its own Kafka and Elasticsearch.
NOT_HANDED_THROUGH = {
    "drain_seconds", "slot",
    "kafka_security", "kafka_mechanism", "kafka_user", "kafka_password", "kafka_replication",
    "kafka_ca_file", "kafka_cert_file", "kafka_key_file",
    "elasticsearch_api_key", "elasticsearch_ca_file",
    # Asked by hand only, by whoever installs the dashboards.
    "kibana_user", "kibana_password", "kibana_api_key", "kibana_ca_file",
}  # fmt: skip
# Runs once and ends.
ONCE = "elasticsearch-users"
DEFAULTS = Settings()


def seconds(text: str) -> float:
    """A duration as Go prints it."""
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)([hms])", text))


def test_every_stage_is_a_service_and_so_is_the_watch(ours: dict[str, Service]) -> None:
    assert {name: one["command"][0] for name, one in ours.items()} == {
        name: name for name in (*STAGES, "watch")
    }


def test_a_stage_that_may_stop_itself_holds_instead_of_being_restarted(ours: dict[str, Service]) -> None:
    assert {name for name, one in ours.items() if "--hold" in one["command"]} == {
        "tagger", "indexer", "alerter",
    }  # fmt: skip


def test_every_service_is_bounded_unprivileged_and_looked_after(services: dict[str, Service]) -> None:
    for name, service in services.items():
        assert 0 < int(service["mem_limit"]) <= 2048 * MIB, name
        assert service["pids_limit"] > 0, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["user"].partition(":")[0] not in ("", "0", "root"), name
        assert service["logging"]["options"] == {"max-file": "5", "max-size": "10m"}, name
        if name == ONCE:
            assert service["restart"] == "on-failure:5"
            assert service["healthcheck"] == {"disable": True}
        else:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name
    assert sum(int(service["mem_limit"]) for service in services.values()) <= 8 * 1024 * MIB


def test_images_have_a_version(services: dict[str, Service]) -> None:
    for name, service in services.items():
        assert re.search(r":v?\d+\.\d+\.\d+$", service["image"]), name
    assert (
        services["elasticsearch"]["image"].rpartition(":")[2]
        == services["kibana"]["image"].rpartition(":")[2]
    )


def test_our_image_has_the_version_of_the_package(ours: dict[str, Service]) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert {one["image"] for one in ours.values()} == {f"kaigong:{version}"}
    assert f"ARG VERSION={version}\n" in (ROOT / "deploy/docker/Dockerfile").read_text("utf-8")


def test_ports_are_open_on_this_machine_only(services: dict[str, Service]) -> None:
    ports = {name: port for name, one in services.items() for port in one.get("ports", [])}
    assert {port["host_ip"] for port in ports.values()} == {"127.0.0.1"}
    assert set(ports) == {"kafka", "elasticsearch", "kibana", "mailpit"}


def test_our_services_write_nowhere_but_into_the_data_folder(ours: dict[str, Service]) -> None:
    for name, service in ours.items():
        assert service["read_only"], name
        assert service["tmpfs"] == ["/tmp"], name
        assert [(one["source"], one["target"]) for one in service["volumes"]] == [
            ("kaigong-data", "/data")
        ], name
        assert service["environment"]["KAIGONG_DATA_DIR"] == "/data", name


def test_our_services_ask_kaigong_whether_they_are_well(ours: dict[str, Service]) -> None:
    for name, service in ours.items():
        assert service["healthcheck"]["test"] == ["CMD", "kaigong", "health", name]


def test_a_stage_has_the_time_to_drain(ours: dict[str, Service]) -> None:
    for name, service in ours.items():
        assert seconds(service["stop_grace_period"]) > DEFAULTS.drain_seconds, name


def test_nobody_starts_before_what_it_needs(services: dict[str, Service], ours: dict[str, Service]) -> None:
    waits = {
        name: {other: how["condition"] for other, how in one.get("depends_on", {}).items()}
        for name, one in services.items()
    }
    healthy, done = "service_healthy", "service_completed_successfully"
    assert all(waits[name]["kafka"] == healthy for name in ours)
    assert waits["indexer"][ONCE] == waits["kibana"][ONCE] == done
    assert waits[ONCE] == {"elasticsearch": healthy}


def test_the_settings_of_every_service_can_be_used(ours: dict[str, Service]) -> None:
    for name, service in ours.items():
        loaded = settings.load(environment_of(service), Path("/dev/null"))
        assert loaded.kafka_bootstrap == ["kafka:9092"], name
        assert loaded.elasticsearch_url == ["http://elasticsearch:9200"], name


def test_every_setting_reaches_the_stages(ours: dict[str, Service]) -> None:
    everywhere = {name.removeprefix(ENV_PREFIX).lower() for name in ours["watch"]["environment"]}
    assert everywhere == Settings.model_fields.keys() - NOT_HANDED_THROUGH
    for name, service in ours.items():
        keys = {key.removeprefix(ENV_PREFIX).lower() for key in service["environment"]}
        assert everywhere - keys <= set(settings.secret_keys()), name


def test_a_password_reaches_only_those_who_need_it(services: dict[str, Service]) -> None:
    reached: dict[str, set[str]] = {}
    for name, service in services.items():
        for variable in service.get("environment", {}):
            if variable.endswith("PASSWORD"):
                reached.setdefault(variable, set()).add(name)
    assert reached == {
        "ELASTIC_PASSWORD": {"elasticsearch", ONCE},
        "KIBANA_PASSWORD": {ONCE},
        "ELASTICSEARCH_PASSWORD": {"kibana"},
        "KAIGONG_ELASTICSEARCH_PASSWORD": {ONCE, "indexer", "watch"},
        "KAIGONG_SMTP_PASSWORD": {"notifier", "watch"},
    }


def test_no_secret_is_written_into_the_file() -> None:
    raw = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    secrets = [value for name, value in variables_of(raw) if re.search(r"PASSWORD|SECRET|TOKEN|_KEY", name)]
    assert len(secrets) >= 8
    assert all(value is None or value.startswith("${") for value in secrets)


def variables_of(raw: Any) -> Iterator[tuple[str, Any]]:
    for service in raw["services"].values():
        yield from service.get("environment", {}).items()


def test_without_passwords_nothing_starts(tmp_path: Path) -> None:
    done = resolve(copy_project(tmp_path))
    assert done.returncode == 1
    assert "new-env" in done.stderr or "set it in .env" in done.stderr


def test_what_is_set_in_env_arrives(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    new_env(project)
    with (project / ".env").open("a", encoding="utf-8") as file:
        file.write("KAIGONG_CRAWL_INTERVAL=60\nDATA_FOLDER=./data\nRUN_AS=1234:1234\nKAFKA_PORT=29092\n")
    services = services_of(project)
    assert settings.load(environment_of(services["crawler"]), Path("/dev/null")).crawl_interval == 60
    assert services["crawler"]["user"] == "1234:1234"
    (volume,) = services["tagger"]["volumes"]
    assert (volume["type"], volume["source"]) == ("bind", str(project / "data"))
    assert "HOST://127.0.0.1:29092" in services["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]


def test_new_env_makes_good_passwords_and_never_writes_over_an_env(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    assert new_env(project).returncode == 0
    env = project / ".env"
    passwords = re.findall(r"^[A-Z_]+_PASSWORD=(.*)$", env.read_text("utf-8"), re.MULTILINE)
    assert len(set(passwords)) == 3
    assert all(re.fullmatch(r"[0-9a-f]{36}", password) for password in passwords)
    assert env.stat().st_mode & 0o077 == 0
    before = env.read_bytes()
    assert new_env(project).returncode == 1
    assert env.read_bytes() == before


@pytest.mark.parametrize("name", ["new-env", "elasticsearch-users"])
def test_scripts_may_be_run(name: str) -> None:
    assert (ROOT / "deploy/docker" / name).stat().st_mode & 0o111
