"""What a pasted address is called, which region it is about, and which addresses were given."""

import io
from pathlib import Path

import pytest

from consumers.tagging.places.gazetteer import Gazetteer
from crawler.extract.dom import parse
from crawler.sources import Source
from kaigong.sourcing.addresses import addresses
from kaigong.sourcing.naming import source_id, source_name
from kaigong.sourcing.paging import goes_on
from kaigong.sourcing.region import COUNTRY, RegionFinder
from kaigong.sourcing.wishes import settings_of
from wire.errors import ConfigurationError

NAMES = {
    "320000": "江苏省",
    "320700": "连云港市",
    "320706": "海州区",
    "210000": "辽宁省",
    "210900": "阜新市",
    "210902": "海州区",
}
GAZETTEER = Gazetteer(NAMES)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.lyg.gov.cn/zglygzfmhwz/gcyw/gcyw.html", "lyg-gov-gcyw"),
        ("http://fgw.lyg.gov.cn/lygsfzhggwyh/tzgg1/tzgg1.html", "lyg-fgw-tzgg1"),
        ("https://www.zhenjiang.gov.cn/zhenjiang/zcjd/xxgk_list.shtml", "zhenjiang-gov-zcjd"),
        ("http://www.jiangsu.gov.cn/col/col60096/index.html", "jiangsu-gov-col60096"),
        ("http://www.lyg01.net/news/lygxw/", "lyg01-lygxw"),
        ("http://szb.jsw.com.cn/ZJRB/PC/layout/202305/20/node_01.html", "jsw-szb-zjrb"),
        ("https://czj.xz.gov.cn/dynamic/govInfoPub.html?categorynum=003006", "xz-czj-003006"),
        ("https://www.jsw.com.cn/", "jsw"),
        ("http://127.0.0.21:8080/yw/", "127-0-0-21-8080-yw"),
        ("http://政府.cn/要闻/", "xn-mxtq1m"),
    ],
)
def test_ids_tell_site_and_column_and_are_valid(url: str, wanted: str) -> None:
    found = source_id(url)
    assert found == wanted
    Source(id=found, name="名", region="320700", url=url)


def test_an_id_is_made_longer_before_it_is_numbered() -> None:
    url = "https://www.lyg.gov.cn/zwgk/gcyw/gcyw.html"
    assert source_id(url, {"lyg-gov-gcyw"}) == "lyg-gov-zwgk-gcyw"
    assert source_id(url, {"lyg-gov-gcyw", "lyg-gov-zwgk-gcyw"}) == "lyg-gov-gcyw-2"


def test_ids_of_endless_addresses_are_bounded() -> None:
    url = "http://a.cn/" + "x" * 500 + "/" + "y" * 500
    assert len(source_id(url, {source_id(url)})) <= 63


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (
            '<meta name="SiteName" content="海州区人民政府"><meta name="ColumnName" content="要闻">',
            "海州区人民政府-要闻",
        ),
        ("<title>政务要闻_连云港市人民政府</title>", "连云港市人民政府-政务要闻"),
        ("<title>连云港市人民政府 - 政务要闻 - 列表</title>", "连云港市人民政府-政务要闻"),
        ("<title>云汐晚报</title>", "云汐晚报"),
        ("", "www.example.cn"),
    ],
)
def test_names_come_from_the_metas_or_the_title(head: str, wanted: str) -> None:
    assert source_name(parse(f"<html><head>{head}</head></html>"), "http://www.example.cn/x/") == wanted


@pytest.mark.parametrize(
    ("head", "code", "how"),
    [
        ('<meta name="SiteIDCode" content="3207060012">', "320706", "meta:SiteIDCode"),
        (
            '<meta name="SiteIDCode" content="bm01000001"><meta name="SiteName" content="连云港市发改委">',
            "320700",
            "meta:SiteName",
        ),
        ('<meta name="SiteName" content="连云港市海州区人民政府">', "320706", "meta:SiteName"),
        ("<title>要闻_中国连云港</title>", "320700", "title"),
        ('<meta name="SiteName" content="海州区人民政府">', COUNTRY, None),
        ("<title>云汐晚报</title>", COUNTRY, None),
    ],
)
def test_the_region_of_a_site(head: str, code: str, how: str | None) -> None:
    region = RegionFinder(GAZETTEER, []).find("http://a.cn/", parse(f"<html><head>{head}</head></html>"))
    assert (region.code, region.how) == (code, how)


def test_what_is_watched_already_decides_the_region() -> None:
    neighbour = Source(id="hz-a", name="甲", region="320706", url="http://www.hz.gov.cn/a/")
    finder = RegionFinder(GAZETTEER, [neighbour])
    assert finder.find("http://hz.gov.cn/b/", parse("")).code == "320706"
    named = parse('<meta name="SiteName" content="海州区人民政府">')
    assert finder.find("http://other.gov.cn/", named).code == "320706"


def test_a_region_by_name_or_code() -> None:
    finder = RegionFinder(GAZETTEER, [])
    assert finder.named("连云港市").code == "320700"
    assert finder.named("321171").code == "321171"
    with pytest.raises(ConfigurationError, match="210902"):
        finder.named("海州区")
    with pytest.raises(ConfigurationError, match="no region"):
        finder.named("云汐市")


def test_addresses_come_from_anywhere_once_each(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text("\ufeff# 要闻\nhttp://a.cn/1 # 甲\n\n  www.b.gov.cn/2  \nhttp://a.cn/1\n", "utf-8")
    given = ["http://c.cn/3", str(file), "-"]
    assert addresses(given, io.StringIO("http://d.cn/4\n")) == [
        *("http://c.cn/3", "http://a.cn/1", "http://www.b.gov.cn/2", "http://d.cn/4"),
    ]
    with pytest.raises(ConfigurationError, match="no address"):
        addresses(["-"], io.StringIO("\n"))
    with pytest.raises(ConfigurationError, match=r"nowhere\.txt"):
        addresses(["nowhere.txt"], io.StringIO())
    file.write_bytes("http://a.cn/要闻".encode("gb18030"))
    with pytest.raises(ConfigurationError, match=r"urls\.txt"):
        addresses([str(file)], io.StringIO())


def test_options_and_pairs_become_keys_of_the_file() -> None:
    options = {"preset": "static", "item": "ul li", "date": None, "template": "list_{n}.html", "body": None}
    assert settings_of(options, ["records.link=[class~=t]", "pager.first=1"]) == {
        "preset": "static",
        "records": {"item": "ul li", "link": "[class~=t]"},
        "pager": {"template": "list_{n}.html", "kind": "template", "first": 1},
    }
    with pytest.raises(ConfigurationError, match="key=value"):
        settings_of({}, ["records"])


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        (["http://a.cn/yw/3.html", "http://a.cn/yw/4.html"], True),
        (["http://a.cn/yw/1.html", "http://a.cn/yw/2.html"], False),
        (["http://a.cn/tjj/3.html", "http://a.cn/tjj/4.html"], False),
        (["http://b.cn/yw/3.html"], False),
        ([], False),
    ],
    ids=["new ones beside the old", "page 1 again", "another column", "another host", "nothing"],
)
def test_page_two_names_new_articles_beside_those_of_page_one(second: list[str], wanted: bool) -> None:
    assert goes_on(["http://a.cn/yw/1.html", "http://a.cn/yw/2.html"], second) is wanted
