import csv
import subprocess
import sys
from pathlib import Path

import pytest

import consumers.tagging.data.build_gazetteer as build
from consumers.tagging import Gazetteer, Knowledge
from consumers.tagging.gazetteer import Alias


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


def test_every_county_is_found_by_its_full_name(gazetteer: Gazetteer) -> None:
    path = Path(build.__file__).parent / "regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = gazetteer.entry(row["code"])
            assert entry.code in {found.code for found in gazetteer.resolve(row["name"])}
            assert entry.code in {found.code for found in gazetteer.resolve(entry.full_name)}


def test_the_builder_sorts_and_drops_groupings(tmp_path: Path) -> None:
    tables = {
        "provinces.csv": 'code,name\n62,"甘肃省"\n11,"北京市"\n',
        "cities.csv": 'code,name,provinceCode\n6202,"嘉峪关市",62\n1101,"市辖区",11\n',
        "areas.csv": 'code,name,cityCode,provinceCode\n620201,"嘉峪关市",6202,62\n110105,"朝阳区",1101,11\n',
    }
    for name, content in tables.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, build.__file__, *(tmp_path / name for name in tables)],
        capture_output=True, check=True, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert made.stdout.decode() == "code,name\n110000,北京市\n110105,朝阳区\n620000,甘肃省\n620200,嘉峪关市\n"
