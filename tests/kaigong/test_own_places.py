"""The customer's own names of places: read once, and again when their file changes."""

from pathlib import Path

from kaigong.data_dir import DataDir
from kaigong.knowledge import load_knowledge


def test_a_change_of_the_file_is_seen_and_nothing_else_reads_again(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    before = load_knowledge(data)
    assert load_knowledge(data) is before
    assert not before.gazetteer.resolve("生物医药谷")

    data.own_places.write_text('aliases: [{name: 生物医药谷, code: "320706"}]', "utf-8")
    after = load_knowledge(data)
    assert [entry.code for entry in after.gazetteer.resolve("生物医药谷")] == ["320706"]
    assert load_knowledge(data) is after

    data.own_places.unlink()
    assert not load_knowledge(data).gazetteer.resolve("生物医药谷")


def test_the_customers_industries_are_read_too(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    assert load_knowledge(data).shown_industries == {}
    data.own_industries.write_text("industries: [{chain: 医药健康, shown: 大健康}]", "utf-8")
    assert load_knowledge(data).shown_industries == {"医药健康": "大健康"}
