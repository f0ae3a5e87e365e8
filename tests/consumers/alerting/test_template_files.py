"""The customer's own templates: in place of the shipped ones, sandboxed, never a reason to lose a message."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alerting_samples import due_message, new_alert

from consumers.alerting.mail import MailWriter
from consumers.alerting.receivers import Receiver
from consumers.alerting.template_files import TemplateFiles

LI = Receiver(id="li", to="li@example.cn", template="short")


def text(folder: Path, **templates: str) -> str:
    (folder / "short").mkdir(exist_ok=True)
    for name, content in templates.items():
        (folder / "short" / f"{name}.txt").write_text(content, "utf-8")
    writer = MailWriter("kaigong@example.cn", ZoneInfo("Asia/Shanghai"), TemplateFiles(folder))
    body = writer.write(due_message(new_alert("alert")), LI).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_an_own_template_stands_in_and_the_other_parts_stay(tmp_path: Path) -> None:
    said = text(tmp_path, alert="简报：{{ subject }}")
    assert said.strip() == "简报：[开工] 海州区 · 云台新材料产业园项目（4.1亿元）"
    assert TemplateFiles(tmp_path).problem("short") is None


@pytest.mark.parametrize(
    "broken",
    [
        "{% if %}",
        "{{ nothing_of_that_name }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 1 / 0 }}",
        "{% for n in range(99999) %}{{ subject * 99 }}{% endfor %}",
        "{% include 'other.txt' %}",
    ],
)
def test_one_that_cannot_be_used_costs_no_message(tmp_path: Path, broken: str) -> None:
    assert "规则 海州开工（r）" in text(tmp_path, alert=broken)


def test_a_broken_or_missing_one_is_named(tmp_path: Path) -> None:
    text(tmp_path, alert="{% if %}")
    assert "alert.txt" in str(TemplateFiles(tmp_path).problem("short"))
    assert "no template" in str(TemplateFiles(tmp_path).problem("other"))
