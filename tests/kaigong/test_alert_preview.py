"""`kaigong alert preview`: the mail that would be sent, of an alert, a rule and a digest; nothing is sent."""

import json
from pathlib import Path

import pytest
from program import Program
from stages_in_process import app_in, finish, stages

TEXTS = [
    "今天上午，云汐智能装备产业园在连云港市海州区正式开工，项目总投资4.1亿元。",
    "昨日，星岭生物医药产业园在镇江市京口区正式竣工，总投资3亿元。",
]
RECEIVERS = """
receivers:
  li: {name: 李静, to: li@example.cn, when: daily 08:30}
  wang: {to: wang@example.cn, template: short}
  zhao: {to: zhao@example.cn, template: broken}
"""


@pytest.fixture(scope="module")
def kaigong(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """One alert waits for li; a second rule has told nothing yet, but has a hit."""
    folder = tmp_path_factory.mktemp("preview")
    kaigong = Program(folder)
    kaigong("rule", "add", "--keywords", "开工", "--place", "320706", "--to", "li", "--id", "haizhou")
    (folder / "receivers.yaml").write_text(RECEIVERS, "utf-8")
    for name, content in {"short": "简报：{{ subject }}", "broken": "{{ nothing_of_that_name }}"}.items():
        (folder / "templates" / name).mkdir(parents=True)
        (folder / "templates" / name / "alert.txt").write_text(content, "utf-8")
    documents = [{"url": f"http://a.cn/{n}", "title": "简讯", "text": text} for n, text in enumerate(TEXTS)]
    kaigong("ingest", "-", "--live", stdin="\n".join(json.dumps(one) for one in documents))
    with stages(app_in(folder), "tagger", "indexer", "alerter") as (_, loops):
        for loop in loops.values():
            finish(loop, len(TEXTS))
    kaigong("rule", "add", "--keywords", "竣工", "--place", "京口区", "--to", "li", "--id", "jingkou")
    kaigong("rule", "add", "--keywords", "投产", "--to", "li", "--id", "none")
    return kaigong


@pytest.fixture
def alert_id(kaigong: Program) -> str:
    [alert] = kaigong.json("alert", "list")
    return str(alert["alert_id"])


def test_an_alert_is_shown_as_its_mail(kaigong: Program, alert_id: str, tmp_path: Path) -> None:
    html = tmp_path / "mail.html"
    said = kaigong("alert", "preview", alert_id[:10], "--html", str(html))
    assert said.startswith("Subject: [开工] 海州区 · 云汐智能装备产业园（4.1亿元）\n")
    for words in ("江苏省连云港市海州区", "http://a.cn/0", "规则 ", "发给 李静"):
        assert words in said
        assert words in html.read_text("utf-8")
    assert "<mark" in html.read_text("utf-8")
    assert kaigong.json("alert", "list")[0]["deliveries"][0]["state"] == "pending"


def test_a_rule_is_shown_by_its_newest_alert_or_else_by_a_hit(kaigong: Program) -> None:
    assert "云汐智能装备产业园" in kaigong("alert", "preview", "haizhou")
    said = kaigong("alert", "preview", "jingkou")
    assert "[竣工] 京口区 · 星岭生物医药产业园（3亿元）" in said
    assert "发给 李静" in said
    assert len(kaigong.json("alert", "list")) == 1
    kaigong("alert", "preview", "none", code=2)
    assert "kaigong rule test none" in kaigong.stderr


def test_a_rule_that_is_only_a_file_yet_is_shown(kaigong: Program, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("name: 京口竣工\ntypes: [竣工]\n", "utf-8")
    assert "规则 京口竣工（draft）" in kaigong("alert", "preview", str(draft))


def test_a_digest_is_shown_before_its_time(kaigong: Program, tmp_path: Path) -> None:
    html = tmp_path / "digest.html"
    said = kaigong("alert", "preview", "--digest", "li", "--html", str(html))
    assert "开工日报 " in said.splitlines()[0]
    assert said.splitlines()[0].endswith("：1 条")
    assert "江苏省连云港市海州区（1 条）" in said
    assert "云汐智能装备产业园" in html.read_text("utf-8")
    assert "没有新的消息" in kaigong("alert", "preview", "--digest", "wang")


def test_a_receivers_own_template_is_used_and_a_broken_one_is_named(kaigong: Program) -> None:
    assert "简报：[开工] 海州区" in kaigong("alert", "preview", "haizhou", "--to", "wang")
    kaigong("alert", "preview", "haizhou", "--to", "zhao", code=2)
    assert "broken/alert.txt" in kaigong.stderr
    assert "nothing_of_that_name" in kaigong.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "one of them"),
        (("haizhou", "--digest", "li"), "one of them"),
        (("nobody",), "kaigong rule list"),
        (("--digest", "nobody"), "no receiver is called"),
        (("haizhou", "--html", "/nowhere/mail.html"), "cannot write"),
    ],
)
def test_what_cannot_be_shown_is_said(kaigong: Program, arguments: tuple[str, ...], said: str) -> None:
    kaigong("alert", "preview", *arguments, code=2)
    assert said in kaigong.stderr
