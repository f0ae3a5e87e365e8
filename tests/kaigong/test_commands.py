"""The commands, as a person or a script calls them, on a line that has worked."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from program import Program
from sites.loopback_site import Site, article, listing
from stages_in_process import app_in, finish, publish, stages

from wire.stream import NewRecord
from wire.topics import ARTICLES

DOCUMENTS = [
    {
        "url": "http://www.example.gov.cn/1.html",
        "title": "云汐智能装备产业园开工",
        "text": "今天上午，云汐智能装备产业园在海州区正式开工，项目总投资4.1亿元。",
        "region": "320706",
    },
    {
        "url": "http://www.example.gov.cn/2.html",
        "title": "全区项目推进会召开",
        "text": "会议指出，要推动工业经济发展，全区项目开工率达92%，力争更多项目早开工。",
        "region": "320706",
    },
    {
        "url": "http://www.example.gov.cn/3.html",
        "title": "社区开展家庭医生签约",
        "text": "家庭医生签约服务进社区。",
    },
]


class Kaigong(Program):
    """The program, and the stages behind it."""

    def work(self, records: int) -> None:
        """Let the stages handle what is there."""
        with stages(app_in(self.folder), "tagger", "indexer", "alerter") as (_, loops):
            for loop in loops.values():
                finish(loop, records)


@pytest.fixture
def kaigong(tmp_path: Path) -> Kaigong:
    return Kaigong(tmp_path / "data")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Kaigong:
    """A line with a rule, that three documents have gone through."""
    kaigong = Kaigong(tmp_path_factory.mktemp("filled"))
    kaigong(
        "rule", "add", "--keywords", "签约,开工", "--place", "320706", "--to", "a@b.cn", "--id", "haizhou"
    )
    documents = "\n".join(json.dumps(document, ensure_ascii=False) for document in DOCUMENTS)
    assert kaigong.json("ingest", "-", "--live", stdin=documents)["published"] == 3
    kaigong.work(3)
    return kaigong


def test_help_names_every_command(kaigong: Kaigong) -> None:
    shown = kaigong("--help")
    for command in ("run", "demo", "crawl", "ingest", "search", "tail", "replay", "source", "rule", "doctor"):
        assert command in shown


def test_a_wrong_setting_ends_with_2_and_names_the_nearest(kaigong: Kaigong) -> None:
    kaigong("config", "show", code=2, KAIGONG_SMPT_HOST="x")
    assert "did you mean KAIGONG_SMTP_HOST?" in kaigong.stderr


def test_config_show_masks_secrets(kaigong: Kaigong) -> None:
    shown = kaigong.json("config", "show", KAIGONG_SMTP_PASSWORD="hunter2")
    assert shown["smtp_password"] == "********"
    assert "hunter2" not in kaigong("config", "show", KAIGONG_SMTP_PASSWORD="hunter2")


def test_a_rule_is_added_listed_and_never_overwritten_by_accident(kaigong: Kaigong) -> None:
    add = (
        "rule",
        "add",
        "--keywords",
        "签约,开工",
        "--place",
        "连云港市海州区",
        "--to",
        "a@b.cn",
        "--id",
        "mine",
    )
    kaigong(*add)
    [rule] = kaigong.json("rule", "list")["rules"]
    assert (rule["keywords"], rule["places"], rule["to"]) == (
        ["签约", "开工"],
        ["连云港市海州区"],
        ["a@b.cn"],
    )
    kaigong(*add, code=2)
    assert "exists already" in kaigong.stderr
    kaigong(*add, "--replace")


def test_an_ambiguous_place_is_decided_by_the_watched_sources_or_refused(kaigong: Kaigong) -> None:
    add = ("rule", "add", "--keywords", "开工", "--place", "海州区", "--to", "a@b.cn")
    kaigong(*add, code=2)
    assert "210902" in kaigong.stderr
    kaigong(*add, KAIGONG_CATALOG="true")
    current = kaigong.json("rule", "list", KAIGONG_CATALOG="true")
    assert len(current["rules"]) == 1
    assert current["problems"] == {}


def test_a_broken_rule_file_is_told_with_exit_code_1(kaigong: Kaigong) -> None:
    (kaigong.folder / "rules").mkdir(parents=True)
    (kaigong.folder / "rules" / "bad.yaml").write_text("keywrods: [开工]", "utf-8")
    assert "keywords" in kaigong.json("rule", "list", code=1)["problems"]["bad.yaml"]


def test_search_finds_phrases_and_not_letters_across_words(filled: Kaigong) -> None:
    titles = [hit["title"] for hit in filled.lines("search", "开工", "--jsonl")]
    assert sorted(titles) == sorted(DOCUMENTS[n]["title"] for n in (0, 1))
    assert filled.lines("search", "动工业", "--jsonl") != []
    assert filled.lines("search", "919", "--jsonl") == []
    found = filled.json("search", "place:连云港市 type:开工", "--on", "event")
    assert [hit["project"] for hit in found["hits"]] == ["云汐智能装备产业园"]
    assert found["hits"][0]["amount_cny"] == 410_000_000


def test_search_pages_with_a_cursor(filled: Kaigong) -> None:
    first = filled.json("search", "-n", "2")
    second = filled.json("search", "-n", "2", "--cursor", first["cursor"])
    ids = [hit["article_id"] for page in (first, second) for hit in page["hits"]]
    assert len(set(ids)) == first["total"] == 3
    assert len(filled.lines("search", "-n", "1", "--all", "--jsonl")) == 3


def test_a_query_that_cannot_be_read_says_where(filled: Kaigong) -> None:
    filled("search", "开工 OR (", code=2)
    assert "at character" in filled.stderr


def test_the_right_alert_and_no_other(filled: Kaigong) -> None:
    [alert] = [e["payload"] for e in filled.lines("tail", "alerts.v1", "--jsonl")]
    assert (alert["rule_id"], alert["kind"]) == ("haizhou", "new")
    assert alert["deliveries"][0]["state"] == "pending"


def test_tail_gives_envelopes_and_the_last_ones(filled: Kaigong) -> None:
    envelopes = filled.lines("tail", "articles.v1", "--jsonl")
    assert {e["type"] for e in envelopes} == {"article"}
    assert len(envelopes) == 3
    assert len(filled.lines("tail", "tagged-articles.v1", "--jsonl", "-n", "1")) == 1
    filled("tail", "articels.v1", code=2)
    assert "articles.v1" in filled.stderr


def test_a_rule_is_tried_on_what_was_found(filled: Kaigong) -> None:
    report = filled.json("rule", "test", "haizhou")
    assert report["hits"] == 1
    assert report["samples"][0]["project"] == "云汐智能装备产业园"
    assert "1 hit since" in filled("rule", "test", str(filled.folder / "rules" / "haizhou.yaml"))
    filled("rule", "test", "nobody", code=2)


def test_doctor_tells_every_hop(filled: Kaigong) -> None:
    findings = filled.json("doctor", code=1)
    by_hop = {finding["hop"]: finding for finding in findings}
    assert by_hop["sources"]["state"] == "bad"
    assert by_hop["index"]["state"] == "ok"
    assert "3 articles" in by_hop["index"]["what"]
    assert by_hop["tagger"]["what"] == "not running"
    assert all(finding["advice"] for finding in findings if finding["state"] != "ok")


def test_doctor_names_a_mail_server_that_does_not_answer(filled: Kaigong) -> None:
    findings = filled.json("doctor", code=1, KAIGONG_SMTP_HOST="127.0.0.1", KAIGONG_SMTP_PORT="9")
    [server] = [finding for finding in findings if finding["hop"] == "mail server"]
    assert server["state"] == "bad"
    assert "127.0.0.1:9" in server["what"]


def test_dead_letters_are_given_back_once_and_to_their_stage_alone(kaigong: Kaigong) -> None:
    app = app_in(kaigong.folder)
    with app.stream() as stream:
        publish(stream, NewRecord(ARTICLES, "broken", b"{}"), NewRecord(ARTICLES, "broken-2", b"no"))
    with stages(app, "tagger") as (_, loops):
        finish(loops["tagger"], 2)
    assert "2 dead letters" in kaigong("replay", "tagger", "--dry-run")
    assert "2 dead letters" in kaigong("replay", "tagger")
    assert "0 dead letters" in kaigong("replay", "tagger")
    assert len(kaigong.lines("tail", "tagger.replay.v1", "--jsonl")) == 2
    assert len(kaigong.lines("tail", "articles.v1", "--jsonl")) == 2
    with stages(app, "tagger") as (_, loops):
        finish(loops["tagger"], 2)
    assert len(kaigong.lines("tail", "tagger.dead-letters.v1", "--jsonl")) == 4


def test_a_replayed_match_is_kept_but_never_mailed(kaigong: Kaigong) -> None:
    """A live article that the alerter refused comes back in lane replay."""
    kaigong("rule", "add", "--keywords", "开工", "--to", "a@b.cn")
    kaigong.json("ingest", "-", "--live", stdin=json.dumps(DOCUMENTS[0], ensure_ascii=False))
    app = app_in(kaigong.folder)
    with stages(app, "tagger") as (stream, loops):
        finish(loops["tagger"], 1)
        with closing(stream.reader()) as reader:
            [tagged] = reader.read("tagged-articles.v1")
        publish(stream, NewRecord("alerter.dead-letters.v1", tagged.key, tagged.value, tagged.headers))
        with closing(stream.consumer("alerter", ["tagged-articles.v1"])) as skipped:
            skipped.poll(10, 1)
            skipped.commit({tagged.partition: tagged.next_offset})
    kaigong("replay", "alerter")
    with stages(app, "alerter") as (_, loops):
        finish(loops["alerter"], 1)
    [alert] = [e["payload"] for e in kaigong.lines("tail", "alerts.v1", "--jsonl")]
    assert (alert["kind"], alert["deliveries"]) == ("late", [])


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site("127.0.2.1")
    site.pages["/yw/"] = listing("/yw/1.html", "/yw/2.html")
    for number in (1, 2):
        site.pages[f"/yw/{number}.html"] = article(f"关于/yw/{number}.html号事项的通报")
    yield site
    site.close()


@pytest.fixture
def source(site: Site, kaigong: Kaigong) -> str:
    kaigong.env["KAIGONG_CRAWL_ALLOW_NETWORKS"] = "127.0.0.0/8"
    kaigong.env["KAIGONG_CRAWL_DELAY"] = "0.05"
    folder = kaigong.folder / "sources"
    folder.mkdir(parents=True)
    content = {"id": "town", "name": "小城要闻", "region": "320706", "url": f"{site.url}/yw/"}
    (folder / "town.yaml").write_text(yaml.safe_dump(content | {"records": {"item": ".list li"}}), "utf-8")
    return "town"


def test_crawl_puts_new_articles_on_the_stream_once(kaigong: Kaigong, source: str) -> None:
    assert kaigong.json("crawl", source)[source]["published"] == 2
    assert kaigong.json("crawl", source)[source]["published"] == 0
    assert len(kaigong.lines("tail", "articles.v1", "--jsonl")) == 2


def test_crawl_to_a_file_remembers_nothing(kaigong: Kaigong, source: str, tmp_path: Path) -> None:
    for _ in range(2):
        kaigong("crawl", source, "--out", str(tmp_path / "articles.jsonl"))
        lines = (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()
        assert sorted(json.loads(line)["title"] for line in lines) == [
            "关于/yw/1.html号事项的通报",
            "关于/yw/2.html号事项的通报",
        ]
    assert kaigong("tail", "articles.v1") == ""


def test_crawl_by_file_and_of_nobody(kaigong: Kaigong, source: str) -> None:
    path = kaigong.folder / "sources" / "town.yaml"
    assert kaigong.json("crawl", str(path))["town"]["published"] == 2
    kaigong("crawl", "nowhere", code=2)
    assert "kaigong source list" in kaigong.stderr


def test_source_list_and_check(kaigong: Kaigong, source: str, site: Site) -> None:
    [listed] = kaigong.json("source", "list")
    assert (listed["id"], listed["state"]) == ("town", None)
    [check] = kaigong.json("source", "check")
    assert (check["listed"], check["articles"], check["errors"]) == (2, 2, [])
    assert check["provenance"]["title"].startswith("meta:")
    site.pages["/yw/"] = "<html><body>改版了</body></html>"
    [check] = kaigong.json("source", "check", "town", code=1)
    assert "the list is empty" in check["errors"][0]


def test_ingest_of_pages_by_address(kaigong: Kaigong, source: str, site: Site) -> None:
    report = kaigong.json("ingest", f"{site.url}/yw/1.html", f"{site.url}/nothing", code=1)
    assert report == {"published": 1, "unchanged": 0, "failed": 1}


def test_a_private_address_is_refused_unless_allowed(kaigong: Kaigong, site: Site) -> None:
    kaigong.json("ingest", f"{site.url}/yw/1.html", code=1)
    assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in kaigong.stderr
    assert site.visits == []


def test_two_runs_cannot_share_a_data_directory(kaigong: Kaigong) -> None:
    with app_in(kaigong.folder).data.lock("tagger"):
        kaigong("tagger", code=2)
    assert "already runs" in kaigong.stderr
