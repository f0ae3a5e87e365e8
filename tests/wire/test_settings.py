"""Settings: where they come from, and what is said when they are wrong."""

from pathlib import Path

import pytest

from wire import settings
from wire.errors import ConfigurationError


def test_with_nothing_set_the_defaults_hold() -> None:
    loaded = settings.load({})
    assert loaded.data_dir == Path("data")
    assert loaded.rules_path == Path("data/rules")


def test_environment_beats_file(tmp_path: Path) -> None:
    file = tmp_path / "kaigong.yaml"
    file.write_text("crawl_delay: 3\ntimezone: Asia/Urumqi\noperators: [a@b.cn]\n", "utf-8")
    loaded = settings.load({"KAIGONG_CONFIG": str(file), "KAIGONG_CRAWL_DELAY": "2.5"})
    assert (loaded.crawl_delay, loaded.timezone, loaded.operators) == (2.5, "Asia/Urumqi", ["a@b.cn"])


def test_lists_are_written_with_commas() -> None:
    loaded = settings.load({"KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8, ::1/128"})
    assert [str(network) for network in loaded.crawl_allow_networks] == ["127.0.0.0/8", "::1/128"]
    loaded = settings.load({"KAIGONG_CRAWL_REVISIT_HOURS": "24, 0.5"})
    assert loaded.crawl_revisit_hours == [0.5, 24]


@pytest.mark.parametrize(
    ("environ", "complaint"),
    [
        ({"KAIGONG_SMPT_HOST": "x"}, r"KAIGONG_SMPT_HOST: no such setting; did you mean KAIGONG_SMTP_HOST"),
        ({"KAIGONG_SMTP_PORT": "high"}, r"KAIGONG_SMTP_PORT: .*integer.*\(in the environment\)"),
        ({"KAIGONG_TIMEZONE": "Asia/Nanjing"}, r"KAIGONG_TIMEZONE: no time zone is called 'Asia/Nanjing'"),
        ({"KAIGONG_CRAWL_ALLOW_NETWORKS": "10.0.0.1/8"}, r"KAIGONG_CRAWL_ALLOW_NETWORKS"),
        ({"KAIGONG_CRAWL_REVISIT_HOURS": "1,-6"}, r"KAIGONG_CRAWL_REVISIT_HOURS: expected hours"),
        ({"KAIGONG_CONFIG": "/nowhere/at/all"}, r"Cannot read the configuration file /nowhere/at/all"),
        ({"KAIGONG_SMTP_PASSWORD_FILE": "/nowhere"}, r"KAIGONG_SMTP_PASSWORD_FILE: cannot read /nowhere"),
    ],
)
def test_what_is_wrong_is_named(environ: dict[str, str], complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=complaint):
        settings.load(environ)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings.load({"KAIGONG_SMTP_PORT": "0", "KAIGONG_LOG_LEVLE": "INFO"})
    assert set(caught.value.problems) == {"smtp_port", "log_levle"}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("crawl_dealy: 2", "did you mean KAIGONG_CRAWL_DELAY"),
        ("- a list", "expected lines of"),
        ("a: [", "not valid YAML"),
        ("smtp_password: hunter2", "KAIGONG_SMTP_PASSWORD_FILE"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    file = tmp_path / "kaigong.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        settings.load({}, file)
    assert "hunter2" not in str(caught.value)


def test_secrets_come_from_files_and_are_never_shown(tmp_path: Path) -> None:
    secret = tmp_path / "smtp"
    secret.write_text("pass word\n", "utf-8")
    loaded = settings.load({"KAIGONG_SMTP_PASSWORD_FILE": str(secret)})
    assert loaded.smtp_password.get_secret_value() == "pass word"
    assert settings.masked(loaded)["smtp_password"] == "********"
    assert "pass word" not in repr(loaded) + str(settings.masked(loaded))


def test_settings_that_do_not_go_together_are_both_named() -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings.load({"KAIGONG_ELASTICSEARCH_TIMEOUT": "400"})
    assert "KAIGONG_ELASTICSEARCH_TIMEOUT must be shorter than KAIGONG_KAFKA_MAX_POLL_SECONDS" in str(
        caught.value
    )
    assert "KAIGONG_SETTINGS" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAFKA_BOOTSTRAP", "kafka"),
        ("KAFKA_BOOTSTRAP", "http://kafka:9092"),
        ("ELASTICSEARCH_URL", "localhost:9200"),
        ("ELASTICSEARCH_URL", "http://elastic:secret@localhost:9200"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_secret(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"KAIGONG_{name}") as caught:
        settings.load({f"KAIGONG_{name}": value})
    assert "secret" not in str(caught.value)


def test_several_addresses_are_given_with_commas() -> None:
    loaded = settings.load({"KAIGONG_KAFKA_BOOTSTRAP": "a:9092, b:9092"})
    assert loaded.kafka_bootstrap == ["a:9092", "b:9092"]
