"""`make demo` without a terminal: it ends by itself, with mail."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_demo_ends_by_itself_and_shows_what_was_found(tmp_path: Path) -> None:
    # What the user has set must not reach it.
    env = {**os.environ, "KAIGONG_DATA_DIR": str(tmp_path / "mine"), "KAIGONG_SMTP_HOST": "smtp.invalid"}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "kaigong", "demo", "--data-dir", str(tmp_path / "demo")],
        env=env, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.monotonic() - began < 150
    shown = done.stdout
    assert "[开工] 海州区 · 澜屿智能影像设备产业园（4.1亿元）" in shown
    assert "[签约] 京口区" in shown
    assert int(re.search(r"采集到 (\d+) 篇文章", shown)[1]) > 150  # type: ignore[index]
    for words in ("海州区 · 海州要闻", "开工率", "跨词", "原文：", "接下来："):
        assert words in shown
    assert not (tmp_path / "mine").exists()
