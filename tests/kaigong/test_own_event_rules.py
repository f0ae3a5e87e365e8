"""The customer's own rules of events: read once, and again when their file changes."""

from pathlib import Path

import pytest

from kaigong.data_dir import DataDir
from kaigong.knowledge import load_knowledge
from wire.errors import ConfigurationError


def test_a_change_of_the_file_is_seen_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    before = load_knowledge(data)
    assert load_knowledge(data) is before
    assert "落户" not in before.event_types

    data.own_events.write_text("rules: [{type: 落地, enabled: true}]", "utf-8")
    after = load_knowledge(data)
    assert after.event_types["落户"] == "落地"
    assert load_knowledge(data) is after

    data.own_events.write_text("rules: [{type: 落地, enable: true}]", "utf-8")
    with pytest.raises(ConfigurationError, match=r"events\.yaml: cannot be used: rules\.0\.enable"):
        load_knowledge(data)
