import json
import re
from pathlib import Path

import pytest

from crawler.sources import load_sources, shipped_catalog, source_schema
from wire.errors import ConfigurationError

MINIMAL = 'id: {id}\nname: 测试\nregion: "320700"\nurl: http://www.example.gov.cn/yw/yw.html\n'


def write(folder: Path, name: str, more: str = "", source_id: str = "one-source") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MINIMAL.format(id=source_id) + more, "utf-8")
    return path


def refusal(*folders: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_sources(folders)
    assert caught.value.problems
    return str(caught.value)


def test_a_source_is_merged_over_its_preset(tmp_path: Path) -> None:
    write(tmp_path, "js/one.yaml", "preset: ucap\npager: {max_pages: 9}\n")
    (source,) = load_sources([tmp_path])
    assert source.pager.kind == "auto"
    assert source.pager.max_pages == 9
    assert source.records.item is not None


def test_without_a_preset_every_link_is_a_record(tmp_path: Path) -> None:
    write(tmp_path, "one.yaml")
    (source,) = load_sources([tmp_path])
    assert (source.preset, source.records.item, source.urls.external) == ("links", None, "skip")
    assert not source.verified


def test_a_region_without_quotes_is_text(tmp_path: Path) -> None:
    path = write(tmp_path, "one.yaml")
    path.write_text(path.read_text("utf-8").replace('"320700"', "320700"), "utf-8")
    assert load_sources([tmp_path])[0].region == "320700"


def test_missing_and_empty_folders_have_no_sources(tmp_path: Path) -> None:
    assert load_sources([tmp_path, tmp_path / "missing"]) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("regoin: x\n", r"one\.yaml: regoin: no such key; did you mean region\?"),
        ("records: {itm: li}\n", r"one\.yaml: records\.itm: no such key; did you mean item\?"),
        ("records: {frm: dom}\n", r"records\.frm: no such key; did you mean from\?"),
        ("preset: truecsm\n", r"preset: no preset is called 'truecsm'; did you mean truecms\?"),
        ("preset: [ucap]\n", r"preset: no preset is called"),
        ("urls: {allow: '('}\n", r"urls\.allow: not a regular expression"),
        ("detail: {body: '#('}\n", r"detail\.body\.0: not a CSS selector"),
        ("http: {encoding: gbkk}\n", r"http\.encoding: no encoding is called 'gbkk'"),
        ("http: {delay: 0.1}\n", r"http\.delay: Input should be greater"),
        ("status: sleeping\n", r"status: Input should be 'active'"),
        ("name: [\n", r"one\.yaml: not valid YAML"),
    ],
)
def test_mistakes_name_file_key_and_remedy(tmp_path: Path, more: str, message: str) -> None:
    write(tmp_path, "one.yaml", more)
    assert re.search(message, refusal(tmp_path))


def test_a_file_that_is_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text("- a\n", "utf-8")
    assert "expected lines of `key: value`" in refusal(tmp_path)


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "a/one.yaml")
    write(tmp_path, "b/two.yaml")
    text = refusal(tmp_path / "a", tmp_path / "b")
    assert "two.yaml: id" in text
    assert "one.yaml" in text


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "regoin: x\n")
    write(tmp_path, "b.yaml", "stauts: x\n", "other-source")
    text = refusal(tmp_path)
    assert "regoin" in text
    assert "stauts" in text


def test_the_shipped_catalogue_loads() -> None:
    sources = load_sources([shipped_catalog()])
    assert len(sources) >= 32
    families = {source.preset for source in sources}
    assert families >= {"truecms", "ucap", "hanweb_jpage", "hanweb_jpaas", "epoint", "founder", "trs"}
    for source in sources:
        assert source.region.startswith("32")
        # Nobody has seen one of them work on the live site yet.
        assert not source.verified
        assert source.confidence in ("A", "B", "C")


def test_the_shipped_schema_is_the_current_one() -> None:
    shipped = json.loads((shipped_catalog() / "source.schema.json").read_text("utf-8"))
    assert shipped == source_schema(), "run: python -m crawler.sources > crawler/catalog/source.schema.json"
