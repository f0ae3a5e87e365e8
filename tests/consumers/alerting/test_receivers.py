"""receivers.yaml: what it may say, whom a rule tells, and what a broken one leaves in force."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alerting_samples import NOW

from consumers.alerting.directory import Directory
from consumers.alerting.receiver_file import ReceiverFile
from consumers.alerting.receivers import ReceiversFile, parse_receivers
from consumers.alerting.rule_copies import RuleCopies
from consumers.alerting.times_of_day import HOURLY, parse_quiet, parse_when
from consumers.alerting.yaml_text import load_yaml
from wire.clock import ManualClock
from wire.errors import ConfigurationError

FILE = """
defaults: {quiet: "22:00-07:00"}
receivers:
  li: {to: li@example.cn, when: daily 08:30 17:30, workdays: on, empty_digest: true}
  team: {channel: apprise, url_env: TEAM_URL, rate: 20}
  crm: {channel: webhook, url: "https://crm.example.cn/hook", secret_file: /run/secrets/crm}
  away: {to: away@example.cn, paused_until: 2026-12-01}
subscriptions:
  - {to: [li, team], rules: "haizhou-*"}
  - {to: boss@example.cn, rules: "*", when: hourly}
operators: [team, ops@example.cn]
"""


def directory(text: str = FILE) -> Directory:
    return Directory(parse_receivers(load_yaml(text.encode())))


def test_a_file_says_who_is_told_how_and_when() -> None:
    known = directory()
    li, away = known.find("li"), known.find("away")
    assert li is not None
    assert away is not None
    assert (str(li.when), str(li.quiet), li.workdays) == ("daily 08:30 17:30", "22:00-07:00", True)
    assert away.paused_until == date(2026, 12, 1)
    assert known.operators == ("team", "ops@example.cn")


def test_an_address_is_a_receiver_with_the_defaults() -> None:
    found = directory().find("new@example.cn")
    assert found is not None
    assert (found.to, str(found.quiet), str(found.when)) == ("new@example.cn", "22:00-07:00", "now")
    assert directory().find("nobody") is None


def test_an_address_with_a_name_is_that_receiver() -> None:
    known = directory()
    assert known.told_by("haizhou-1", ["LI@example.cn"], None) == {
        "li": None, "team": None, "boss@example.cn": HOURLY,
    }  # fmt: skip
    assert known.told_by("elsewhere", [], None) == {"boss@example.cn": HOURLY}


def test_who_is_asked_for_twice_gets_the_sooner() -> None:
    known = directory()
    assert known.told_by("r", ["boss@example.cn"], None)["boss@example.cn"] is None
    assert known.told_by("haizhou-1", ["li"], parse_when("now"))["li"] == parse_when("now")


@pytest.mark.parametrize(
    ("file", "where", "said"),
    [
        ({"receivers": {"li": {"to": "li"}}}, "receivers.li.to", "no mail address"),
        ({"receivers": {"li": {}}}, "receivers.li", "`to:`"),
        ({"receivers": {"li": {"to": "a@b.cn", "whn": "now"}}}, "receivers.li.whn", "did you mean when?"),
        ({"receivers": {"li": {"to": "a@b.cn", "when": "daily"}}}, "receivers.li.when", "daily 08:30"),
        ({"receivers": {"li": {"to": "a@b.cn", "when": "daily 24:00"}}}, "receivers.li.when", "08:30"),
        ({"receivers": {"li": {"to": "a@b.cn", "quiet": "22"}}}, "receivers.li.quiet", "22:00-07:00"),
        (
            {"receivers": {"li": {"to": "a@b.cn", "when": "daily 06:00", "quiet": "22:00-07:00"}}},
            "receivers.li", "06:00 falls into the quiet hours",
        ),
        ({"receivers": {"li": {"to": "a@b.cn", "empty_digest": True}}}, "receivers.li", "daily 08:30"),
        ({"receivers": {"li": {"to": "a@b.cn", "rate": 0}}}, "receivers.li.rate", "greater than"),
        ({"receivers": {"t": {"channel": "apprise", "url": "https://x.cn/y"}}}, "receivers.t", "url_env"),
        ({"receivers": {"t": {"channel": "webhook", "url": "https://x.cn"}}}, "receivers.t", "secret_env"),
        ({"receivers": {"t": {"channel": "webhook", "url": "ftp://x"}}}, "receivers.t.url", "pattern"),
        (
            {"receivers": {"t": {"channel": "apprise", "url_env": "KAIGONG_TEAM"}}},
            "receivers.t.url_env", "another name",
        ),
        ({"receivers": {"t": {"channel": "fax", "to": "a@b.cn"}}}, "receivers.t.channel", "smtp"),
        ({"subscriptions": [{"to": "lee", "rules": "*"}]}, "receivers", "no receiver is called 'lee'"),
        ({"subscriptions": [{"to": "a@b.cn"}]}, "subscriptions.0.rules", "required"),
        ({"reciever": {}}, "reciever", "did you mean receivers?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(file: dict[str, Any], where: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse_receivers(file)
    assert said in raised.value.problems[where]


def test_a_secret_is_never_part_of_the_file() -> None:
    shown = str(directory().receivers["team"])
    assert "TEAM_URL" in shown
    with pytest.raises(ConfigurationError, match="url"):
        parse_receivers(
            {"receivers": {"t": {"channel": "webhook", "url": "https://u:p@x.cn", "secret_env": "S"}}}
        )


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ("22:00-07:00", ["22:00", "23:59", "00:00", "06:59"], ["07:00", "21:59"]),
        ("12:00至13:30", ["12:00"], ["13:30"]),
    ],
)
def test_quiet_hours_go_over_midnight(hours: str, inside: list[str], outside: list[str]) -> None:
    quiet = parse_quiet(hours)
    times = {text: parse_when(f"daily {text}").times[0] for text in (*inside, *outside)}
    assert all(times[text] in quiet for text in inside)
    assert not any(times[text] in quiet for text in outside)


class Files:
    def __init__(self, folder: Path) -> None:
        self.path, self.folder = folder / "receivers.yaml", folder
        self.clock = ManualClock(NOW)
        self.start()

    def start(self) -> None:
        self.file = ReceiverFile(self.path, self.clock, RuleCopies(self.folder / "good"))

    def names(self, text: str | None = None) -> list[str]:
        if text is not None:
            self.path.write_text(text, "utf-8")
        self.clock.advance(timedelta(seconds=2))
        return sorted(self.file.current().receivers)


def test_a_change_is_seen_and_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    files = Files(tmp_path)
    assert files.names() == []
    assert files.names("receivers: {li: {to: li@example.cn}}") == ["li"]
    same = files.file.current()
    assert files.names() == ["li"]
    assert files.file.current() is same
    assert files.names("receivers: {li: {to: nonsense}}") == ["li"]
    assert "receivers.li.to" in str(files.file.problem)
    files.start()
    assert files.names() == ["li"]
    assert files.names("receivers: {wang: {to: wang@example.cn}}") == ["wang"]
    assert files.file.problem is None
    files.path.unlink()
    assert files.names() == []


DOCS = Path(__file__).parents[3] / "docs"


def documented(page: str) -> ReceiversFile:
    [block] = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    return parse_receivers(load_yaml(block.encode()))


def test_the_example_of_the_documentation_is_in_order_in_both_languages() -> None:
    english = documented("receivers.md")
    assert list(english.receivers) == ["li", "wang", "team", "crm"]
    assert english == documented("receivers.zh.md")
