"""The commands that make, check, try and switch rules, as a person or a script calls them."""

import json
from pathlib import Path

import pytest
from program import Program
from stages_in_process import app_in, finish, stages

DONE = "昨日，云汐智能装备产业园在连云港市海州区正式开工，总投资4.1亿元。"
PLAN = "星澜新材料产业园计划于今年年底在连云港市海州区开工。"
RATE = "连云港市海州区一季度重大项目开工率达92%。"
QUERY = "type:开工 state:done place:连云港市海州区"


@pytest.fixture
def kaigong(tmp_path: Path) -> Program:
    return Program(tmp_path / "data")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Three documents in the index, and a rule that has one of them."""
    kaigong = Program(tmp_path_factory.mktemp("rules"))
    kaigong("rule", "add", "--query", QUERY, "--to", "a@b.cn", "--id", "starts")
    kaigong("rule", "add", "--keywords", "产业园", "--on", "article", "--to", "c@d.cn", "--id", "parks")
    documents = [
        {"url": f"http://example.cn/{n}", "title": "简讯", "text": text}
        for n, text in enumerate((DONE, PLAN, RATE))
    ]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in documents)
    assert kaigong.json("ingest", "-", "--live", stdin=lines)["published"] == 3
    with stages(app_in(kaigong.folder), "tagger", "indexer", "alerter") as (_, loops):
        for loop in loops.values():
            finish(loop, 3)
    return kaigong


def rule_file(kaigong: Program, rule_id: str) -> Path:
    return kaigong.folder / "rules" / f"{rule_id}.yaml"


def test_a_query_alerts_on_what_it_says(filled: Program) -> None:
    alerts = [one["payload"] for one in filled.lines("tail", "alerts.v1", "--jsonl")]
    [starts] = [alert for alert in alerts if alert["rule_id"] == "starts"]
    assert starts["facts"]["why"] == "类型=开工，状态=已发生，地区=海州区"
    assert len([alert for alert in alerts if alert["rule_id"] == "parks"]) == 2


def test_a_rule_is_tried_before_it_is_in_force(filled: Program, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(
        f"query: type:开工 place:海州区\nhome: 连云港市\nto: [e@f.cn]\nexamples: {{match: [{RATE}]}}\n"
    )
    report = filled.json("rule", "test", str(draft), "--suppressed")
    assert (report["hits"], report["states"]) == (2, {"done": 1, "planned": 1})
    assert report["overlap"] == {"alone": 0, "rules": {"parks": 2, "starts": 1}}
    assert report["mails"]["total"] == 2
    assert report["held_back"]["reasons"] == {"开工率": 1}
    assert "开工率" in str(report["wrong_examples"])
    shown = filled("rule", "test", str(draft), "--suppressed")
    for words in (
        "draft: 2 hits since", "▇ 2", "开工 · 计划 · 星澜新材料产业园", "states: ", "state:done",
        "mails: 2 alerts, 2 mails on 1 day (e@f.cn 2)", "parks 2, starts 1", "held back: 1: 开工率 1",
        "is not matched; “开工率” was held back",
    ):  # fmt: skip
        assert words in shown
    assert [rule["id"] for rule in filled.json("rule", "list")["rules"]] == ["parks", "starts"]


def test_the_trial_agrees_with_the_search_and_the_alerts(filled: Program) -> None:
    searched = filled.json("search", QUERY, "--on", "event")
    assert filled.json("rule", "test", "starts")["hits"] == searched["total"] == 1


def test_a_query_is_tried_before_it_is_a_rule(filled: Program) -> None:
    assert filled.json("rule", "test", "--query", QUERY)["hits"] == 1
    report = filled.json("rule", "test", "--query", "开工率", "--on", "article")
    assert (report["hits"], report["mails"]["alerts"], report["mails"]["total"]) == (1, 1, 0)
    filled("rule", "test", code=2)
    assert "--query" in filled.stderr


def test_several_rules_of_a_file_are_tried_together(filled: Program, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("rules:\n  - {id: a, types: [开工]}\n  - {id: b, types: [投产]}\n")
    assert [one["hits"] for one in filled.json("rule", "test", str(draft))] == [1, 0]


def test_a_rule_that_breaks_its_examples_is_not_written(kaigong: Program) -> None:
    add = (
        "rule",
        "add",
        "--id",
        "a",
        "--query",
        QUERY,
        "--to",
        "a@b.cn",
        "--match",
        DONE,
        "--no-match",
        PLAN,
    )
    kaigong(*add, "--match", RATE, code=2)
    assert "examples.match 2" in kaigong.stderr
    assert "“开工率” was held back: 开工率" in kaigong.stderr
    assert not rule_file(kaigong, "a").exists()
    assert "kaigong rule test a" in kaigong(*add)
    assert kaigong.stderr == ""
    [rule] = kaigong.json("rule", "list")["rules"]
    assert rule["query"] == QUERY
    assert rule["examples"]["match"][0]["text"] == DONE


def test_a_rule_says_whose_it_is(kaigong: Program) -> None:
    kaigong("rule", "add", "--query", QUERY, "--id", "mine", "--owner", "王芳")
    kaigong("rule", "add", "--query", QUERY, "--id", "nobodys")
    [mine, nobodys] = kaigong.json("rule", "list")["rules"]
    assert (mine["owner"], nobodys["owner"]) == ("王芳", "")
    assert "owner: 王芳" in kaigong("rule", "show", "mine")
    assert "王芳" in kaigong("rule", "list")


def test_a_query_and_lists_do_not_go_together(kaigong: Program) -> None:
    kaigong("rule", "add", "--query", QUERY, "--keywords", "签约", code=2)
    assert "`query` and `keywords` do not go together" in kaigong.stderr


def test_files_are_checked_without_a_change(kaigong: Program, tmp_path: Path) -> None:
    good, bad, worse = (tmp_path / f"{name}.yaml" for name in ("good", "bad", "worse"))
    good.write_text(
        f"query: {QUERY}\nto: [desk]\nexamples: {{match: [{DONE}], no_match: [{PLAN}, {RATE}]}}\n"
    )
    bad.write_text(
        f"rules:\n  - {{id: x, types: [开工], examples: {{match: [{PLAN}]}}}}\n"
        "  - {id: y, places: [海州区]}\n"
    )
    worse.write_text("keywrods: [开工]\n")
    [checked] = kaigong.json("rule", "check", str(good))
    assert (checked["rule"], checked["examples"], checked["problems"]) == ("good", 3, {})
    assert checked["asks"] == "类型=开工，状态=已发生，地区=海州区"
    assert "no receiver is called 'desk'" in checked["notices"][0]
    checked = kaigong.json("rule", "check", str(good), str(bad), str(worse), code=1)
    assert [one["rule"] for one in checked] == ["good", "x", "y", None]
    assert "lacks 状态=已发生" in str(checked[1]["problems"])
    assert "210902" in checked[2]["problems"]["places"]
    assert "did you mean keywords?" in checked[3]["problems"]["keywrods"]
    [_, again] = kaigong.json("rule", "check", str(good), str(good), code=1)
    assert "is already in" in again["problems"]["id"]
    shown = kaigong("rule", "check", str(good), str(tmp_path / "none.yaml"), code=1)
    assert "good: good (3 examples)" in shown
    assert "none.yaml: cannot be used" in shown
    kaigong("rule", "add", "--keywords", "开工", "--id", "mine")
    assert [one["rule"] for one in kaigong.json("rule", "check")] == ["mine"]


def test_a_broken_file_is_listed_with_what_stays_in_force(kaigong: Program) -> None:
    kaigong("rule", "add", "--query", QUERY, "--id", "a", "--match", DONE)
    kaigong("rule", "list")
    rule_file(kaigong, "a").write_text(f"query: type:竣工\nexamples: {{match: [{DONE}]}}\n")
    listed = kaigong.json("rule", "list", code=1)
    assert [rule["query"] for rule in listed["rules"]] == [QUERY]
    assert listed["kept"] == {"a.yaml": ["a"]}
    assert "lacks 类型=竣工" in listed["problems"]["a.yaml"]
    assert "last good version" in kaigong("rule", "list", code=1)
    assert "its last good version stays in force: a" in kaigong.stderr


def test_alerts_go_on_by_the_last_good_version_over_a_restart(kaigong: Program) -> None:
    kaigong("rule", "add", "--query", QUERY, "--id", "a", "--to", "a@b.cn", "--match", DONE)
    app = app_in(kaigong.folder)
    for number, text in enumerate((DONE, DONE.replace("云汐", "星澜"))):
        document = {"url": f"http://example.cn/{number}", "title": "简讯", "text": text}
        kaigong.json("ingest", "-", "--live", stdin=json.dumps(document, ensure_ascii=False))
        with stages(app, "tagger", "alerter") as (_, loops):
            finish(loops["tagger"], 1)
            finish(loops["alerter"], 1)
        rule_file(kaigong, "a").write_text(f"query: type:竣工\nexamples: {{match: [{DONE}]}}\n")
    alerts = [one["payload"] for one in kaigong.lines("tail", "alerts.v1", "--jsonl")]
    assert [alert["facts"]["project"] for alert in alerts] == ["云汐智能装备产业园", "星澜智能装备产业园"]


def test_a_rule_is_switched_off_and_on_and_keeps_its_comments(kaigong: Program) -> None:
    path = rule_file(kaigong, "a")
    path.parent.mkdir(parents=True)
    path.write_text("# for the sales team\nkeywords: [开工]  # only this\n")
    kaigong("rule", "disable", "a")
    assert "enabled: false" in path.read_text()
    assert [rule["enabled"] for rule in kaigong.json("rule", "list")["rules"]] == [False]
    kaigong("rule", "enable", "a")
    assert path.read_text() == "# for the sales team\nkeywords: [开工]  # only this\nenabled: true\n"


def test_a_rule_is_put_aside(kaigong: Program) -> None:
    kaigong("rule", "add", "--keywords", "开工", "--id", "a")
    assert "a.yaml.removed" in kaigong("rule", "remove", "a")
    assert kaigong.json("rule", "list")["rules"] == []
    assert "开工" in rule_file(kaigong, "a").with_name("a.yaml.removed").read_text()
    kaigong("rule", "remove", "a", code=2)
    assert "kaigong rule list" in kaigong.stderr


def test_a_rule_among_others_is_changed_by_hand(kaigong: Program) -> None:
    path = rule_file(kaigong, "team")
    path.parent.mkdir(parents=True)
    path.write_text("rules:\n  - {id: a, types: [开工]}\n  - {id: b, types: [签约]}\n")
    for command in ("enable", "disable", "remove"):
        kaigong("rule", command, "a", code=2)
        assert "holds 2 rules" in kaigong.stderr
    rule_file(kaigong, "flow").write_text("{keywords: [开工]}")
    kaigong("rule", "disable", "flow", code=2)
    assert "by hand" in kaigong.stderr
