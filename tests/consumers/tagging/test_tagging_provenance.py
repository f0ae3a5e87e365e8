import hashlib
import re
from pathlib import Path

import pytest

import consumers.tagging.knowledge as module

DATA = Path(module.__file__).parent / "data"
SUMS = dict(re.findall(r"\| `([a-z]+\.\w+)` \| `(\w{64})` \|", (DATA / "PROVENANCE.md").read_text("utf-8")))


@pytest.mark.parametrize("name", ["changes.csv", "regions.csv", "simplified.txt"])
def test_the_data_is_what_its_provenance_says(name: str) -> None:
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == SUMS[name]
