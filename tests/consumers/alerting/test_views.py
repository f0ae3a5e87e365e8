"""What a digest shows, in which order, and what becomes of the rest."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from alerting_samples import NOW, new_alert

from consumers.alerting.links import Links, check_link
from consumers.alerting.model import Background, Content, Item, Reason
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Rendered, Renderer
from consumers.alerting.template_files import TemplateFiles
from consumers.alerting.times_of_day import parse_when
from consumers.alerting.views import Views
from wire.messages import AlertKind

ZONE = ZoneInfo("Asia/Shanghai")
LINKS = Links("https://board.example.cn/doc?id={article_id}", "https://board.example.cn/alerts")
LI = Receiver(id="li", name="李静", to="li@example.cn", when=parse_when("daily 08:30"))
BACKGROUND = Background(
    held_back={"口号": 4, "计划": 12, "开工率": 6, "其他义项": 5, "跨词": 3, "愿望": 3},
    rule_ids=("haizhou", "pharma"),
    sources=45,
    sick=2,
    sick_since=datetime(2026, 11, 20, 1, tzinfo=UTC),
)


def item(alert_id: str, kind: AlertKind = "new", also: tuple[Reason, ...] = (), **facts: object) -> Item:
    alert = new_alert(alert_id, **facts)
    return Item(
        alert_id=alert_id,
        rule_id="haizhou",
        story_id=alert_id,
        article_id=f"article of {alert_id}",
        kind=kind,
        created_at=NOW,
        facts=alert.facts,
        also=also,
    )


def digest(
    *items: Item,
    total: int = 0,
    background: Background | None = None,
    links: Links = LINKS,
    receiver: Receiver = LI,
) -> Rendered:
    content = Content(items=items, total=total or len(items), background=background)
    return Renderer(ZONE, TemplateFiles(), links, "desk@example.cn").digest(content, receiver, NOW)


def order(text: str, *expected: str) -> None:
    """Each stands in the text, one after the other."""
    at = 0
    for one in expected:
        at = text.find(one, at)
        assert at >= 0, one


@pytest.mark.parametrize("form", ["text", "html"])
def test_rows_stand_by_place_then_industry_where_the_most_important_is_first(form: str) -> None:
    jingkou: dict[str, Any] = {"place": "京口区", "place_code": "321102", "place_full": "江苏省镇江市京口区"}
    haizhou: dict[str, Any] = {"place_full": "江苏省连云港市海州区"}
    said = digest(
        item("1", project="甲项目", industry="光伏", **jingkou),
        item("2", project="乙项目", **haizhou),
        item("3", project="丙项目", industry="新材料", **jingkou),
        item("4", project="丁项目", industry="光伏", **jingkou),
    )
    order(
        getattr(said, form),
        *("江苏省镇江市京口区", "3 条", "光伏", "甲项目", "丁项目", "新材料", "丙项目"),
        *("江苏省连云港市海州区", "1 条", "乙项目"),
    )


def test_two_counties_of_one_name_are_two_places() -> None:
    said = digest(
        item("1", place_code="320706", place_full="江苏省连云港市海州区"),
        item("2", place_code="210902", place_full="辽宁省阜新市海州区"),
        item("3", place_code=None, place=None, industry=None),
    ).text
    order(said, "江苏省连云港市海州区（1 条）", "辽宁省阜新市海州区（1 条）", "地区未注明", "行业未注明")


@pytest.mark.parametrize("form", ["text", "html"])
def test_of_five_hundred_thirty_are_shown_and_the_rest_is_a_link(form: str) -> None:
    said = digest(*(item(str(n), project=f"第{n}号项目") for n in range(200)), total=500)
    body = getattr(said, form)
    assert len(set(re.findall(r"第(\d+)号项目", body))) == 30
    assert "另有 470 条未列出" in body
    assert LINKS.alerts in body
    assert said.subject == "开工日报 03-02：500 条"
    assert "kaigong alert list --limit 500" in getattr(digest(item("1"), total=500, links=Links()), form)


def test_a_long_sentence_is_cut_around_the_first_word() -> None:
    far: dict[str, Any] = {"sentence": f"{'总' * 300}开工{'长' * 100}", "words": ["开工"]}
    assert f"…{'总' * 80}开工" in digest(item("1", **far)).text
    assert f"{'长' * 77}…" in digest(item("1", **far)).text
    assert str(far["sentence"]) in Renderer(ZONE, TemplateFiles()).alert(item("1", **far), LI).text


def test_a_full_digest_is_not_cut_by_mail_programs() -> None:
    """Gmail shows the first 102 kB."""
    long: dict[str, Any] = {
        "sentence": "开工" * 100,
        "parties": ["江苏北岭新材料有限公司"] * 5,
        "url": f"http://a.cn/{'a' * 200}",
    }
    said = digest(*(item(str(n), place_code=str(n), **long) for n in range(30)), background=BACKGROUND)
    assert len(said.html.encode()) < 102_000


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_came_late_stands_apart_with_its_place(form: str) -> None:
    said = digest(item("1"), item("2", "late", project="云台山隧道", place_full="江苏省连云港市海州区"))
    body = getattr(said, form)
    order(body, "云台新材料", "补录", "云台山隧道")
    assert "江苏省连云港市海州区" in body.partition("补录")[2]


@pytest.mark.parametrize("form", ["text", "html"])
def test_an_update_says_what_changed_and_a_withdrawal_that_it_is_one(form: str) -> None:
    said = digest(
        item("1", "withdrawn", withdrawn="原文已于 03-02 09:14 撤下"),
        item("2", "update", project="望海项目", changes=["金额：50亿元 → 52亿元", "新增参与方：某公司"]),
        item("3", copies=3, project="青桐项目"),
    )
    body = getattr(said, form)
    order(body, "撤回", "原文已于 03-02 09:14 撤下")
    order(body, "更新", "望海项目", "金额：50亿元 → 52亿元", "新增参与方：某公司")
    assert body.count("另有 3 家转载") == 1


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_single_alert_says_whose_rule_it_is_and_what_that_held_back(form: str) -> None:
    renderer = Renderer(ZONE, TemplateFiles(), LINKS, "desk@example.cn")
    other = Reason(alert_id="x", rule_id="chips", rule_name="chips", why="类型=开工", owner="陈明")
    told = item("1", also=(other,), owner="王芳\n<b>")
    made = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)
    body = getattr(renderer.alert(told, LI, BACKGROUND, made), form)
    owner = "王芳 <b>" if form == "text" else "王芳 &lt;b&gt;"
    order(body, f"规则 海州开工（haizhou，负责人 {owner}）：类型=", "规则 chips（负责人 陈明）：类型=开工")
    order(body, "今日（截至 11:42）另有 33 条关键词命中未推送（计划 12，", "haizhou --suppressed --days 1")
    nothing = getattr(renderer.alert(item("1"), LI), form)
    assert "另有" not in nothing
    order(nothing, "规则 海州开工（haizhou）：", "kaigong rule test haizhou --suppressed")


@pytest.mark.parametrize("form", ["text", "html"])
def test_the_foot_says_which_rules_whose_what_was_held_back_and_how_to_leave(form: str) -> None:
    other = Reason(alert_id="x", rule_id="pharma", rule_name="医药", why="", owner="陈明")
    body = getattr(digest(item("1"), item("2", also=(other,)), background=BACKGROUND), form)
    order(body, "海州开工（haizhou） 2 条", "医药（pharma，负责人 陈明） 1 条")
    assert "另有 33 条关键词命中未推送（计划 12，开工率 6，其他义项 5，口号 4，愿望 3，…）" in body
    assert "kaigong rule test haizhou --suppressed" in body
    order(body, "发给 李静", "desk@example.cn")
    assert "45 个来源，43 正常，2 异常（自 11-20）" in body


def test_an_empty_digest_tells_that_the_sources_live() -> None:
    well = Background(sources=3, unseen=1)
    for body in (digest(background=well).text, digest(background=well).html):
        order(body, "3 个来源，2 正常，1 尚未采集", "没有新的消息")
        assert "异常" not in body
        assert "关键词命中未推送" not in body


@pytest.mark.parametrize(
    "fact",
    ["title", "project", "place_full", "industry_name", "sentence", "source_name", "rule_name", "type"],
)
def test_a_hostile_page_writes_no_html_into_a_digest(fact: str) -> None:
    bad = "<script>x</script>\"'>{{ 7 * 7 }}\r\nBcc: x@y.cn\u2028\u202e"
    facts: dict[str, Any] = {
        fact: bad,
        "words": ["<script>"],
        "changes": [bad],
        "parties": [bad],
        "withdrawn": bad,
    }
    told = Background(held_back={bad: 3}, rule_ids=("haizhou",), sources=1)
    said = digest(item("1", "withdrawn", **facts), item("2", "late", **facts), background=told)
    assert "<script" not in said.html
    assert "Bcc: x@y.cn" in said.html
    for body in (said.html, said.text, said.subject):
        assert "\nBcc" not in body
        assert "\u202e" not in body
        assert "49" not in body


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = digest(item("1"), background=BACKGROUND).html
    assert not re.search(r"<(img|script|iframe|link|object)|src=|url\(|@import", html)


def test_the_stored_copy_is_a_link_where_readers_can_open_it() -> None:
    renderer = Renderer(ZONE, TemplateFiles(), LINKS)
    said = renderer.alert(item("1"), LI)
    assert 'href="https://board.example.cn/doc?id=article%20of%201"' in said.html
    assert "存档：https://board.example.cn/doc?id=article%20of%201" in said.text
    alert_id = "a" * 64
    without = Renderer(ZONE, TemplateFiles()).alert(item(alert_id), LI)
    assert f"kaigong alert show {alert_id[:12]}\n" in without.text
    assert "kaigong receiver pause li --for 7d" in without.text


@pytest.mark.parametrize(
    "address", ["javascript:x", "board.example.cn", "http://a b", "https://a/{article}", 'https://a/"x']
)
def test_a_link_that_readers_could_not_open_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"http|unknown"):
        check_link(address)


def test_the_links_and_names_of_the_documentation_are_true() -> None:
    page = (Path(__file__).parents[3] / "docs" / "mails.md").read_text("utf-8")
    settings = dict(re.findall(r"^KAIGONG_(LINK_\w+)=(\S+)$", page, re.MULTILINE))
    links = Links(check_link(settings["LINK_ARTICLE"]), check_link(settings["LINK_ALERTS"]))
    assert links.stored(item("1")).endswith("?id=article%20of%201")
    views = Views(ZONE, links)
    told = set(re.findall(r"`(\w+)`", page.partition("| in | names |")[2]))
    assert set(views.of(item("1"))) <= told


def test_a_message_says_the_same_whenever_it_is_written() -> None:
    items = [item(str(n), place_code=str(n % 3)) for n in range(9)]
    assert digest(*items, background=BACKGROUND) == digest(*items, background=BACKGROUND)
