import csv
import subprocess
import sys
from pathlib import Path

import pytest

import consumers.tagging.data.build_gazetteer as build
from consumers.tagging import Gazetteer, Knowledge
from consumers.tagging.places.gazetteer import Alias


@pytest.fixture
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    return knowledge.gazetteer


@pytest.mark.parametrize(
    ("name", "full_names"),
    [
        ("海州区", ["辽宁省阜新市海州区", "江苏省连云港市海州区"]),
        ("连云港市海州区", ["江苏省连云港市海州区"]),
        ("江苏省连云港市海州区", ["江苏省连云港市海州区"]),
        ("连云港海州", ["江苏省连云港市海州区"]),
        ("320706", ["江苏省连云港市海州区"]),
        ("连云港", ["江苏省连云港市"]),
        ("吉林", ["吉林省"]),
        ("镇江经开区", ["江苏省镇江市镇江新区"]),
        ("新浦区", ["江苏省连云港市海州区"]),
        ("江苏省鼓楼区", ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区"]),
        ("文昌市", ["海南省文昌市"]),
        ("恩施州", ["湖北省恩施土家族苗族自治州"]),
        ("合肥高新区", ["安徽省合肥市合肥高新技术产业开发区"]),
        ("南京市海州区", []),
        ("没有的地方", []),
        ("", []),
    ],
)
def test_a_name_resolves_to_every_region_it_can_mean(
    gazetteer: Gazetteer, name: str, full_names: list[str]
) -> None:
    assert [entry.full_name for entry in gazetteer.resolve(name)] == full_names


def test_a_short_name_of_unrelated_regions_stays_ambiguous(gazetteer: Gazetteer) -> None:
    assert {"211300", "110105", "220104"} <= {entry.code for entry in gazetteer.resolve("朝阳")}


def test_a_long_name_is_answered_at_once(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("江苏" * 200) == []


def test_ancestors_go_from_the_province_inwards(gazetteer: Gazetteer) -> None:
    assert gazetteer.ancestors("320706") == ["320000", "320700"]
    assert gazetteer.ancestors("320700") == ["320000"]
    assert gazetteer.ancestors("110105") == ["110000"]  # no city between Beijing and its districts


def test_an_unknown_code_is_its_own_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.name_of("999999") == "999999"


def test_an_alias_of_an_unknown_region_is_left_out() -> None:
    gazetteer = Gazetteer({"320000": "江苏省"}, [Alias(name="新浦区", code="320706")])
    assert gazetteer.resolve("新浦区") == []


@pytest.fixture(scope="session")
def rows() -> list[dict[str, str]]:
    with (Path(build.__file__).parent / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_county_is_found_by_its_full_name(gazetteer: Gazetteer, rows: list[dict[str, str]]) -> None:
    for code in (row["code"] for row in rows if len(row["code"]) == 6):
        entry = gazetteer.entry(code)
        assert code in {found.code for found in gazetteer.resolve(entry.name)}
        assert code in {found.code for found in gazetteer.resolve(entry.full_name)}


def test_every_town_is_alone_of_its_name_in_its_county(
    gazetteer: Gazetteer, rows: list[dict[str, str]]
) -> None:
    towns = [row["code"] for row in rows if len(row["code"]) == 9]
    assert len(towns) == 41_352
    for code in towns[::97]:
        entry = gazetteer.entry(code)
        county = gazetteer.entry(gazetteer.ancestors(code)[-1])
        assert [found.code for found in gazetteer.resolve(county.full_name + entry.name)] == [code]


def test_a_former_name_leads_to_what_it_became(gazetteer: Gazetteer, rows: list[dict[str, str]]) -> None:
    former = [row for row in rows if not row["code"]]
    assert len(former) > 250
    for row in former:
        assert row["until"].isdigit()
        assert all(gazetteer.knows(code) for code in row["now"].split())
        assert set(row["now"].split()) <= {*gazetteer.codes(row["name"]), *gazetteer.former(row["name"])}


BUILT = """\
code,name,since,until,now
,新浦区,,2014,320706
110000,北京市,,,
110105,朝阳区,,,
320000,江苏省,,,
320700,连云港市,,,
320706,海州区,2001,,
320706103,板浦镇,,,
620000,甘肃省,,,
620200,嘉峪关市,,,
"""


def test_the_builder_sorts_drops_groupings_and_adds_the_facts(tmp_path: Path) -> None:
    tables = {
        "provinces.csv": 'code,name\n62,"甘肃省"\n11,"北京市"\n32,"江苏省"\n',
        "cities.csv": 'code,name,provinceCode\n6202,"嘉峪关市",62\n1101,"市辖区",11\n3207,"连云港市",32\n',
        "areas.csv": 'code,name,cityCode,provinceCode\n620201,"嘉峪关市",6202,62\n110105,"朝阳区",1101,11\n',
        "streets.csv": 'code,name,areaCode,provinceCode,cityCode\n320706103,"板浦镇",320706,32,3207\n',
        "changes.csv": "code,name,since,until,now\n320706,海州区,2001,,\n,新浦区,,2014,连云港市海州区\n",
    }
    for name, content in tables.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, build.__file__, *(tmp_path / name for name in tables)],
        capture_output=True, check=True, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert made.stdout.decode() == BUILT
