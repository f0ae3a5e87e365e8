"""Source files that change while the crawler runs."""

import os
from pathlib import Path

from crawler.source_files import SourceFiles

_SOURCE = """
id: {name}
name: 测试栏目
region: "320706"
url: http://x.gov.cn/{name}/
"""


def _write(folder: Path, name: str, text: str = "") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text or _SOURCE.format(name=name), "utf-8")
    return path


def test_a_change_is_noticed_once(tmp_path: Path) -> None:
    path = _write(tmp_path, "one")
    files = SourceFiles([tmp_path])
    assert files.changed() is None
    _write(tmp_path, "two")
    assert [source.id for source in files.changed() or []] == ["one", "two"]
    assert files.changed() is None
    os.utime(path, ns=(1, 1))
    assert files.changed() is not None
    path.unlink()
    assert [source.id for source in files.changed() or []] == ["two"]


def test_a_broken_file_leaves_the_good_ones_in_force(tmp_path: Path) -> None:
    _write(tmp_path, "one")
    files = SourceFiles([tmp_path, tmp_path / "missing"])
    broken = _write(tmp_path, "two", "id: [")
    assert files.changed() is None
    assert files.changed() is None
    broken.write_text(_SOURCE.format(name="two"), "utf-8")
    assert [source.id for source in files.changed() or []] == ["one", "two"]
