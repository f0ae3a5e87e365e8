"""`kaigong tag FILE`: the tags of one document where they stand, in the terminal and on a page."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from program import Program
from sites.loopback_site import Answer, Site

TITLE = "华昌新材料产业园开工"
STARTED = "3月5日，海州区华昌新材料产业园项目正式开工，总投资4.1亿元，由江苏华昌材料有限公司投资建设。"
RATE = "全区重点项目开工率达100%。"
EMPTY = "天气晴朗，市民出游。"
TEXT = f"{TITLE}\n\n{STARTED}\n\n{EMPTY}\n\n{RATE}\n"
HOSTILE = (
    '<script>alert(1)</script>海州区"><img src=x onerror=alert(1)>项目开工</p></style><style>*{display:none}'
    "</style>&lt;b&gt; [red]甲乙[/red]产业园项目正式开工，<a href=javascript:alert(1)>总投资5亿元。"
    "\x1b[31m\u202e"
)
OURS = {
    *("html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "dl", "dt", "dd", "p", "mark"),
    *("small", "ul", "li", "b", "span", "blockquote", "details", "summary"),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("drawing"))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("documents") / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_tags_stand_in_brackets_where_nobody_looks(program: Program, document: Path) -> None:
    drawn = program("tag", str(document), "--home", "320706", "--published", "2026-03-06")
    assert "[海州区·320706]" in drawn
    assert "[4.1亿元·总投资 410,000,000 CNY]" in drawn
    assert "[开工·开工 done]" in drawn
    assert "]华昌材料有限公司·company]" in drawn
    assert "main 320706, home 320706" in drawn
    assert "2026-03-06" in drawn
    event = re.findall(r"▸ 开工 done +(.*)", drawn)[-1]
    assert "华昌新材料产业园" in event
    assert "江苏华昌材料有限公司" in event
    assert "海州区 320706" in event
    assert f"evidence: “{STARTED}”" in drawn


def test_what_was_held_back_is_told_with_its_reason(program: Program, document: Path) -> None:
    assert "held back: 开工率 (开工率" in program("tag", str(document))


def test_paragraphs_without_tags_are_left_out_until_asked_for(program: Program, document: Path) -> None:
    drawn = program("tag", str(document))
    assert EMPTY not in drawn
    assert "1 paragraph without tags" in drawn
    everything = program("tag", str(document), "--all")
    assert EMPTY in everything
    assert "without tags" not in everything


def test_colour_is_used_where_it_is_wanted(program: Program, document: Path) -> None:
    assert "\x1b[" in program("tag", str(document), FORCE_COLOR="1", TERM="xterm-256color")
    plain = program("tag", str(document), FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert "[海州区·320706/210902]" in plain.replace("? 210902/320706", "320706/210902")


def test_it_is_said_what_decided(program: Program, document: Path) -> None:
    drawn = program("tag", str(document), "--home", "连云港市", "--explain")
    assert "海州区 → 320706 江苏省连云港市海州区: by the home of the source; rather than 210902" in drawn
    label = re.search(r"410,000,000 CNY: role 总投资, by the label “总投资” at (\d+)", drawn)
    assert label is not None
    assert TEXT.startswith("总投资4.1亿元", int(label.group(1)))
    assert re.search(r"why: 开工 → done: rule 开工.*by “正式”", drawn)
    assert "why: 开工率 held back: 开工率; rule 开工.masks.开工率" in drawn


def test_standard_input_and_a_title_of_its_own(program: Program) -> None:
    found = program.json("tag", "-", "--title", "海州区新闻", "--home", "320700", stdin=STARTED)
    assert found["title"] == "海州区新闻"
    assert [place["code"] for place in found["places"]][:2] == ["320706", "320706"]
    assert [(event["type"], event["state"]) for event in found["events"]] == [("开工", "done")]
    assert found["doc_class"] == "news"


def test_a_page_needs_nothing_else(program: Program, document: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    program("tag", str(document), "--html", str(target), "--explain", "--home", "海州区", code=2)
    assert "--home: 海州区 means 2 regions" in program.stderr
    program("tag", str(document), "--html", str(target), "--explain", "--home", "连云港市海州区")
    page = target.read_text(encoding="utf-8")
    tree = html.fromstring(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert tree.get("lang") == "zh-CN"
    assert tree.xpath("string(//article/h1)") == TITLE
    assert tree.xpath("//mark[@class='place'][starts-with(., '海州区')]/small/text()") == ["320706"]
    assert "已发生" in tree.xpath("string(//li[1])")
    assert "由来源所属地区判定" in page
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_no_markup_of_a_hostile_text_gets_through(program: Program) -> None:
    page = program("tag", "-", "--html", "-", "--explain", "--all", "--title", HOSTILE, stdin=HOSTILE)
    tree = html.fromstring(page)
    assert {element.tag for element in tree.iter()} <= OURS
    assert {name for element in tree.iter() for name in element.attrib} <= {
        "lang", "charset", "http-equiv", "content", "name", "class",
    }  # fmt: skip
    assert len(tree.xpath("//style")) == 1
    for note in tree.xpath("//small"):
        note.drop_tree()
    body = tree.xpath("//p[@class='text']")[0].text_content()
    assert body == HOSTILE.replace("\x1b", " ").replace("\u202e", " ")


def test_a_hostile_text_cannot_steer_the_terminal(program: Program) -> None:
    drawn = program("tag", "-", "--all", "--title", HOSTILE, stdin=HOSTILE)
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    assert "[red]甲乙[/red]" in re.sub(r"\[(?=甲乙)|·company\]|·project\]", "", drawn)


def test_a_document_of_many_kinds(program: Program, tmp_path: Path) -> None:
    page = tmp_path / "page.html.gz"
    page.write_bytes(
        gzip.compress(f"<title>{TITLE}</title><h1>{TITLE}</h1><div id=zoom><p>{STARTED}</p></div>".encode())
    )
    assert "[开工·开工 done]" in program("tag", str(page))
    lines = tmp_path / "two.jsonl"
    lines.write_text("\n".join(json.dumps({"text": text}) for text in (STARTED, RATE)), encoding="utf-8")
    drawn = program("tag", str(lines))
    assert "[开工·开工 done]" in drawn
    assert "开工率" in drawn
    program("tag", str(lines), "--json", code=2)
    assert "holds 2 documents" in program.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (["none.txt"], 2, "Cannot read none.txt"),
        (["-"], 1, "holds no text"),
        (["-", "--published", "someday"], 2, "--published: 'someday' is no date"),
        (["-", "--home", "无此地"], 2, "--home: 无此地 is no region"),
        (["-", "--html", "/nowhere/page.html", "--title", "x"], 1, "holds no text"),
    ],
)
def test_what_cannot_be_used_is_said(program: Program, arguments: list[str], code: int, problem: str) -> None:
    program("tag", *arguments, code=code)
    assert problem in program.stderr


def test_a_page_that_cannot_be_written_is_said(program: Program, document: Path) -> None:
    program("tag", str(document), "--html", "/nowhere/page.html", code=2)
    assert "--html: /nowhere/page.html cannot be written" in program.stderr


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site("127.0.0.45", {})
    yield site
    site.close()


def test_a_page_by_its_address(site: Site, program: Program) -> None:
    site.pages["/1.html"] = Answer(
        f"<title>{TITLE}</title><h1>{TITLE}</h1><div id=zoom><p>{STARTED}</p></div>".encode("gb18030")
    )
    address = f"{site.url}/1.html"
    drawn = program("tag", address, KAIGONG_CRAWL_ALLOW_NETWORKS="127.0.0.0/8")
    assert "[开工·开工 done]" in drawn
    program("tag", f"{site.url}/2.html", code=1, KAIGONG_CRAWL_ALLOW_NETWORKS="127.0.0.0/8")
    assert "404" in program.stderr


def test_a_private_address_is_not_asked(site: Site, program: Program) -> None:
    site.pages["/1.html"] = Answer(b"<title>secret</title>")
    program("tag", f"{site.url}/1.html", code=1)
    assert "127.0.0.45" in program.stderr
    assert site.visits == []
