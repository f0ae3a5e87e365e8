"""The customer's own templates: in place of the shipped ones, sandboxed, never a reason to lose a message."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alerting_samples import due_message, new_alert

from consumers.alerting.mail import MailWriter
from consumers.alerting.receivers import Receiver
from consumers.alerting.template_check import template_problem
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


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("alert", "{{ nothing_of_that_name }}"),
        ("alert", "{% if kind == 'withdrawn' %}{{ rows.missing.deep }}{% endif %}"),
        ("digest", "{% for place in groups %}{{ place.name + 1 }}{% endfor %}"),
        ("digest", "{% if more %}{{ {}['x'].y }}{% endif %}"),
    ],
)
def test_one_that_would_fail_with_some_messages_is_found_before(
    tmp_path: Path, name: str, broken: str
) -> None:
    text(tmp_path, alert="{{ subject }}")
    assert template_problem(tmp_path, "short") is None
    text(tmp_path, **{name: broken})
    assert f"short/{name}.txt: " in str(template_problem(tmp_path, "short"))


def test_an_own_template_changes_a_block_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "short").mkdir()
    own = "{% extends 'alert.html' %}{% block why %}<p>内部资料</p>{% endblock %}"
    (tmp_path / "short" / "alert.html").write_text(own, "utf-8")
    writer = MailWriter("kaigong@example.cn", ZoneInfo("Asia/Shanghai"), TemplateFiles(tmp_path))
    body = writer.write(due_message(new_alert("alert", title="<b>")), LI).get_body(("html",))
    assert body is not None
    html = str(body.get_content())
    assert "<p>内部资料</p>" in html
    assert "规则 海州开工" not in html
    assert "云台新材料产业园项目" in html
    assert "<td" in html
    assert "&lt;b&gt;" in html
    assert template_problem(tmp_path, "short") is None


def test_a_broken_or_missing_one_is_named(tmp_path: Path) -> None:
    text(tmp_path, alert="{% if %}")
    assert "alert.txt" in str(TemplateFiles(tmp_path).problem("short"))
    assert "no template" in str(TemplateFiles(tmp_path).problem("other"))
